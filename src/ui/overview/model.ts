import type { Aggregates } from '../../query/aggregates.ts';
import { printQuery } from '../../query/print.ts';
import type { Query } from '../../query/query.ts';
import type { Choice } from '../../query/selection.ts';
import type { ConnectionStatus } from '../../sync/explorer.ts';
import type { Button, OverviewAction, OverviewView } from '../../webview/overview-protocol.ts';
import type { Amount, Figure } from '../../webview/protocol.ts';
import { isPartial } from '../wording/coverage.ts';
import type { Display } from '../wording/display.ts';
import { dayOf } from '../wording/time.ts';
import type { Unit } from './buckets.ts';
import { type DeviceState, deviceSection } from './devices.ts';
import { type OverviewFormat, overviewFormat } from './format.ts';
import { hostsSection } from './hosts.ts';
import { hoursSection } from './hours.ts';
import { asksForStatus, lostShare, peopleShare, rateSections, type Share } from './rates.ts';
import { HELD, together } from './tallies.ts';
import { overWhat, timeSections } from './time.ts';
import type { OverviewWords } from './words.ts';

export interface OverviewInput {
  /** What this is the overview of. */
  query: Query;
  total: number;
  aggregates: Aggregates;
  /** Groups of the selection by host. */
  hosts: readonly Choice[];
  /** The connections that the query speaks of. */
  connections: readonly ConnectionStatus[];
  /** Ids of those for which the query reaches beyond what is held. */
  beyond: readonly string[];
  devices?: DeviceState;
  /** How long a column of the charts over time is, where a person chose. */
  unit?: Unit;
  /** What the tree shows, where that is a part of this since a bar was chosen. */
  part?: { query: string; total: number };
}

/** All of the overview as a person reads it: pure, so that what is shown can be known without a window. */
export function overviewModel(input: OverviewInput, words: OverviewWords, display: Display): OverviewView {
  const format = overviewFormat(display);
  const { query, aggregates, total } = input;
  const text = printQuery({ ...query, sort: '-start' });
  const empty = emptiness(input, words);
  const view: OverviewView = {
    title: words.title,
    ...(text === '' ? {} : { query: { label: words.query, text } }),
    scope: input.connections.length === 0 ? '' : scope(input, words, format),
    zone: words.zone(display.timeZone),
    actions: input.connections.length === 0 ? [] : actions(text, words),
    notices: notices(input, words, display),
    ...(input.part && !empty
      ? {
          part: {
            text: words.part(format.number(input.part.total)),
            query: input.part.query,
            actions: [button('back', words), button('follow', words)],
          },
        }
      : {}),
    figures: [],
    sections: [],
  };
  if (empty) return { ...view, empty };
  const today = dayOf(display.now, display.timeZone);
  const [days, people, minutes] = timeSections(
    { aggregates, query, today, ...(input.unit ? { unit: input.unit } : {}) },
    words,
    format,
  );
  return {
    ...view,
    figures: figures(input, words, format),
    sections: [
      ...(days ? [days] : []),
      ...hoursSection(aggregates.byHour, query, words, format),
      ...hostsSection(input.hosts, total, query, words, format),
      ...(people && minutes ? [people, minutes] : []),
      ...rateSections(aggregates, query, words, format),
      ...deviceSection(input.devices, query, words, format),
    ],
  };
}

const actions = (query: string, words: OverviewWords): Button[] => [
  ...(query === '' ? [] : [button('clear', words)]),
  button('refresh', words),
];

const button = (action: OverviewAction, words: OverviewWords, primary = false): Button => ({
  action,
  label: words.action[action],
  ...(primary ? { primary } : {}),
});

/** How many of the sessions that are held, and how many the services say there are. */
function scope(
  { total, connections, aggregates }: OverviewInput,
  words: OverviewWords,
  format: OverviewFormat,
): string {
  const coverages = connections.map(({ coverage }) => coverage);
  const held = coverages.reduce((sum, { fetched }) => sum + fetched, 0);
  const reports = coverages.map(({ reportedTotal }) => reportedTotal);
  const reported = reports.every(each => each !== undefined) ? reports.reduce((sum, each) => sum + each, 0) : undefined;
  const dated = aggregates.byDay.reduce((sum, { tally }) => sum + tally.sessions, 0);
  return [
    total >= held
      ? total === 1
        ? words.scope.one
        : words.scope.all(format.number(total))
      : words.scope.some(format.number(total), format.number(held)),
    ...(reported !== undefined && reported > held ? [words.scope.ofReported(format.number(reported))] : []),
    ...(dated < total ? [words.scope.undated(format.number(total - dated))] : []),
  ].join(' · ');
}

