import type { Aggregates, Tally } from '../../query/aggregates.ts';
import type { Query } from '../../query/query.ts';
import type { Status } from '../../session/session.ts';
import type { BarCell, OverviewSection, Tone } from '../../webview/overview-protocol.ts';
import type { OverviewFormat } from './format.ts';
import { narrowed } from './narrow.ts';
import { hasPlaces, says, services, together } from './tallies.ts';
import type { OverviewWords } from './words.ts';

/** A share, and over what it is taken. No whole: nobody reports it. */
export interface Share {
  part: number;
  whole: number;
  /** Sessions that the share is over. */
  sessions: number;
}

/** Cancelled or missed sessions, of all sessions of the services that say so. */
export function lostShare(aggregates: Aggregates, status: 'cancelled' | 'missed'): Share {
  const saying = services(aggregates).filter(({ provider, by }) => says(provider, status, by(status).sessions));
  const part = saying.reduce((sum, { by }) => sum + by(status).sessions, 0);
  const whole = saying.reduce((sum, { all }) => sum + all.sessions, 0);
  return { part, whole, sessions: whole };
}

/** Places filled in sessions of one status, or people who attended of those expected, over all services that say. */
export function peopleShare(aggregates: Aggregates, status: Status, of: 'places' | 'attended'): Share {
  const parts = services(aggregates).filter(({ provider }) => of === 'attended' || hasPlaces(provider));
  return shareOf(together(parts.map(({ by }) => by(status))), of);
}

const shareOf = ({ places, attended }: Tally, of: 'places' | 'attended'): Share =>
  of === 'places'
    ? { part: places.filled, whole: places.sum, sessions: places.known }
    : { part: attended.sum, whole: attended.expected, sessions: attended.known };

/** The tables of shares by service. A service that does not report a share is told from one with none. */
export function rateSections(
  aggregates: Aggregates,
  query: Query,
  words: OverviewWords,
  format: OverviewFormat,
): OverviewSection[] {
  const all = services(aggregates);
  const cell = ({ part, whole }: Share, provider: string, status: Status, tone: Tone): BarCell =>
    whole === 0
      ? {}
      : {
          text: format.percent(part / whole),
          note: words.of(format.number(part), format.number(whole)),
          fraction: Math.min(1, part / whole),
          tone,
          query: narrowed(query, [
            { name: 'provider', values: [provider] },
            { name: 'status', values: [status] },
          ]),
        };
  const lost = (provider: string, whole: number, status: 'cancelled' | 'missed', count: number): BarCell => {
    if (!says(provider, status, count)) return {};
    const { query: link, ...shown } = cell({ part: count, whole, sessions: whole }, provider, status, status);
    // Behind a bar of nothing stands no session.
    return count > 0 && link !== undefined ? { ...shown, query: link } : shown;
  };
  const people = (provider: string, tally: Tally, of: 'places' | 'attended', status: Status): BarCell => {
    if (of === 'places' && !hasPlaces(provider)) return {};
    if (tally.sessions === 0) return { text: words.rates.none, quiet: true };
    return cell(shareOf(tally, of), provider, status, 'value');
  };
  const section = (
    id: string,
    title: string,
    caption: string,
    head: string[],
    cells: (service: (typeof all)[number]) => BarCell[],
  ): OverviewSection => ({
    id,
    title,
    chart: {
      kind: 'bars',
      caption,
      head: [words.rates.service, ...head],
      rows: all.map(service => ({
        label: words.provider(service.provider),
        query: narrowed(query, [{ name: 'provider', values: [service.provider] }]),
        cells: cells(service),
      })),
    },
  });
  const { rates, status } = words;
  return [
    ...(asksForStatus(query)
      ? []
      : [
          section(
            'lost',
            rates.title,
            rates.caption,
            [status('cancelled'), status('missed')],
            ({ provider, all, by }) => [
              lost(provider, all.sessions, 'cancelled', by('cancelled').sessions),
              lost(provider, all.sessions, 'missed', by('missed').sessions),
            ],
          ),
        ]),
    section(
      'attendance',
      rates.attendanceTitle,
      rates.attendanceCaption,
      [rates.filled, rates.filledUpcoming, rates.attended],
      ({ provider, by }) => [
        people(provider, by('completed'), 'places', 'completed'),
        people(provider, by('upcoming'), 'places', 'upcoming'),
        people(provider, by('completed'), 'attended', 'completed'),
      ],
    ),
  ];
}

/** Whether a query chooses sessions by status: what share of them is cancelled then says nothing. */
export const asksForStatus = (query: Query): boolean =>
  query.terms.some(term => term.kind === 'qualifier' && term.name === 'status');
