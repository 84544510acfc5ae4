// Bundles the extension, its webviews and the tests that run inside VS Code.
//
//   node esbuild.js [--production] [--watch]
import { glob, mkdir, readdir, rm, writeFile } from 'node:fs/promises';
import { createRequire } from 'node:module';
import { basename, dirname, join, resolve } from 'node:path';
import process from 'node:process';
import esbuild from 'esbuild';
import * as z from 'zod';
import { PROVIDERS } from './src/providers/registry.ts';

const production = process.argv.includes('--production');
const watch = process.argv.includes('--watch');
const root = import.meta.dirname;

/** undici's module that takes over the process-wide dispatcher which other extensions' `fetch` reads. */
const undiciGlobal = join(dirname(createRequire(import.meta.url).resolve('undici/package.json')), 'lib/global.js');

/** Puts a module in that one's place whose dispatcher belongs to this bundle alone. */
const keepUndiciPrivate = {
  name: 'keep-undici-private',
  setup(build) {
    build.onResolve({ filter: /(^|\/)global(\.js)?$/ }, ({ path, resolveDir }) => {
      const target = resolve(resolveDir, path.endsWith('.js') ? path : `${path}.js`);
      return target === undiciGlobal ? { path: 'undici-private-global', namespace: 'undici-private' } : undefined;
    });
    build.onLoad({ filter: /.*/, namespace: 'undici-private' }, () => ({
      resolveDir: dirname(undiciGlobal),
      contents: `
        const Agent = require('./dispatcher/agent');
        let dispatcher;
        exports.getGlobalDispatcher = () => (dispatcher ??= new Agent());
        exports.setGlobalDispatcher = agent => { dispatcher = agent; };
        exports.installedExports = [];
      `,
    }));
    build.onEnd(({ metafile }) => {
      const taken = Object.keys(metafile?.inputs ?? {}).find(input => resolve(root, input) === undiciGlobal);
      return taken
        ? { errors: [{ text: `${taken} is in the bundle: it would take over other extensions' fetch.` }] }
        : {};
    });
  },
};

/** Files of earlier builds would be run as tests or end up in the package: chunks carry a hash in their name. */
const removeStaleOutputs = {
  name: 'remove-stale-outputs',
  setup(build) {
    const { outdir } = build.initialOptions;
    build.onEnd(async ({ metafile, errors }) => {
      if (errors.length > 0) return;
      const written = new Set(Object.keys(metafile.outputs).map(output => resolve(root, output)));
      for (const dir of [outdir, `${outdir}/chunks`]) {
        for (const name of await readdir(join(root, dir)).catch(() => [])) {
          const file = join(root, dir, name);
          if (/\.mjs(\.map)?$/.test(name) && !written.has(file)) await rm(file, { force: true });
        }
      }
    });
  },
};

/** Tells the watching editor task where a build begins, fails and ends. */
const reportToWatcher = {
  name: 'report-to-watcher',
  setup(build) {
    build.onStart(() => console.log('[watch] build started'));
    build.onEnd(({ errors }) => {
      for (const { text, location } of errors)
        console.error(`✘ ${location?.file}:${location?.line}:${location?.column}: ${text}`);
      console.log('[watch] build finished');
    });
  },
};

async function files(pattern) {
  return (await Array.fromAsync(glob(pattern, { cwd: root }))).sort();
}

const common = {
  absWorkingDir: root,
  bundle: true,
  minify: production,
  sourcemap: production ? false : 'linked',
  metafile: true,
  logLevel: 'silent',
  legalComments: 'none',
};

/** What runs in Node. CommonJS packages in an ES module still call `require` for Node's own modules. */
const node = {
  format: 'esm',
  splitting: true,
  outExtension: { '.js': '.mjs' },
  chunkNames: 'chunks/[name]-[hash]',
  platform: 'node',
  target: 'node22',
  external: ['vscode'],
  // By this name undici tells Node's own bundle of it, and leaves its experimental parser out.
  define: { esbuildDetection: 'true' },
  banner: { js: "import { createRequire } from 'node:module'; const require = createRequire(import.meta.url);" },
};

const extension = {
  ...common,
  ...node,
  entryPoints: [
    { in: 'src/extension.ts', out: 'extension' },
    ...(await files('src/simulator/main.ts')).map(file => ({ in: file, out: 'simulator' })),
    ...(await files('src/**/*.worker.ts')).map(file => ({ in: file, out: basename(file, '.ts') })),
  ],
  outdir: 'dist',
  plugins: [keepUndiciPrivate, removeStaleOutputs],
};

const webviews = {
  ...common,
  entryPoints: ['detail', 'overview', 'compare'].flatMap(page => [`src/webview/${page}.ts`, `src/webview/${page}.css`]),
  outdir: 'dist/webview',
  format: 'iife',
  platform: 'browser',
  target: 'es2024',
};

/** mocha itself stays in node_modules. */
const tests = {
  ...common,
  minify: false,
  sourcemap: 'inline',
  entryPoints: ['test/integration/index.ts', ...(await files('test/integration/**/*.test.ts'))],
  outdir: 'dist/test/integration',
  ...node,
  external: ['vscode', 'mocha'],
  plugins: [keepUndiciPrivate, removeStaleOutputs],
};

/** JSON schemas of the services' records, by which an editor explains raw documents. */
async function writeSchemas() {
  await mkdir(join(root, 'dist/schemas'), { recursive: true });
  for (const { id, label, wire } of PROVIDERS) {
    const anyOf = wire.map(schema =>
      z.toJSONSchema(schema, { target: 'draft-7', io: 'input', unrepresentable: 'any' }),
    );
    await writeFile(join(root, `dist/schemas/${id}.json`), JSON.stringify({ title: label, anyOf }));
  }
}

const builds = [extension, webviews, tests].filter(({ entryPoints }) => entryPoints.length > 0);

if (watch) {
  await writeSchemas();
  for (const options of builds) {
    const context = await esbuild.context({ ...options, plugins: [...(options.plugins ?? []), reportToWatcher] });
    await context.watch();
  }
} else {
  try {
    const [results] = await Promise.all([Promise.all(builds.map(options => esbuild.build(options))), writeSchemas()]);
    for (const { text, location } of results.flatMap(({ warnings }) => warnings)) {
      console.warn(`${location?.file}:${location?.line}: ${text}`);
    }
    await mkdir(join(root, 'dist'), { recursive: true });
    const shipped = results.slice(0, builds.indexOf(tests));
    await writeFile(
      join(root, 'dist/meta.json'),
      JSON.stringify({
        inputs: Object.assign({}, ...shipped.map(({ metafile }) => metafile.inputs)),
        outputs: Object.assign({}, ...shipped.map(({ metafile }) => metafile.outputs)),
      }),
    );
  } catch (error) {
    console.error(error.message);
    process.exitCode = 1;
  }
}
