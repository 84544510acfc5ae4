import { DatabaseSync } from 'node:sqlite';
import { openStore } from '../../../src/store/open.ts';
import { aMemory, aRecord, someRecords } from './records.ts';

/**
 * Another window: does what the test's messages say, and answers each.
 * `load` never ends by itself: it puts page after page, each followed by its coverage, until it is killed.
 */
const folder = process.argv[2] ?? '';
const { store } = await openStore({ folder });
let lock: DatabaseSync | undefined;

const commands: Record<string, (...args: string[]) => unknown> = {
  put: async n => store.put([aRecord('main', Number(n), 'other')]),
  putMany: async n => store.put(someRecords('main', Number(n), 'other')),
  forget: async id => store.forget(id ?? ''),
  lease: (owner, now, until) => store.takeLease(owner ?? '', Number(now), Number(until)),
  ask: async id => store.askHolder(id ?? '', 1),
  lock: () => {
    lock = new DatabaseSync(`${folder}/sessions.db`);
    lock.exec('BEGIN IMMEDIATE');
  },
  unlock: () => {
    lock?.exec('ROLLBACK');
    lock?.close();
  },
  load: async run => {
    process.send?.({ done: true });
    for (let page = 0; ; page++) {
      const records = Array.from({ length: 100 }, (_, n) => aRecord('main', page * 100 + n, `run ${run}`));
      await store.put(records);
      if (page % 3 === 0) await store.remember('main', aMemory('main', (page + 1) * 100));
    }
  },
};

process.on('message', async ([name, ...args]: [string, ...string[]]) => {
  process.send?.({ done: (await commands[name]?.(...args)) ?? true });
});
process.on('disconnect', () => process.exit());
process.send?.({ done: 'ready' });
