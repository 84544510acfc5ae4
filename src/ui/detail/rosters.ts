import type { DetailRecord, Roster } from '../../session/detail.ts';
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
  // Series calls each place what the group is called.
  const roles = group.slots.some(slot => slot.role !== undefined && slot.role !== group.name);
  return {
    name: group.name,
    ...(group.rank === undefined ? {} : { rank: say.rank(format.number(group.rank)) }),
    ...(group.priority === undefined ? {} : { rank: say.priority(format.number(group.priority)) }),
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

/** What a part is called. Hyra names its servers by an id alone, and calls what the schedule offers `polyfill`. */
const rosterName = (
  roster: Roster,
  index: number,
  title: string,
  words: Words,
  format: Format,
): Pick<RosterView, 'name' | 'note'> => {
  if (roster.name === '' || roster.name === title) return {};
  if (roster.name === 'polyfill') return { name: words.roster.offered };
  if (/^[0-9a-f]{24}$/.test(roster.name))
    return { name: words.roster.server(format.number(index + 1)), note: roster.name };
  return { name: roster.name };
};

/** Whether rosters tell more than a list of people would: servers and their groups, an empty place, an attendance, a permission. */
export const tellsMore = (rosters: readonly Roster[]): boolean =>
  rosters.length > 1 ||
  rosters.some(({ groups }) =>
    groups.some(
      ({ slots, permissions, priority }) =>
        priority !== undefined ||
        permissions.length > 0 ||
        slots.some(slot => !slot.person || slot.attended !== undefined),
    ),
  );

/** Who fills what, and what is empty: Hyra's servers with their groups, Series' roles with their slots. */
export const rosterSection = ({ detail, rosters }: DetailRecord, words: Words, format: Format): Section[] => {
  if (!tellsMore(rosters)) return [];
  const views = rosters.map((roster, index): RosterView => {
    const name = rosterName(roster, index, detail.title, words, format);
    const hosted = name.name !== undefined && roster.hosts.length > 0;
    return {
      ...name,
      ...(hosted ? { hosts: words.roster.hosts(words.list(roster.hosts.map(person))) } : {}),
      groups: roster.groups.map(group => groupView(group, words, format)),
    };
  });
  return [{ kind: 'rosters', id: 'roster', title: words.section.roster, wide: true, rosters: views }];
};

/** Places filled and attended over all rosters. */
export const rosterFigures = (rosters: readonly Roster[], words: Words, format: Format): Figure[] => {
  const slots = rosters.flatMap(roster => roster.groups.flatMap(group => group.slots));
  if (slots.length === 0 || !tellsMore(rosters)) return [];
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
