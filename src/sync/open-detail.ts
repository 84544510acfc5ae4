import { attendeeOf, type DetailRecord } from '../session/detail.ts';
import { failed, ok, type Result } from '../session/problem.ts';
import type { Session } from '../session/session.ts';
import type { SharedStore } from '../store/store.ts';
import { slice } from '../turns/slices.ts';
import type { ConnectionSync } from './connection-sync.ts';
import type { DetailOptions, OpenedDetail } from './explorer.ts';
import type { Held } from './held.ts';

export interface DetailParts {
  sync: ConnectionSync;
  store: SharedStore;
  held: Pick<Held, 'amend'>;
  /** Epoch ms. */
  now(): number;
}

/** All that a service tells of one session: what is stored where that will do, else what the service answers now. */
export async function openDetail(
  { sync, store, held, now }: DetailParts,
  key: string,
  { age = 'current', signal = new AbortController().signal }: DetailOptions = {},
): Promise<Result<OpenedDetail>> {
  const [listed] = await store.read([key]);
  if (!listed) return failed({ code: 'not-held', key });
  const told = (detail: { record: DetailRecord; fetchedAt: number }): OpenedDetail => ({
    ...detail,
    outdated: isOutdated(detail.record, listed.session),
  });
  const stored = await store.detail(key);
  const known = stored && told(stored);
  if (known && (age === 'any' || (age === 'current' && !known.outdated))) return ok(known);

  const service = await sync.service(signal);
  const answer = service.ok
    ? await sync.provider.detail(sync.connection, listed, sync.memory().about, service.value)
    : service;
  if (sync.ended) return failed({ code: 'not-held', key });
  if (!answer.ok) return known ? ok({ ...known, problem: answer.problem }) : answer;
  const record = answer.value;
  // Some services' details are their list's records, which are stored already and as old as the list.
  if (!service.ok || service.value.requests === 0)
    return ok(told({ record, fetchedAt: Date.parse(sync.coverage().fetchedAt ?? '') || now() }));
  const fetchedAt = now();
  await store.putDetail(key, record, fetchedAt);
  // `attendee:` finds whom only the detail names.
  await held.amend([key], current => {
    const named = sync.provider.reread(sync.connection, current.raw, now())?.attendees.length ?? 0;
    return named > 0 ? undefined : { ...current, attendees: record.detail.people.map(attendeeOf) };
  });
  return ok(told({ record, fetchedAt }));
}

/** ms at one go. */
const STRETCH = 10;

/** The details of a connection that are stored, whether or not they may have changed since. */
export async function* heldDetails(
  store: Pick<SharedStore, 'detailed' | 'read' | 'detail'>,
  connectionId: string,
): AsyncGenerator<OpenedDetail> {
  const turn = slice(STRETCH);
  for (const key of await store.detailed(connectionId)) {
    if (turn.over()) await turn.next();
    const [listed] = await store.read([key]);
    const stored = await store.detail(key);
    if (listed && stored) yield { ...stored, outdated: isOutdated(stored.record, listed.session) };
  }
}

const OVER: ReadonlySet<string> = new Set(['completed', 'cancelled', 'missed']);

/** Fetched while the session was not over, or stood elsewhere than the list says now. */
const isOutdated = ({ detail }: DetailRecord, listed: Session): boolean =>
  !OVER.has(detail.status) || detail.status !== listed.status;
