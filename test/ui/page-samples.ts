import type { DetailRecord } from '../../src/session/detail.ts';
import type { Session } from '../../src/session/session.ts';
import type { Side } from '../../src/ui/compare/model.ts';
import { type DetailInput, headerView, viewModel } from '../../src/ui/detail/view-model.ts';
import type { OverviewInput } from '../../src/ui/overview/model.ts';
import type { PageKind } from '../../src/ui/webview/page.ts';
import type { ToCompare } from '../../src/webview/compare-protocol.ts';
import type { ToOverview } from '../../src/webview/overview-protocol.ts';
import type { ToWebview } from '../../src/webview/protocol.ts';
import { compareModel, compareWords } from '../unit/ui/compare/english.ts';
import { words } from '../unit/ui/detail/english.ts';
import * as details from '../unit/ui/detail/samples.ts';
import { overviewModel, words as overviewWords } from '../unit/ui/overview/english.ts';
import { community, connection, entry, input, NOW, ZONE } from '../unit/ui/overview/samples.ts';

type Message = ToWebview | ToOverview | ToCompare;

const LABELS: Record<string, string> = {
  digitalSamba: 'Digital Samba · Production',
  hyra: 'Hyra',
  placio: 'Placio · Clinic',
  prplManagement: 'prplManagement',
  series: 'Series',
};

const setting = (record: DetailRecord, now = details.at('10:00')): DetailInput => ({
  record,
  fetchedAt: Date.parse(now),
  zone: 'Europe/London',
  locale: 'en',
  now: Date.parse(now),
  words,
  source: LABELS[record.detail.provider] ?? '',
  link: record.detail.provider === 'digitalSamba',
  previous: true,
  next: false,
});

const detail = (record: DetailRecord, part: Partial<DetailInput> = {}): ToWebview => ({
  type: 'detail',
  words: words.shell,
  busy: false,
  view: viewModel({ ...setting(record), ...part }),
});

const FOUND = { provider: 'digitalSamba', count: 1, firstSeen: details.at('10:00') };
const NAME = words.key('demo/cf6706ee-5971-464d-8cb9-da3a0df74cf1');

const incomplete = (): DetailRecord => {
  const record = details.ended();
  return {
    ...record,
    facts: [...record.facts, { group: 'incomplete', name: 'participants', kind: 'text', value: 'forbidden' }],
  };
};

const overview = (view: OverviewInput): ToOverview => ({
  type: 'overview',
  state: { query: '' },
  words: { language: 'en', notReported: overviewWords.notReported },
  view: overviewModel(view, overviewWords, { timeZone: ZONE, locale: 'en-GB', now: NOW }),
});

const unasked = {
  sessions: 214,
  known: 0,
  failed: 0,
  next: 100,
  sums: { desktop: {}, mobile: {}, tablet: {}, smarttv: {} },
};
const split = {
  desktop: { minutes: 41_280, people: 1204 },
  mobile: { minutes: 9620, people: 611 },
  tablet: { minutes: 1310, people: 48 },
  smarttv: { people: 3 },
};

const compared = (first: DetailRecord, second: DetailRecord | Session, part: { busy?: boolean } = {}): ToCompare => {
  const side = (record: DetailRecord): Side => ({ session: record.detail, record, source: record.detail.provider });
  const other: Side =
    'detail' in second
      ? side(second)
      : {
          session: second,
          source: second.provider,
          ...(part.busy ? { pending: true } : { notice: 'No key is saved.' }),
        };
  const view = compareModel(side(first), other, compareWords, { timeZone: ZONE, locale: 'en-GB', now: NOW });
  return { type: 'compare', words: compareWords.shell, state: { keys: ['a/1', 'b/2'] }, view, busy: false, ...part };
};

