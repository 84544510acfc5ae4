import type { DetailRecord, SessionDetail } from '../../session/detail.ts';
import type { Session } from '../../session/session.ts';
import type { CompareCell, CompareRow, CompareSide, CompareView } from '../../webview/compare-protocol.ts';
import type { Term } from '../../webview/protocol.ts';
import { factSections } from '../detail/facts.ts';
import { type Format, formatter } from '../detail/format.ts';
import { metricAmount, metricSections, metricTerm } from '../detail/metrics.ts';
import type { Display } from '../wording/display.ts';
import { personName, placeName } from '../wording/session.ts';
import type { Words } from './words.ts';

/** One of the two: as the list has it, and all that the service tells of it once that is there. */
export interface Side {
  session: Session;
  record?: DetailRecord;
  /** Service and connection. */
  source: string;
  /** The service is being asked for it. */
  pending?: boolean;
  /** Why there is no record, or no fresh one, worded. */
  notice?: string;
}

/** One row before it is known whether its sides differ. */
interface Pair {
  term: Term;
  cells: [Told, Told];
  /** What is compared where that is a number; else the texts are. */
  values?: [number | undefined, number | undefined];
  /** How a difference of the values is said. */
  say?: (difference: number) => string;
}

/** Without a text nothing is known. */
interface Told {
  text?: string;
  note?: string;
}

type Group = { title: string; rows: Pair[] };

/** Two sessions side by side, of whatever services: pure. What neither of them reports has no row. */
export function compareModel(first: Side, second: Side, words: Words, display: Display): CompareView {
  const format = formatter(display.locale, display.timeZone, words.detail);
  const sides: [Side, Side] = [first, second];
  const lacking: [string, string] = [lack(first, words), lack(second, words)];
  const groups = [
    essentials(sides, words, format),
    people(sides, words, format),
    ...metrics(sides, words, format),
    ...facts(sides, words, format),
  ]
    .map(({ title, rows }) => ({ title, rows: rows.filter(isTold).map(row => judged(row, lacking, format)) }))
    .filter(({ rows }) => rows.length > 0);
  const rows = groups.flatMap(group => group.rows);
  const differing = rows.filter(({ verdict }) => verdict === 'differs').length;
  return {
    sides: [sideView(first, words, format), sideView(second, words, format)],
    summary:
      differing === 0
        ? words.allSame(format.number(rows.length))
        : words.summary(format.number(differing), format.number(rows.length)),
    zone: words.zone(format.zone),
    groups,
  };
}

const sessionOf = (side: Side): Session => side.record?.detail ?? side.session;
const detailOf = (side: Side): SessionDetail | undefined => side.record?.detail;

const isTold = ({ cells }: Pair): boolean => cells.some(({ text }) => text !== undefined);

/** What stands where a side tells nothing. */
function lack({ record, pending }: Side, { missing }: Words): string {
  if (record) return missing.notReported;
  return pending ? missing.loading : missing.notLoaded;
}

function judged(
  { term, cells: [left, right], values, say }: Pair,
  lacking: [string, string],
  format: Format,
): CompareRow {
  const shown = ({ text, note }: Told, missing: string): CompareCell =>
    text === undefined ? { missing } : { text, ...(note === undefined ? {} : { note }) };
  const row = { term, cells: [shown(left, lacking[0]), shown(right, lacking[1])] as [CompareCell, CompareCell] };
  const [one, other] = values ?? [];
  if (left.text === undefined || right.text === undefined) return { ...row, verdict: 'one-sided' };
  if (one === undefined || other === undefined)
    return { ...row, verdict: left.text === right.text ? 'same' : 'differs' };
  if (one === other) return { ...row, verdict: 'same' };
  const amount = (say ?? format.number)(Math.abs(other - one));
  return { ...row, verdict: 'differs', difference: `${other > one ? '+' : '−'}${amount}` };
}

function sideView(side: Side, words: Words, format: Format): CompareSide {
  const { title, status, start, end } = sessionOf(side);
  const ends = start !== undefined && end !== undefined && Date.parse(end) >= Date.parse(start);
  const when = start === undefined ? undefined : ends ? format.range(start, end) : format.instant(start);
  return {
    title,
    source: side.source,
    status: { word: status, label: words.detail.status(status) },
    ...(when === undefined ? {} : { when }),
    ...(side.notice === undefined ? {} : { notice: side.notice }),
  };
}

const cell = (text: string | undefined, note?: string): Told => ({
  ...(text === undefined || text === '' ? {} : { text }),
  ...(text === undefined || note === undefined ? {} : { note }),
});

/** The service's own word, where that is another. */
const reported = ({ status, rawStatus }: Session): string | undefined =>
  rawStatus?.toLowerCase() === status ? undefined : rawStatus;

function essentials(sides: [Side, Side], words: Words, format: Format): Group {
  const say = words.detail.about;
  const row = (label: string, read: (session: Session) => Told): Pair => ({
    term: { label },
    cells: [read(sessionOf(sides[0])), read(sessionOf(sides[1]))],
  });
  const instant = (at: string | undefined) => (at === undefined ? undefined : format.instant(at));
  const ms = (session: Session) =>
    session.durationMinutes === undefined ? undefined : session.durationMinutes * 60_000;
  const span = (session: Session) => {
    const duration = ms(session);
    return cell(duration === undefined ? undefined : format.durationText(duration));
  };
  return {
    title: words.group.session,
    rows: [
      row(words.row.status, session => cell(words.detail.status(session.status), reported(session))),
      row(say.start, ({ start, startSource }) => cell(instant(start), words.detail.provenance(startSource))),
      row(say.end, ({ end, endSource }) => cell(instant(end), words.detail.provenance(endSource))),
      {
        ...row(say.duration, span),
        values: [ms(sessionOf(sides[0])), ms(sessionOf(sides[1]))],
        say: format.durationText,
      },
      row(say.host, ({ host }) => cell(host && personName(host))),
      row(say.coHosts, ({ coHosts }) => cell(words.detail.list(coHosts.map(person => personName(person))))),
      row(say.place, ({ place }) => cell(place && placeName(place))),
      row(say.kind, ({ kind }) => cell(kind?.name)),
      row(say.client, ({ client }) => cell(client?.name ?? client?.id)),
      ...(sides.some(side => sessionOf(side).flags.length > 0)
        ? // These are of our own making: a session without one has none.
          [row(say.flags, ({ flags }) => cell(words.detail.list(flags.map(words.detail.flag)) || words.row.none))]
        : []),
    ],
  };
}

