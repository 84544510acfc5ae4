#!/usr/bin/env node
// Stands in for desktop VS Code where `@vscode/test-electron` expects an executable: it takes the same two arguments, runs the
// test module in the extension host of a VS Code server from npm, and ends with the tests' exit code.
import { parseArgs } from 'node:util';
import { endWithParent } from './child.ts';
import { openWorkbench } from './page.ts';
import { startHost } from './vscode-host.ts';

const { values } = parseArgs({
  strict: false,
  options: {
    extensionDevelopmentPath: { type: 'string' },
    extensionTestsPath: { type: 'string' },
  },
});
const { extensionDevelopmentPath: extension, extensionTestsPath: testModule } = values;
if (typeof extension !== 'string' || typeof testModule !== 'string') {
  throw new Error('--extensionDevelopmentPath=<extension> and --extensionTestsPath=<module> are needed');
}

endWithParent();
const host = await startHost({
  vsCode: process.env.SESSION_EXPLORER_VSCODE === 'floor' ? 'floor' : 'newest',
  say: console.log,
});
// All that anybody could make VS Code and the extension write down.
const workbench = await openWorkbench(host, { folder: host.folder, extension, testModule, logLevel: 'trace' });
const code = await workbench.testsEnd.catch(error => {
  console.error(error);
  return 1;
});
// The tests' own words last: whoever reads the end of it wants those.
if (code !== 0) console.error(`${host.log()}\n${workbench.log()}`);
await workbench.close();
await host.stop();
process.exit(code);
