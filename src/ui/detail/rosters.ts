import type { Roster } from '../../session/detail.ts';
import type { Figure, RosterView, Section } from '../../webview/protocol.ts';
import type { Format } from './format.ts';
import type { Words } from './words.ts';

type Group = Roster['groups'][number];

const person = (who: { id: string; name?: string }): string => who.name ?? who.id;

/** `PassOrFailAttendees` and `pass_or_fail` read as words, since a vendor may add any permission. */
const spaced = (name: string): string =>
  name
    .replace(/_/g, ' ')
    .replace(/(\p{Ll})(\p{Lu})/gu, (_, before: string, after: string) => `${before} ${after.toLowerCase()}`);

const groupView = (group: Group, words: Words, format: Format): RosterView['groups'][number] => {
  const say = words.roster;
  const filled = group.slots.filter(slot => slot.person).length;
  const attended = group.slots.filter(slot => slot.attended === true).length;
  const tellsAttendance = group.slots.some(slot => slot.attended !== undefined);
  const roles = group.slots.some(slot => slot.role !== undefined);
  return {
    name: group.name,
    ...(group.rank === undefined ? {} : { rank: say.rank(format.number(group.rank)) }),
    filled: [
      say.filled(format.number(filled), format.number(group.slots.length)),
      ...(tellsAttendance ? [say.attended(format.number(attended))] : []),
    ].join(' · '),
    fraction: group.slots.length > 0 ? filled / group.slots.length : 0,
    permissions: group.permissions.map(({ name, allowed }) => ({
      label: spaced(name),
      allowed,
      text: allowed ? say.allowed : say.denied,
    })),
    columns: [...(roles ? [say.role] : []), say.who, ...(tellsAttendance ? [say.attendedColumn] : [])],
    slots: group.slots.map(slot => ({
      ...(roles ? { role: slot.role ?? '' } : {}),
      who: slot.person ? person(slot.person) : say.vacant,
      vacant: !slot.person,
      // A vacant place reports `Attended: false` too, which says nothing of anyone.
      ...(tellsAttendance && slot.person && slot.attended !== undefined
        ? { attended: { text: slot.attended ? words.yes : words.no, yes: slot.attended } }
        : {}),
    })),
  };
};

/** Who fills what, and what is empty: Hyra's servers with their groups, Series' roles with their slots. */
export const rosterSection = (rosters: readonly Roster[], words: Words, format: Format): Section[] => {
  if (rosters.every(roster => roster.groups.length === 0 && roster.hosts.length === 0)) return [];
  return [
    {
      kind: 'rosters',
      id: 'roster',
      title: words.section.roster,
      wide: true,
      rosters: rosters.map(roster => ({
        ...(roster.name === '' ? {} : { name: roster.name }),
        ...(roster.hosts.length === 0 ? {} : { hosts: words.roster.hosts(words.list(roster.hosts.map(person))) }),
        groups: roster.groups.map(group => groupView(group, words, format)),
      })),
    },
  ];
};

/** Places filled and attended over all rosters. */
export const rosterFigures = (rosters: readonly Roster[], words: Words, format: Format): Figure[] => {
  const slots = rosters.flatMap(roster => roster.groups.flatMap(group => group.slots));
  if (slots.length === 0) return [];
  const filled = slots.filter(slot => slot.person);
  const tellsAttendance = filled.some(slot => slot.attended !== undefined);
  return [
    {
      term: words.figure.filled,
      amounts: [{ text: format.number(filled.length) }],
      note: words.figure.of(format.number(slots.length)),
    },
    ...(tellsAttendance
      ? [
          {
            term: words.figure.attended,
            amounts: [{ text: format.number(filled.filter(slot => slot.attended).length) }],
            note: words.figure.of(format.number(filled.length)),
          },
        ]
      : []),
  ];
};
