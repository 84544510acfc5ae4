#!/usr/bin/env node
// Stands in for desktop VS Code where `@vscode/test-electron` expects an executable: it takes the same two arguments, runs the
// test module in the extension host of a VS Code server from npm, and ends with the tests' exit code.
import { cp } from 'node:fs/promises';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { endWithParent } from './child.ts';
import { openWorkbench } from './page.ts';
import { root } from './paths.ts';
import { startHost } from './vscode-host.ts';

const { values } = parseArgs({
  strict: false,
  options: {
    extensionDevelopmentPath: { type: 'string', multiple: true },
    extensionTestsPath: { type: 'string' },
  },
});
const testModule = values.extensionTestsPath;
const extensions = values.extensionDevelopmentPath?.filter(path => typeof path === 'string');
if (typeof testModule !== 'string') throw new Error('--extensionTestsPath=<module> is missing');

endWithParent();
const host = await startHost({
  vsCode: process.env.SESSION_EXPLORER_VSCODE === 'floor' ? 'floor' : 'newest',
  say: console.log,
});
const folder = join(host.dataDir, 'workspace');
await cp(join(root, 'test/host/workspace'), folder, { recursive: true });
const workbench = await openWorkbench(host, { folder, testModule, ...(extensions ? { extensions } : {}) });
const code = await workbench.testsEnd.catch(error => {
  console.error(error);
  return 1;
});
if (code !== 0) console.error(`${workbench.log()}\n${host.log()}`);
await workbench.close();
await host.stop();
process.exit(code);
