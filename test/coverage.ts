// `npm run coverage`: the code below `src` that no unit test takes. The engine counts by itself; this reads its counts.
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtemp, readdir, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join, relative } from 'node:path';
import { fileURLToPath, pathToFileURL } from 'node:url';
import { root } from './host/paths.ts';

/** What one process ran of a script. Ranges count characters; a later one stands inside an earlier one and corrects it. */
interface Script {
  url: string;
  functions: { ranges: { startOffset: number; endOffset: number; count: number }[] }[];
}

const src = `${pathToFileURL(join(root, 'src')).href}/`;
const folder = await mkdtemp(join(tmpdir(), 'session-explorer-coverage-'));
const tests = process.argv.length > 2 ? process.argv.slice(2) : ['test/unit/**/*.test.ts'];
const mocha = spawn(process.execPath, [join(root, 'node_modules/mocha/bin/mocha.js'), '--reporter', 'dot', ...tests], {
  cwd: root,
  stdio: 'inherit',
  env: { ...process.env, NODE_V8_COVERAGE: folder },
});
const [code] = await once(mocha, 'exit');
try {
  const taken = await countsIn(folder);
  let untaken = 0;
  for (const [url, characters] of [...taken].sort(([one], [other]) => (one < other ? -1 : 1))) {
    const path = fileURLToPath(url);
    const text = await readFile(path, 'utf8');
    for (const { line, words } of stretches(text, characters)) {
      untaken += 1;
      console.log(`${relative(root, path)}:${line}  ${words}`);
    }
  }
  console.log(`\n${untaken} places in ${taken.size} files are taken by no unit test.`);
  console.log(
    'Files that no unit test loads, those above all that need VS Code, are for the integration and UI tests.',
  );
} finally {
  await rm(folder, { recursive: true });
}
process.exitCode = code ?? 1;

/** Of each file, by its characters: whether any process ran it. Types are blanked out before a run, so places agree. */
async function countsIn(reports: string): Promise<Map<string, Uint8Array>> {
  const taken = new Map<string, Uint8Array>();
  for (const name of await readdir(reports)) {
    const { result } = JSON.parse(await readFile(join(reports, name), 'utf8')) as { result: Script[] };
    for (const { url, functions } of result.filter(script => script.url.startsWith(src))) {
      const ranges = functions.flatMap(each => each.ranges);
      const length = Math.max(...ranges.map(({ endOffset }) => endOffset));
      const ran = new Uint8Array(length);
      for (const { startOffset, endOffset, count } of ranges) ran.fill(count > 0 ? 1 : 0, startOffset, endOffset);
      const before = taken.get(url);
      taken.set(url, before ? ran.map((one, at) => one | (before[at] ?? 0)) : ran);
    }
  }
  return taken;
}

/** What stands in the places that nobody ran. A column's `?? 0` and what is only the end of a block are no code to test. */
function* stretches(text: string, ran: Uint8Array): Generator<{ line: number; words: string }> {
  for (let from = ran.indexOf(0); from >= 0; ) {
    const next = ran.indexOf(1, from);
    const code = text.slice(from, next < 0 ? ran.length : next);
    const words = code.replace(/^\s*\{?\s*/, '');
    if (/\w/.test(words) && !/^(\?\? 0|finally \{)\s*$/.test(words)) {
      const at = from + code.length - words.length;
      yield { line: text.slice(0, at).split('\n').length, words: words.split('\n', 1).join().slice(0, 100) };
    }
    from = next < 0 ? -1 : ran.indexOf(0, next);
  }
}