function people(sides: [Side, Side], words: Words, format: Format): Group {
  const row = (label: string, read: (side: Side) => number | undefined): Pair => {
    const values: [number | undefined, number | undefined] = [read(sides[0]), read(sides[1])];
    const text = (value: number | undefined) => cell(value === undefined ? undefined : format.number(value));
    return { term: { label }, cells: [text(values[0]), text(values[1])], values };
  };
  const part = (name: 'total' | 'peak' | 'live' | 'capacity' | 'attended') => (side: Side) =>
    sessionOf(side).participants?.[name];
  return {
    title: words.group.people,
    rows: [
      row(words.row.people, part('total')),
      row(words.row.peak, part('peak')),
      row(words.row.live, part('live')),
      row(words.detail.about.capacity, part('capacity')),
      row(words.row.vacant, vacant),
      row(words.row.attended, part('attended')),
    ],
  };
}

/** Vacant places, where the service tells its places one by one. */
function vacant({ record }: Side): number | undefined {
  const slots = record?.rosters.flatMap(roster => roster.groups.flatMap(group => group.slots)) ?? [];
  return slots.length === 0 ? undefined : slots.filter(slot => !slot.person).length;
}

/** Shown among the people, under a name that all services share. */
const SHARED = new Set(['active_participants', 'max_concurrent_participants', 'live_participants']);
const FIRST = 'participation_minutes';

function metrics(sides: [Side, Side], words: Words, format: Format): Group[] {
  const lists = sides.map(side => new Map(detailOf(side)?.metrics.map(metric => [metric.name, metric])));
  const [left, right] = lists;
  const union = new Map([...(left ?? []), ...(right ?? [])]);
  const row = (name: string): Pair => {
    const both = lists.map(list => list.get(name));
    const shown = both.map(metric => {
      const amount = metric && metricAmount(metric, words.detail, format);
      return cell(amount && [amount.text, amount.unit].filter(Boolean).join(' '));
    });
    const unit = union.get(name)?.unit;
    return {
      term: metricTerm(name, words.detail),
      cells: [shown[0] ?? {}, shown[1] ?? {}],
      values: [both[0]?.value, both[1]?.value],
      ...(unit === undefined
        ? {}
        : {
            say: value => {
              const amount = metricAmount({ name, value, unit }, words.detail, format);
              return [amount.text, amount.unit].filter(Boolean).join(' ');
            },
          }),
    };
  };
  const failed = (side: Side): number | undefined => {
    const checks = detailOf(side)?.checks ?? [];
    return checks.length === 0 ? undefined : checks.filter(check => !check.ok).length;
  };
  const values: [number | undefined, number | undefined] = [failed(sides[0]), failed(sides[1])];
  const number = (value: number | undefined) => cell(value === undefined ? undefined : format.number(value));
  const sections = metricSections([...union.values()], new Set([FIRST, ...SHARED]), words.detail, format);
  return [
    {
      title: words.group.figures,
      rows: [row(FIRST), { term: { label: words.row.checks }, cells: [number(values[0]), number(values[1])], values }],
    },
    // The detail knows which metrics belong together and what the groups are called.
    ...sections.flatMap(section =>
      section.kind === 'bars'
        ? [
            {
              title: section.title,
              rows: section.rows.flatMap(({ amount }) => (amount?.metric ? [row(amount.metric)] : [])),
            },
          ]
        : [],
    ),
  ];
}

/** What only one service tells: all of it where both sessions are of that service, else what both happen to tell. */
function facts(sides: [Side, Side], words: Words, format: Format): Group[] {
  const [left, right] = sides.map(side => rowsOf(side, words, format));
  if (!left || !right) return [];
  const same = sides[0].session.provider === sides[1].session.provider;
  const names = [...new Set([...left.keys(), ...right.keys()])].filter(
    name => same || (left.has(name) && right.has(name)),
  );
  const rows = names.map(name => ({
    title: (left.get(name) ?? right.get(name))?.title ?? '',
    pair: {
      term: { label: (left.get(name) ?? right.get(name))?.label ?? name },
      cells: [cell(left.get(name)?.value), cell(right.get(name)?.value)] as [Told, Told],
    },
  }));
  return [...Map.groupBy(rows, ({ title }) => title)].map(([title, list]) => ({
    title,
    rows: list.map(({ pair }) => pair),
  }));
}

function rowsOf(
  { record }: Side,
  words: Words,
  format: Format,
): Map<string, { title: string; label: string; value: string }> {
  const rows = new Map<string, { title: string; label: string; value: string }>();
  if (!record) return rows;
  for (const section of factSections(record, words.detail, format))
    if (section.kind === 'facts')
      for (const group of section.groups)
        for (const { label, value } of group.facts)
          rows.set(`${section.title}\0${label}`, { title: section.title, label, value });
  return rows;
}