/** All states of all pages, by name. A page that has no message yet shows its skeleton. */
export const SAMPLES: Record<PageKind, Record<string, () => Message | Promise<Message> | undefined>> = {
  detail: {
    ended: () =>
      detail(details.ended(), {
        now: Date.parse(details.at('12:00')),
        drift: 3,
        differences: [
          { ...FOUND, path: 'polls', expected: 'number', got: 'string', example: 'text(2)' },
          { ...FOUND, path: 'participants[].mood', expected: 'not documented', got: 'number', example: '12' },
        ],
      }),
    live: () => detail(details.live(), { now: Date.parse(details.at('10:30')) }),
    hyra: () => detail(details.hyra()),
    series: () => detail(details.series()),
    placio: () => detail(details.placio(), { zone: 'Asia/Riyadh' }),
    prpl: () => detail(details.prpl()),
    many: () => detail(details.ended(5000)),
    awkward: () => detail(details.awkward()),
    empty: () => detail(details.record({ provider: 'digitalSamba', title: 'Nobody came' })),
    stale: () => detail(details.ended(), { problem: { code: 'refused', host: 'api.digitalsamba.com' } }),
    partial: () => detail(incomplete()),
    failed: () => ({
      type: 'failed',
      words: words.shell,
      header: headerView(details.ended().detail, setting(details.ended())),
      message: words.problem({ code: 'unauthorized', status: 401 }),
      hint: NAME,
    }),
    failedUnknown: () => ({
      type: 'failed',
      words: words.shell,
      message: words.problem({ code: 'not-found', status: 404, what: 'session' }),
      hint: NAME,
    }),
    opening: () => ({
      type: 'opening',
      words: words.shell,
      header: headerView(details.ended().detail, setting(details.ended())),
    }),
    openingUnknown: () => ({ type: 'opening', words: words.shell, name: NAME }),
  },
  overview: {
    community: async () => overview(await input(community(900), '', { devices: unasked })),
    part: async () =>
      overview(
        await input(community(900), 'status:completed,missed', {
          devices: { ...unasked, known: 100, sums: split, failed: 2 },
          part: { query: 'status:completed,missed weekday:sat hour:20', total: 14 },
        }),
      ),
    asking: async () =>
      overview(
        await input(community(400), 'provider:digitalSamba', {
          devices: { ...unasked, known: 37, sums: split, running: { done: 37, of: 100 } },
          connections: [
            {
              ...connection('digitalSamba', { fetched: 1200, reportedTotal: 8096, complete: false, stopped: 'budget' }),
              label: 'Digital Samba',
            },
          ],
          beyond: ['series'],
        }),
      ),
    one: async () =>
      overview(
        await input([entry({ start: new Date(NOW).toISOString(), durationMinutes: 0, participants: { total: 1 } })]),
      ),
    silent: async () =>
      overview(
        await input([
          entry({ provider: 'hyra', start: new Date(NOW - 86_400_000).toISOString() }),
          entry({ provider: 'digitalSamba', id: 'two' }),
        ]),
      ),
    years: async () =>
      overview(
        await input(
          community(900).map((each, n) => ({
            ...each,
            session: { ...each.session, start: new Date(NOW - n * 3 * 86_400_000).toISOString() },
          })),
        ),
      ),
    none: async () => overview(await input(community(50), 'host:nobody')),
    unconnected: async () => overview(await input([], '', { connections: [] })),
    opening: () => undefined,
  },
  compare: {
    rooms: () => compared(details.ended(), details.ended(40)),
    mixed: () => compared(details.series(), details.prpl()),
    awkward: () => compared(details.awkward(), details.placio()),
    halved: () => compared(details.ended(), details.hyra().detail, { busy: true }),
    refused: () => compared(details.ended(), details.hyra().detail),
    missing: () => ({
      type: 'missing',
      words: compareWords.shell,
      state: { keys: ['a/1', 'b/2'] },
      message: compareWords.notHeld('placio/507f1f77bcf86cd799439011'),
    }),
    opening: () => undefined,
  },
};
