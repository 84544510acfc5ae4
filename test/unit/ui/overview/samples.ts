import { parseQuery } from '../../../../src/query/parse.ts';
import type { Query, Reading } from '../../../../src/query/query.ts';
import { createSessionIndex } from '../../../../src/query/session-index.ts';
import type { Participants, Session, SessionEntry, Status } from '../../../../src/session/session.ts';
import type { ConnectionStatus } from '../../../../src/sync/explorer.ts';
import type { OverviewInput } from '../../../../src/ui/overview/model.ts';

export const ZONE = 'Europe/London';
export const NOW = Date.parse('2025-11-22T11:30:00Z');
const DAY = 86_400_000;

type Told = Partial<Omit<Session, 'participants'>> & { participants?: Participants };

/** A session that says nothing but what is told here. */
export const entry = (told: Told, attendees: SessionEntry['attendees'] = []): SessionEntry => {
  const { id = 'one', provider = 'series' } = told;
  const connectionId = told.connectionId ?? provider.toLowerCase();
  return {
    session: {
      key: `${connectionId}/${id}`,
      connectionId,
      provider,
      id,
      title: id,
      status: 'completed',
      statusSource: 'reported',
      coHosts: [],
      flags: [],
      ...told,
    },
    attendees,
  };
};

export const query = (text: string): Query => {
  const parsed = parseQuery(text);
  if (!parsed.ok) throw new Error(`${text}: ${parsed.error.code}`);
  return parsed.query;
};

export const connection = (provider: string, part: Partial<ConnectionStatus['coverage']> = {}): ConnectionStatus => ({
  connection: { id: provider.toLowerCase(), provider: provider as ConnectionStatus['connection']['provider'] },
  label: provider,
  state: 'ready',
  stale: false,
  coverage: {
    connectionId: provider.toLowerCase(),
    fetched: 0,
    complete: true,
    stopped: 'end',
    fetchedAt: new Date(NOW - 180_000).toISOString(),
    unreadable: 0,
    drift: 0,
    requests: 1,
    ...part,
  },
});

/** What the panel would hand to the model for these sessions. */
export async function input(
  entries: readonly SessionEntry[],
  text = '',
  part: Partial<OverviewInput> = {},
): Promise<OverviewInput> {
  const index = createSessionIndex();
  index.put(entries);
  const reading: Reading = { timeZone: ZONE, now: NOW, me: [] };
  const { selection } = await index.search(query(text), reading);
  const providers = Map.groupBy(entries, ({ session }) => session.provider);
  return {
    query: query(text),
    total: selection.total,
    aggregates: await selection.aggregate(),
    hosts: await selection.groups('host'),
    connections: [...providers].map(([provider, { length }]) => connection(provider, { fetched: length })),
    beyond: [],
    ...part,
  };
}

const HOSTS = [
  'Jordan Blake',
  'Ana María Gil',
  'nightowl_77',
  'أحمد العلي',
  'Kofi Mensah',
  'Priya Raman',
  'Sam',
  'Tomasz Wiśniewski',
  'Zoë',
  'Lee',
  'O’Neil',
  'Ines',
];

/** Two months of five services, always the same, busy in the evenings and at weekends. */
export function community(count: number): SessionEntry[] {
  let seed = 11;
  const random = (): number => {
    seed = (seed * 16_807) % 2_147_483_647;
    return seed / 2_147_483_647;
  };
  const providers = ['digitalSamba', 'hyra', 'placio', 'prplManagement', 'series'];
  return Array.from({ length: count }, (_, n) => {
    const provider = providers[Math.floor(random() ** 1.4 * providers.length)] ?? 'series';
    const office = provider === 'placio' || provider === 'digitalSamba';
    let day = Math.floor(random() * 60) - 30;
    const weekday = new Date(NOW + day * DAY).getUTCDay();
    if (office && (weekday === 0 || weekday === 6)) day += 2;
    const spread = (random() + random() + random()) / 3;
    const hour = office ? 8 + Math.floor(spread * 10) : 15 + Math.floor(spread * 12);
    const start = Math.floor((NOW + day * DAY) / DAY) * DAY + (hour * 60 + Math.floor(random() * 4) * 15) * 60_000;
    const minutes = 30 + Math.floor(random() * 4) * 15;
    const lost = random();
    const status: Status =
      provider === 'digitalSamba'
        ? start > NOW
          ? 'unknown'
          : start + minutes * 60_000 > NOW
            ? 'live'
            : 'completed'
        : lost < 0.06
          ? 'cancelled'
          : provider === 'prplManagement' && start < NOW && lost < 0.12
            ? 'missed'
            : start > NOW
              ? 'upcoming'
              : start + minutes * 60_000 > NOW
                ? 'live'
                : 'completed';
    const capacity = 6 + Math.floor(random() * 10);
    const total = Math.floor(capacity * (0.4 + random() * 0.6));
    const participants: Participants | undefined =
      provider === 'placio'
        ? undefined
        : provider === 'digitalSamba'
          ? { total: 2 + Math.floor(random() * 30), capacity: 100 }
          : provider === 'series'
            ? {
                total,
                capacity,
                ...(status === 'upcoming' ? {} : { attended: Math.floor(total * (0.7 + random() * 0.3)) }),
              }
            : { total, capacity };
    const host = HOSTS[Math.floor(random() ** 1.8 * HOSTS.length)];
    return entry({
      id: `session-${n}`,
      provider,
      status,
      start: new Date(start).toISOString(),
      ...(provider === 'hyra' ? {} : { durationMinutes: minutes }),
      ...(provider === 'digitalSamba' || random() < 0.08
        ? {}
        : { host: { id: `u${HOSTS.indexOf(host ?? '')}`, ...(host ? { name: host } : {}) } }),
      ...(participants ? { participants } : {}),
    });
  }).filter(({ session }) => !(session.provider === 'digitalSamba' && session.status === 'unknown'));
}
