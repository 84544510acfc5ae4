// A million sessions in plain Node: as many do not load in an extension host in a minute. The simulator's hundred thousand come ten
// times over, each time some hours later and under other ids.
//
//   node test/bench/million.ts <file of a wire…>
import { readFile } from 'node:fs/promises';
import { createSessionIndex } from '../../src/query/session-index.ts';
import type { SessionEntry } from '../../src/session/session.ts';
import { memory } from './clock.ts';
import { entriesOf } from './pipeline.ts';
import { again, timeQueries } from './queries.ts';

const TIMES = 10;
const ROUNDS = 2;

async function base(files: readonly string[]): Promise<SessionEntry[]> {
  const entries: SessionEntry[] = [];
  for (const file of files) {
    const { connection, answers, size } = JSON.parse(await readFile(file, 'utf8'));
    entries.push(...(await entriesOf([{ connection, answers: new Map(answers), size }])));
  }
  return entries;
}

const before = await memory();
let entries = await base(process.argv.slice(2));
const index = createSessionIndex();
for (let time = 0; time < TIMES; time++) index.put(again(entries, time));
const sessions = index.size;
entries = [];
const queries = await timeQueries(index, ROUNDS);
const { used, resident } = await memory();
console.log(JSON.stringify({ sessions, queries, used: used - before.used, resident: resident - before.resident }));
