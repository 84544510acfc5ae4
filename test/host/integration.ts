// Runs the mocha suite of test/integration inside a VS Code's extension host.
//
//   node test/host/integration.ts [newest | floor | desktop] [part of a file's name]
import { delimiter, join } from 'node:path';
import { runTests } from '@vscode/test-electron';
import { endWithParent } from './child.ts';
import { makeRunDir, root } from './paths.ts';

const [vsCode = 'newest', only] = process.argv.slice(2);
endWithParent();
try {
  await runTests({
    extensionDevelopmentPath: root,
    extensionTestsPath: join(root, 'dist/test/integration/index.mjs'),
    extensionTestsEnv: {
      PATH: [join(root, 'node_modules/.bin'), process.env.PATH].join(delimiter), // The executable's `env node`.
      SESSION_EXPLORER_VSCODE: vsCode,
      ...(only ? { SESSION_EXPLORER_TEST_FILES: only } : {}),
    },
    ...(vsCode === 'desktop'
      ? { version: 'stable', launchArgs: [await makeRunDir(), '--log', 'trace'] }
      : { vscodeExecutablePath: join(import.meta.dirname, 'executable.ts'), reuseMachineInstall: true }),
  });
} catch (error) {
  console.error(String(error));
  process.exit(1);
}
process.exit(0);