function notices(input: OverviewInput, words: OverviewWords, display: Display): OverviewView['notices'] {
  const said = input.connections.flatMap(({ label, coverage, progress, stale }): OverviewView['notices'] => {
    const told = words.coverage(coverage, display);
    if (progress) return [{ level: 'info', text: words.notice.loading(label) }];
    if (isPartial(coverage) && coverage.stopped !== 'never-ran')
      return [{ level: 'warning', text: words.notice.partial(label, told) }];
    return stale ? [{ level: 'warning', text: words.notice.stale(label, told) }] : [];
  });
  if (input.beyond.length === 0) return said;
  const names = input.beyond.map(id => words.connection(id)).join(', ');
  return [...said, { level: 'info', text: words.notice.beyond(names), action: button('load', words) }];
}

function emptiness({ total, query, connections }: OverviewInput, words: OverviewWords): OverviewView['empty'] {
  if (total > 0) return undefined;
  if (connections.length === 0 && query.terms.length === 0)
    return {
      title: words.empty.unconnected,
      text: words.empty.unconnectedText,
      actions: [button('addConnection', words, true), button('startDemo', words)],
    };
  return query.terms.length === 0
    ? { title: words.empty.nothingHeld, text: words.empty.nothingHeldText, actions: [button('refresh', words, true)] }
    : { title: words.empty.none, text: words.empty.noneText, actions: [button('clear', words, true)] };
}

function figures({ aggregates, total, query }: OverviewInput, words: OverviewWords, format: OverviewFormat): Figure[] {
  const held = together(aggregates.byProvider.filter(({ status }) => HELD.has(status)).map(({ tally }) => tally));
  const live = aggregates.byProvider.reduce((n, { status, tally }) => n + (status === 'live' ? tally.sessions : 0), 0);
  const completed = aggregates.byProvider.some(({ status }) => status === 'completed');
  const share = (id: 'cancelled' | 'missed' | 'places' | 'attended', { part, whole }: Share): Figure => ({
    term: words.figure[id],
    amounts: whole === 0 ? [] : [{ text: format.percent(part / whole), metric: id }],
    ...(whole === 0 ? {} : { note: words.of(format.number(part), format.number(whole)) }),
  });
  return [
    {
      term: words.figure.sessions,
      amounts: [{ text: format.number(total), metric: 'sessions' }],
      ...(live > 0 ? { note: words.scope.live(format.number(live)) } : {}),
    },
    {
      term: words.figure.people,
      amounts: held.people.known === 0 ? [] : [{ text: format.number(held.people.sum), metric: 'people' }],
      ...(held.people.known === 0 ? {} : { note: overWhat(held.people.known, held.sessions, words, format) }),
    },
    {
      term: words.figure.time,
      amounts: held.minutes.known === 0 ? [] : timeAmounts(held.minutes.sum, words, format),
      ...(held.minutes.known === 0 ? {} : { note: overWhat(held.minutes.known, held.sessions, words, format) }),
    },
    ...(asksForStatus(query)
      ? []
      : [share('cancelled', lostShare(aggregates, 'cancelled')), share('missed', lostShare(aggregates, 'missed'))]),
    ...(completed
      ? [
          share('places', peopleShare(aggregates, 'completed', 'places')),
          share('attended', peopleShare(aggregates, 'completed', 'attended')),
        ]
      : []),
  ];
}

/** Whole hours, and minutes where there are few. */
function timeAmounts(minutes: number, words: OverviewWords, format: OverviewFormat): Amount[] {
  if (minutes < 60) return [{ text: format.number(Math.round(minutes)), unit: words.figure.minutes, metric: 'time' }];
  return [{ text: format.number(Math.round(minutes / 60)), unit: words.figure.hours, metric: 'time' }];
}
