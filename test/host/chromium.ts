import { existsSync } from 'node:fs';
import { delimiter, join } from 'node:path';
import { runChild } from './child.ts';
import { withLock } from './lock.ts';
import { cacheDir } from './paths.ts';

const names = ['chromium', 'chromium-browser', 'google-chrome', 'google-chrome-stable', 'chrome', 'microsoft-edge'];

const places: Partial<Record<NodeJS.Platform, readonly string[]>> = {
  darwin: [
    '/Applications/Google Chrome.app/Contents/MacOS/Google Chrome',
    '/Applications/Chromium.app/Contents/MacOS/Chromium',
    '/Applications/Microsoft Edge.app/Contents/MacOS/Microsoft Edge',
  ],
  win32: [process.env.PROGRAMFILES, process.env['PROGRAMFILES(X86)'], process.env.LOCALAPPDATA].flatMap(base =>
    base
      ? [join(base, 'Google/Chrome/Application/chrome.exe'), join(base, 'Microsoft/Edge/Application/msedge.exe')]
      : [],
  ),
};

/** The executable of a browser of Chromium's family on this machine, or nothing. `CHROMIUM_PATH` goes before all others. */
export function findChromium(): string | undefined {
  const onPath = (process.env.PATH ?? '').split(delimiter).flatMap(dir => names.map(name => join(dir, name)));
  return [process.env.CHROMIUM_PATH, ...onPath, ...(places[process.platform] ?? [])].find(
    file => file !== undefined && file !== '' && existsSync(file),
  );
}

/** Finds a browser; as root on Debian and its kin installs the package `chromium` where there is none. Throws one sentence. */
export async function requireChromium(say: (line: string) => void = () => {}): Promise<string> {
  const found = findChromium();
  if (found) return found;
  if (process.getuid?.() !== 0 || !existsSync('/usr/bin/apt-get')) {
    throw new Error(
      'The tests in VS Code need Chrome, Edge or Chromium: install one, or set CHROMIUM_PATH to its executable.',
    );
  }
  return withLock(join(cacheDir, 'chromium.lock'), async () => {
    const meanwhile = findChromium();
    if (meanwhile) return meanwhile;
    say("Installing Debian's package chromium …");
    const env = { DEBIAN_FRONTEND: 'noninteractive' };
    const wait = ['-o', 'DPkg::Lock::Timeout=300'];
    await runChild('apt-get', ['update', ...wait], { env });
    await runChild('apt-get', ['install', '-y', '--no-install-recommends', ...wait, 'chromium'], { env });
    const installed = findChromium();
    if (!installed)
      throw new Error('The package chromium was installed, but no executable of that name is on the PATH.');
    return installed;
  });
}
