import assert from 'node:assert/strict';
import { readdir, readFile } from 'node:fs/promises';
import { dirname, join, relative, resolve, sep } from 'node:path';
import esbuild from 'esbuild';

const root = resolve(import.meta.dirname, '../..');

/** What each layer may import besides itself; the key is the folder in src. */
const below: Readonly<Record<string, readonly string[]>> = {
  turns: [],
  session: [],
  query: ['session', 'turns'],
  http: ['session', 'turns'],
  providers: ['http', 'session', 'turns'],
  store: ['http', 'session', 'turns'],
  sync: ['providers', 'store', 'http', 'query', 'session', 'turns'],
  simulator: ['session'],
  webview: ['session'],
  ui: ['sync', 'providers', 'store', 'http', 'query', 'session', 'simulator', 'webview', 'turns'],
};

/** Each import, export or `import()` of a file: what it names, and whether only types are taken. */
function importsOf(text: string): { readonly name: string; readonly typeOnly: boolean }[] {
  const statements = text.matchAll(/^\s*(?:import|export)\s+(type\s)?[^'"`;()]*?from\s*['"]([^'"]+)['"]/gm);
  const bare = text.matchAll(/^\s*import\s*['"]([^'"]+)['"]/gm);
  const dynamic = text.matchAll(/\bimport\(\s*['"]([^'"]+)['"]\s*\)/g);
  return [
    ...[...statements].map(([, type, name = '']) => ({ name, typeOnly: type !== undefined })),
    ...[...bare, ...dynamic].map(([, name = '']) => ({ name, typeOnly: false })),
  ];
}

async function sources(): Promise<{ readonly file: string; readonly text: string }[]> {
  const files = (await readdir(join(root, 'src'), { recursive: true })).filter(file => file.endsWith('.ts')).sort();
  return Promise.all(
    files.map(async file => ({
      file: `src/${file.split(sep).join('/')}`,
      text: await readFile(join(root, 'src', file), 'utf8'),
    })),
  );
}

const layerOf = (file: string): string => /^src\/([^/]+)\//.exec(file)?.[1] ?? '';

/** The layer that an import of `file` leads to; none for packages and Node's own modules. */
function target(file: string, name: string): string | undefined {
  if (!name.startsWith('.')) return undefined;
  return layerOf(
    relative(root, resolve(root, dirname(file), name))
      .split(sep)
      .join('/'),
  );
}

describe('the layers', () => {
  it('import only what lies below them', async () => {
    const wrong: string[] = [];
    for (const { file, text } of await sources()) {
      const layer = layerOf(file);
      if (layer === '') continue; // src/extension.ts builds everything.
      for (const { name, typeOnly } of importsOf(text)) {
        const layerOfImport = target(file, name);
        if (layerOfImport === undefined || layerOfImport === layer) continue;
        const typesForWebview = layer === 'webview' && typeOnly;
        if (!typesForWebview && !below[layer]?.includes(layerOfImport)) wrong.push(`${file} imports ${name}`);
      }
    }
    assert.deepEqual(wrong, []);
  });

  it('below the user interface are bundled where there is no VS Code', async () => {
    const lower = (await sources()).map(({ file }) => file).filter(file => !/^src\/(ui\/|extension\.ts$)/.test(file));
    assert.ok(lower.length > 20);
    const asked: string[] = [];
    await esbuild.build({
      absWorkingDir: root,
      entryPoints: lower,
      outdir: 'unwritten',
      bundle: true,
      write: false,
      format: 'esm',
      platform: 'node',
      logLevel: 'silent',
      plugins: [
        {
          name: 'no-vscode',
          setup: build =>
            build.onResolve({ filter: /^vscode$/ }, ({ importer }) => {
              asked.push(relative(root, importer));
              return { path: 'vscode', external: true };
            }),
        },
      ],
    });
    assert.deepEqual(asked, []);
  });

  it('name no VS Code below the user interface, not even its types', async () => {
    const wrong = (await sources())
      .filter(({ file }) => !/^src\/(ui\/|extension\.ts$)/.test(file))
      .filter(({ text }) => importsOf(text).some(({ name }) => name === 'vscode'));
    assert.deepEqual(
      wrong.map(({ file }) => file),
      [],
    );
  });

  it('are all the folders of src', async () => {
    const folders = (await readdir(join(root, 'src'), { withFileTypes: true })).filter(entry => entry.isDirectory());
    assert.deepEqual(folders.map(({ name }) => name).sort(), Object.keys(below).sort());
  });
});
