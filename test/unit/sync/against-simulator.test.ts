import assert from 'node:assert/strict';
import fc from 'fast-check';
import type { ProviderId } from '../../../src/session/connection.ts';
import { PROVIDER_IDS } from '../../../src/session/connection.ts';
import { exploreSimulator, find, idOf, SETTINGS } from './explore.ts';

const FULL = Boolean(process.env.SESSION_EXPLORER_FULL);
const DAY = 86_400_000;
const SPAN = 30 * DAY;
/** Requests per full load of n sessions: pages and one more a scope. */
const PAGE: Record<ProviderId, number> = {
  digitalSamba: 100,
  hyra: Number.POSITIVE_INFINITY,
  placio: Number.POSITIVE_INFINITY,
  prplManagement: 100,
  series: 50,
};
const SCOPES: Record<ProviderId, number> = { digitalSamba: 2, hyra: 1, placio: 3, prplManagement: 2, series: 1 };

describe('loads of all five services from the simulator', () => {
  it('hold exactly what the services have in the span asked for, and say so', async () => {
    const it = await exploreSimulator({ sessions: 300 });
    try {
      for (const coverage of await it.explorer.refresh()) {
        assert.equal(coverage.complete, true, coverage.connectionId);
        assert.equal(coverage.stopped, 'end');
        assert.equal(coverage.unreadable, 0);
      }
      const now = Date.now();
      for (const provider of PROVIDER_IDS) {
        const truth = [
          ...it.simulator.world[provider].select({
            from: now - SPAN + DAY,
            to: provider === 'digitalSamba' ? now : now + SPAN - DAY,
          }),
        ];
        const held = new Set((await find(it.explorer, `provider:${provider}`)).map(session => session.id));
        const missing = truth.filter(session => !held.has(session.id));
        assert.deepEqual(missing, [], provider);
        const known = new Set([...it.simulator.world[provider].select()].map(session => session.id));
        assert.deepEqual(
          [...held].filter(id => !known.has(id)),
          [],
          provider,
        );
      }
    } finally {
      await it.close();
    }
  });

  it('make no more requests than pages and one more a scope, first and again', async () => {
    const it = await exploreSimulator({ sessions: 300 });
    try {
      for (const { connectionId, requests, fetched } of await it.explorer.refresh()) {
        const provider = PROVIDER_IDS.find(id => idOf(id) === connectionId) ?? 'series';
        const most = Math.ceil(fetched / PAGE[provider]) + SCOPES[provider];
        assert.ok(requests <= most, `${provider}: ${requests} requests for ${fetched} sessions, at most ${most}`);
      }
      for (const { connectionId, requests } of await it.explorer.refresh()) {
        if (connectionId === 'digitalsamba')
          assert.ok(requests <= 2, `Digital Samba asked ${requests} times for nothing new`);
        if (connectionId === 'hyra') assert.equal(requests, 1);
      }
    } finally {
      await it.close();
    }
  });

  it('follow what changes: new, ended, changed and vanished sessions', async () => {
    const it = await exploreSimulator({ sessions: 60 });
    const { world } = it.simulator;
    try {
      await it.explorer.refresh();
      const fresh = world.digitalSamba.add();
      const [live] = await find(it.explorer, 'provider:digitalSamba status:live');
      assert.ok(live);
      world.digitalSamba.end(live.id);
      const [upcoming] = await find(it.explorer, 'provider:series status:upcoming after:+2d sort:start');
      assert.ok(upcoming);
      world.series.remove(upcoming.id);
      await it.explorer.refresh();
      const now = new Map((await find(it.explorer, '')).map(session => [session.key, session]));
      assert.equal(now.get(`digitalsamba/${fresh.id}`)?.status, 'live');
      assert.equal(now.get(live.key)?.status, 'completed');
      assert.deepEqual(now.get(upcoming.key)?.flags.includes('gone'), true);
    } finally {
      await it.close();
    }
  });

  it('find who was in a session once it was opened', async () => {
    const it = await exploreSimulator({ sessions: 30 });
    try {
      await it.explorer.refresh();
      const [session] = await find(it.explorer, 'provider:digitalSamba status:completed min-participants:1');
      assert.ok(session);
      const opened = await it.explorer.detail(session.key, { age: 'fresh' });
      assert.ok(opened.ok);
      const [person] = opened.value.record.detail.people;
      assert.ok(person);
      const isFound = async (): Promise<boolean> =>
        (await find(it.explorer, `attendee:"${person.id}"`)).some(({ key }) => key === session.key);
      assert.equal(await isFound(), true);
      // The list names nobody, and is read again.
      await it.explorer.refresh();
      assert.equal(await isFound(), true);
    } finally {
      await it.close();
    }
  });

  it('end with exactly the service’s set, or say that they did not, while the list changes underneath', async function () {
    this.timeout(FULL ? 1_200_000 : 120_000);
    const step = fc.record({
      before: fc.nat(6),
      provider: fc.constantFrom(...PROVIDER_IDS),
      does: fc.constantFrom('add', 'remove', 'move'),
      at: fc.nat(),
    });
    const runs = FULL ? 300 : 12;
    await fc.assert(
      fc.asyncProperty(fc.array(step, { maxLength: 12 }), async steps => {
        const it = await exploreSimulator(
          { sessions: 320, rateLimit: false },
          { ...SETTINGS, historyDays: 3000, aheadDays: 400 },
        );
        const { world, faults } = it.simulator;
        const pending = [...steps];
        const touched = new Set<string>();
        for (const provider of PROVIDER_IDS) {
          // Before each answer, whatever is due happens: between two pages as far as a reader can tell.
          faults.set(
            provider,
            { kind: 'delay', ms: 0 },
            {
              when() {
                const due = pending.filter(each => each.provider === provider);
                for (const each of due.slice(0, 2)) {
                  pending.splice(pending.indexOf(each), 1);
                  const book = world[provider];
                  const all = [...book.select({ to: Date.now() })];
                  const chosen = all[each.at % all.length];
                  if (!chosen) continue;
                  touched.add(`${idOf(provider)}/${chosen.id}`);
                  if (each.does === 'remove') book.remove(chosen.id);
                  else if (each.does === 'move')
                    book.update(chosen.id, { start: chosen.start - DAY, end: chosen.end - DAY });
                  else
                    touched.add(
                      `${idOf(provider)}/${book.add({ start: chosen.start + 1000, end: chosen.end + 1000 }).id}`,
                    );
                }
                return false;
              },
            },
          );
        }
        try {
          const coverages = await it.explorer.refresh();
          for (const provider of PROVIDER_IDS) {
            const coverage = coverages.find(each => each.connectionId === idOf(provider));
            const held = (await find(it.explorer, `provider:${provider}`)).filter(
              session => !session.flags.includes('gone'),
            );
            assert.equal(new Set(held.map(session => session.id)).size, held.length, 'nothing twice');
            if (!coverage?.complete) continue;
            const truth = new Set(
              [
                ...world[provider].select({ to: provider === 'digitalSamba' ? Date.now() : Number.POSITIVE_INFINITY }),
              ].map(session => `${idOf(provider)}/${session.id}`),
            );
            const lost = [...truth].filter(key => !touched.has(key) && !held.some(session => session.key === key));
            assert.deepEqual(lost, [], `${provider} called complete what was not`);
            const invented = held.filter(session => !truth.has(session.key) && !touched.has(session.key));
            assert.deepEqual(invented, []);
          }
        } finally {
          await it.close();
        }
      }),
      { numRuns: runs },
    );
  });
});
