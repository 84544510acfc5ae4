import { where } from '../../query/build.ts';
import type { Session } from '../../session/session.ts';
import type { Explorer } from '../../sync/explorer.ts';
import { isCurrent } from './current.ts';

/** The session to look at now. */
export interface LiveOrNext {
  session: Session;
  /** How many more are live. */
  more: number;
  /** ISO instant of its service's last answer; absent while the first one is coming in. */
  fetchedAt: string | undefined;
}

/**
 * The session that has been live longest, else the next one within a day; none of a connection that cannot tell any more.
 * `now` is epoch ms.
 */
export async function liveOrNext(
  explorer: Pick<Explorer, 'connections' | 'search' | 'sessions'>,
  now: number,
): Promise<LiveOrNext | undefined> {
  const told = explorer.connections().filter(status => isCurrent(status, now));
  if (told.length === 0) return undefined;
  const connection = told.map(status => status.connection.id);
  const find = async (conditions: Parameters<typeof where>[0]) =>
    (await explorer.search(where({ connection, ...conditions }, 'start'))).selection;
  const live = await find({ status: ['live'] });
  const found = live.total > 0 ? live : await find({ status: ['upcoming'], after: ['now'], before: ['+1d'] });
  const [session] = await explorer.sessions(found.keys(0, 1));
  const status = told.find(each => each.connection.id === session?.connectionId);
  return session && { session, more: Math.max(0, live.total - 1), fetchedAt: status?.coverage.fetchedAt };
}
