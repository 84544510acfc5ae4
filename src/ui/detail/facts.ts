import type { DetailRecord, Fact } from '../../session/detail.ts';
import type { Person, Session, TimeSource } from '../../session/session.ts';
import type { FactGroup, FactRow, Section } from '../../webview/protocol.ts';
import type { Format } from './format.ts';
import type { Words } from './words.ts';

/** Up to two first letters, for a person whose picture is not shown. */
const initials = (name: string): string => {
  const letters = name
    .split(/[\s._-]+/u)
    .map(part => part.match(/[\p{L}\p{N}]/u)?.[0])
    .filter(letter => letter !== undefined);
  return (letters.length > 1 ? `${letters[0]}${letters.at(-1)}` : (letters[0] ?? '?')).toUpperCase();
};

const hex = (color: unknown): string | undefined =>
  typeof color === 'string' && /^#([0-9a-f]{3}|[0-9a-f]{6})$/i.test(color) ? color : undefined;

const https = (url: string | undefined): string | undefined =>
  url !== undefined && URL.canParse(url) && new URL(url).protocol === 'https:' ? url : undefined;

const personRow = (label: string, person: Person, pictures: boolean, words: Words): FactRow => {
  const name = person.displayName || person.name || person.id;
  const url = pictures ? https(person.avatarUrl) : undefined;
  const notes = [
    ...(person.displayName !== undefined && person.name !== undefined && person.name !== name
      ? [`@${person.name}`]
      : []),
    ...(name === person.id ? [] : [person.id]),
    ...(person.exists === false ? [words.about.accountGone] : []),
  ];
  return {
    label,
    value: name,
    avatar: { initials: initials(name), ...(url === undefined ? {} : { url }) },
    ...(notes.length > 0 ? { note: notes.join(' · ') } : {}),
  };
};

const named = (label: string, thing: { id?: string; name?: string } | undefined, color?: string): FactRow[] => {
  const value = thing?.name ?? thing?.id;
  if (value === undefined) return [];
  return [
    {
      label,
      value,
      ...(thing?.id !== undefined && thing.id !== value ? { note: thing.id } : {}),
      ...(color === undefined ? {} : { color }),
    },
  ];
};

/** The essentials that all services share: when, where, who, and where each of it comes from. */
export const aboutGroup = (
  session: Session,
  context: { source: string; pictures: boolean },
  words: Words,
  format: Format,
): FactGroup => {
  const say = words.about;
  const provenance = (source: TimeSource | undefined): { note?: string } => {
    const note = words.provenance(source);
    return note === undefined ? {} : { note };
  };
  const facts: FactRow[] = [];
  facts.push({
    label: say.start,
    value: session.start === undefined ? say.notReported : format.instant(session.start),
    ...provenance(session.startSource),
  });
  if (session.end !== undefined || session.status !== 'live')
    facts.push({
      label: say.end,
      value: session.end === undefined ? say.notReported : format.instant(session.end),
      ...provenance(session.endSource),
    });
  else facts.push({ label: say.end, value: say.endStillRunning });
  facts.push({ label: say.zone, value: format.zone });
  if (session.host) facts.push(personRow(say.host, session.host, context.pictures, words));
  for (const person of session.coHosts) facts.push(personRow(say.coHosts, person, context.pictures, words));
  facts.push(...named(say.place, session.place));
  facts.push(...named(say.kind, session.kind, hex(session.kind?.color)));
  facts.push(...named(say.client, session.client));
  if (session.participants?.capacity !== undefined)
    facts.push({ label: say.capacity, value: format.number(session.participants.capacity) });
  facts.push({ label: say.service, value: context.source });
  facts.push({ label: say.id, value: session.id, mono: true });
  return { title: words.section.about, facts };
};

/** A vendor's field path in words: the whole path's, else its last part's. `items`: how often the path stands, counting list items. */
const factLabel = (name: string, items: number, words: Words): string => {
  const path = name.replace(/\[\d+\]/g, '');
  const known = [path, path.split('.').at(-1) ?? ''].find(each => Object.hasOwn(words.fact, each));
  const label = known === undefined ? undefined : words.fact[known];
  const item = name.match(/\[(\d+)\]/)?.[1];
  if (label === undefined) return name;
  return item !== undefined && items > 1 ? `${label} ${Number(item) + 1}` : label;
};

/** Spans of time whose unit the vendor leaves open: the number is told, and no unit is guessed. */
const UNITLESS = new Set(['public_start_offset', 'public_slock_offset']);

const factRow = (fact: Fact, label: string, words: Words, format: Format): FactRow => {
  const { kind, value } = fact;
  if (typeof value === 'boolean') return { label, value: value ? words.yes : words.no, verdict: value ? 'yes' : 'no' };
  if (typeof value === 'number')
    return {
      label,
      value: kind === 'minutes' ? format.durationText(value * 60_000) : format.number(value),
      ...(UNITLESS.has(fact.name) ? { note: words.unitUndefined } : {}),
    };
  if (kind === 'instant' && !Number.isNaN(Date.parse(value))) return { label, value: format.instant(value) };
  const color = kind === 'color' ? hex(value) : undefined;
  return {
    label,
    value,
    ...(color === undefined ? {} : { color }),
    ...(kind === 'link' || color ? { mono: true } : {}),
  };
};

/** Used of allowed, for Hyra's two quotas; their four numbers are then not listed again. */
const quotas = (facts: readonly Fact[], words: Words, format: Format): { rows: FactRow[]; used: Set<Fact> } => {
  const rows: FactRow[] = [];
  const used = new Set<Fact>();
  for (const part of ['host', 'cohost'] as const) {
    const allowed = facts.find(fact => fact.name.split('.').at(-1) === `${part}_quota`);
    const spent = facts.find(fact => fact.name.split('.').at(-1) === `${part}_quota_used`);
    if (typeof allowed?.value !== 'number' || typeof spent?.value !== 'number') continue;
    used.add(allowed).add(spent);
    rows.push({
      label: words.quota[part],
      value: words.quota.used(format.number(spent.value), format.number(allowed.value)),
      meter: allowed.value > 0 ? Math.min(1, Math.max(0, spent.value / allowed.value)) : 1,
    });
  }
  return { rows, used };
};

/** Facts that say that something is missing; the view tells them as notices. */
export const INCOMPLETE = 'incomplete';

/** What only this service tells, in its own groups and order. */
export const factSections = (record: DetailRecord, words: Words, format: Format): Section[] => {
  const facts = record.facts.filter(fact => fact.group !== INCOMPLETE);
  const { rows, used } = quotas(facts, words, format);
  const quotaGroup = [...used][0]?.group;
  const base = (fact: Fact): string => fact.name.replace(/\[\d+\]/g, '');
  return [...Map.groupBy(facts, fact => fact.group)].flatMap(([group, list], index): Section[] => {
    const items = Map.groupBy(list, base);
    const told = list
      .filter(fact => !used.has(fact))
      .map(fact => factRow(fact, factLabel(fact.name, items.get(base(fact))?.length ?? 1, words), words, format));
    const all = group === quotaGroup ? [...rows, ...told] : told;
    if (all.length === 0) return [];
    return [{ kind: 'facts', id: `facts-${index}`, title: words.group[group] ?? group, groups: [{ facts: all }] }];
  });
};
