import { where } from '../../query/build.ts';
import { printQuery } from '../../query/print.ts';
import type { Query } from '../../query/query.ts';
import type { Explorer } from '../../sync/explorer.ts';
import { concerns } from '../../sync/reach.ts';
import { summed } from './device-sums.ts';
import type { DeviceState } from './devices.ts';
import { AT_ONCE, type DeviceLoader } from './load-devices.ts';
import type { OverviewInput } from './model.ts';
import type { Subject } from './subject.ts';
import type { OverviewWords } from './words.ts';

export interface GatherParts {
  explorer: Pick<Explorer, 'search' | 'connections' | 'beyond'>;
  subject: Pick<Subject, 'query' | 'part'>;
  devices: Pick<DeviceLoader, 'idle' | 'among'>;
  words: Pick<OverviewWords, 'problem'>;
}

/** All that the overview's model wants to know, out of the index: nothing is read from disk or asked of a service. */
export async function gather({ explorer, subject, devices, words }: GatherParts): Promise<OverviewInput> {
  const query = subject.query();
  const part = subject.part();
  const { selection } = await explorer.search(query);
  const aggregates = await selection.aggregate();
  /** The keys are many, and of use only once there are answers. */
  const deviceState = async (sessions: number): Promise<DeviceState> => {
    if (devices.idle) return { sessions, known: 0, failed: 0, next: Math.min(sessions, AT_ONCE), sums: summed([]) };
    const { problem, ...known } = devices.among(await sambaKeys(explorer, query));
    return { ...known, sessions, ...(problem ? { problem: words.problem(problem.problem, problem.key) } : {}) };
  };
  const samba = aggregates.byProvider.find(
    ({ provider, status }) => provider === 'digitalSamba' && status === 'completed',
  );
  return {
    query,
    total: selection.total,
    aggregates,
    hosts: await selection.groups('host'),
    connections: explorer.connections().filter(({ connection }) => concerns(query, connection)),
    beyond: explorer.beyond(query),
    ...(samba ? { devices: await deviceState(samba.tally.sessions) } : {}),
    ...(part ? { part: { query: printQuery(part), total: (await explorer.search(part)).selection.total } } : {}),
  };
}

/** Digital Samba's completed sessions among those that a query finds, the newest first. */
export async function sambaKeys(explorer: Pick<Explorer, 'search'>, query: Query): Promise<string[]> {
  const completed = where({ provider: ['digitalSamba'], status: ['completed'] });
  const { selection } = await explorer.search({ ...completed, terms: [...query.terms, ...completed.terms] });
  return selection.keys(0, selection.total);
}
