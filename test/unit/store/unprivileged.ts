import { openStore } from '../../../src/store/open.ts';
import { entriesOf } from './folder.ts';
import { aMemory, aRecord } from './records.ts';

/** Works in the folder that it is given, and prints what came of it. */
const problems: (string | undefined)[] = [];
const { store, problem } = await openStore({
  folder: process.argv[2] ?? '',
  onProblem: said => void problems.push(said?.code),
});
if (problem) problems.push(problem.code);
const held = (await entriesOf(store.entries())).size;
await store.put([aRecord('fresh', 1)]);
await store.remember('fresh', aMemory('fresh', 1));
const fresh = (await store.read(['fresh/id-1'])).length === 1;
await store.close();
console.log(JSON.stringify({ held, fresh, problems }));
