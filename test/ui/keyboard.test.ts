import assert from 'node:assert/strict';
import type { Frame, Locator } from 'playwright-core';
import { exactly, suiteWindow, type Theme } from './window.ts';

const THEMES: readonly Theme[] = ['dark', 'light', 'high-contrast', 'high-contrast-light'];

/** What a press of Tab came to. */
interface Stop {
  /** What a screen reader calls it. */
  name: string;
  /** Id of its section. */
  part: string;
  /** It stands after the one before, in the page's order. */
  onward: boolean;
  /** It lies within the window. */
  seen: boolean;
  /** How far its ring's colour stands out from the page, as WCAG reckons it; 0: it has none. */
  ring: number;
}

/** Runs in the page: what has the focus, or nothing where the page has lost it. */
function focused(): Stop | undefined {
  const element = document.activeElement;
  if (!document.hasFocus() || !(element instanceof HTMLElement) || element === document.body) return undefined;
  const luminance = (color: string): number => {
    const [red = 0, green = 0, blue = 0] = (color.match(/[\d.]+/g) ?? []).slice(0, 3).map(part => {
      const value = Number(part) / 255;
      return value <= 0.04045 ? value / 12.92 : ((value + 0.055) / 1.055) ** 2.4;
    });
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue;
  };
  const ground = luminance(getComputedStyle(document.body).backgroundColor);
  // A chart shows where the focus is on what it points at.
  const ringed = [element, element.closest('.curve .plot'), element.querySelector('.lane.current')];
  const rings = ringed.flatMap(each => {
    const style = each && getComputedStyle(each);
    if (!style || style.outlineStyle === 'none' || style.opacity === '0') return [];
    const [high = 0, low = 0] = [luminance(style.outlineColor), ground].sort((one, other) => other - one);
    return [(high + 0.05) / (low + 0.05)];
  });
  const last: unknown = Reflect.get(window, 'lastStop');
  Reflect.set(window, 'lastStop', element);
  const { top, bottom } = element.getBoundingClientRect();
  return {
    name: element.getAttribute('aria-label') ?? element.textContent ?? '',
    part: element.closest('section')?.id ?? element.closest('header, footer, table, .part, .notices')?.className ?? '',
    onward: !(last instanceof Node) || (last.compareDocumentPosition(element) & Node.DOCUMENT_POSITION_FOLLOWING) > 0,
    seen: bottom > 0 && top < window.innerHeight,
    ring: Math.max(0, ...rings),
  };
}

/** Runs in the page: the focus is elsewhere than at the last stop. */
const moved = (): boolean => !document.hasFocus() || document.activeElement !== Reflect.get(window, 'lastStop');

describe('a person with a keyboard alone', () => {
  const window = suiteWindow({ locale: 'en-GB', timeZone: 'Europe/London', viewport: { width: 1280, height: 800 } });
  const press = (key: string): Promise<void> => window().page.keyboard.press(key);
  const opened: string[] = [];

  /** Goes through a page by Tab, from its first stop until the focus leaves it. */
  async function walk(frame: Frame): Promise<Stop[]> {
    await frame.locator('button:visible, a:visible, input:visible').first().focus();
    const stops: Stop[] = [];
    await frame.evaluate(() => Reflect.set(globalThis, 'lastStop', undefined));
    // Twice as many as any page has: a trap would be walked in for ever.
    while (stops.length < 400) {
      const stop = await frame.evaluate(focused);
      if (!stop) return stops;
      stops.push(stop);
      await press('Tab');
      await frame.waitForFunction(moved);
    }
    assert.fail(`no way out after ${stops.slice(-4).map(({ name }) => name)}`);
  }

  function assertWalked(stops: readonly Stop[], theme: Theme): void {
    for (const { name, part, onward, seen, ring } of stops) {
      const where = `${theme}: “${name.slice(0, 60)}” in ${part}`;
      assert.ok(onward, `${where} comes after what stands behind it`);
      assert.ok(seen, `${where} is out of sight`);
      assert.ok(ring >= 3, `${where} has a ring of ${ring}`);
    }
  }
  const partsOf = (stops: readonly Stop[]): string[] => [...new Set(stops.map(({ part }) => part))];

  const detail = (): Promise<Frame> => window().frameOfWebview('[data-metric="participation_minutes"]');
  const focusedRow = (): Locator => window().page.locator('.part.sidebar .monaco-list-row.focused');

  it('opens a session, whose page has the focus then', async () => {
    await window().openView();
    await window().execute('sessionExplorer.startDemo');
    await window().execute('sessionExplorer.setQuery', 'provider:digitalSamba status:completed min-participants:5');
    await window().expand('Completed');
    await window().page.locator('.part.sidebar .monaco-list-row[aria-level="3"]').first().waitFor();
    await window().execute('sessionExplorer.sessions.focus');
    await press('End');
    await focusedRow().and(window().page.locator('[aria-level="3"]')).waitFor();
    await press('Enter');
    const frame = await detail();
    await frame.waitForFunction(() => document.hasFocus());
  });

  for (const theme of THEMES)
    it(`comes to all of a session in its order, and out again, and sees where: ${theme}`, async () => {
      await window().setTheme(theme);
      const stops = await walk(await detail());
      assertWalked(stops, theme);
      const parts = partsOf(stops);
      assert.deepEqual(
        ['head', 'attendance', 'people'].filter(part => !parts.includes(part)),
        [],
        parts.join(),
      );
    });

  it('reads the timeline and the curve with the arrows', async () => {
    const frame = await detail();
    const readout = frame.locator('.readout');
    await frame.locator('.list').focus();
    const names = await frame.locator('.lane .name').allTextContents();
    for (const name of names.slice(0, 3)) {
      await readout.filter({ hasText: name }).waitFor();
      await press('ArrowDown');
    }
    await frame.locator('.alternative summary').focus();
    await press('Enter');
    const rows = frame.locator('.alternative tbody tr');
    await rows.first().waitFor();
    await frame.locator('.scrub').focus();
    await press('Home');
    for (let at = 0; at < Math.min(4, await rows.count()); at++) {
      const [time = '', count = ''] = await rows.nth(at).locator('td').allTextContents();
      await readout.filter({ hasText: time }).filter({ hasText: count }).waitFor();
      await press('ArrowRight');
    }
    await frame.locator('line.cross.shown').first().waitFor({ state: 'attached' });
    await window().screenshot('keyboard-curve');
  });

  it('finds a word in the page', async () => {
    const frame = await detail();
    await frame.locator('.scrub').focus();
    await press('ControlOrMeta+f');
    const find = window().page.locator('.simple-find-part input:focus');
    await find.waitFor();
    await find.pressSequentially('Media min');
    await press('Enter');
    await frame.waitForFunction(() => getSelection()?.toString() === 'Media min');
    await press('Escape');
    await find.waitFor({ state: 'detached' });
  });

  it('goes on to the next session, and compares the two', async () => {
    const frame = await detail();
    const id = (of: Frame): Promise<string> => of.locator('aside .mono').last().innerText();
    opened.push(await id(frame));
    const other = frame.locator('.tool:not([aria-disabled])').first();
    await other.focus();
    await press('Enter');
    await frame
      .locator('aside .mono', { hasNotText: exactly(opened[0] ?? '') })
      .last()
      .waitFor();
    await frame.locator('[data-metric="participation_minutes"]').waitFor();
    opened.push(await id(frame));
    await window().execute('sessionExplorer.compare', ...opened.map(each => `demo-digitalsamba/${each}`));
    await window().frameOfWebview('main.compare:not([aria-busy]) tbody');
  });

  for (const theme of THEMES)
    it(`comes to all of a comparison, and leaves out what is the same: ${theme}`, async () => {
      await window().setTheme(theme);
      const frame = await window().frameOfWebview('main.compare:not([aria-busy]) tbody');
      assertWalked(await walk(frame), theme);
      const only = frame.getByLabel('Only what differs');
      await only.focus();
      await press('Space');
      await frame.locator('main.only-differences').waitFor();
      assert.equal(await frame.locator('tr.same:visible').count(), 0);
      await press('Space');
      await frame.locator('main:not(.only-differences)').waitFor();
    });

  it('opens one of the two by its title', async () => {
    const frame = await window().frameOfWebview('main.compare tbody');
    const title = frame.locator('thead .title').first();
    const name = await title.innerText();
    await title.focus();
    await press('Enter');
    await window().frameOfWebview('.tools ~ h1, header.head h1', exactly(name));
  });

  it('comes to all of an overview in its order, and out again, in every theme', async () => {
    await window().execute('sessionExplorer.setQuery', '');
    await window().execute('sessionExplorer.openOverview');
    const frame = await window().frameOfWebview('.charts');
    for (const theme of THEMES) {
      await window().setTheme(theme);
      const stops = await walk(frame);
      assertWalked(stops, theme);
      const parts = partsOf(stops);
      assert.deepEqual(
        ['days', 'hours', 'hosts', 'people', 'minutes', 'lost', 'attendance', 'devices'].filter(
          part => !parts.includes(part),
        ),
        [],
        parts.join(),
      );
    }
  });

  it('opens a bar, and comes back to all of it', async () => {
    const frame = await window().frameOfWebview('.charts');
    const cell = frame.locator('#hours button.cell[tabindex="0"]');
    await cell.focus();
    await press('Home');
    await frame.locator('#hours button.cell').first().and(frame.locator(':focus')).waitFor();
    await press('Enter');
    const back = frame.getByRole('button', { name: 'Show All of It Again' });
    await back.waitFor();
    // The focus stays where it was, so that the next bar can be chosen.
    await frame.locator('#hours button.cell:focus').waitFor();
    await back.focus();
    await press('Enter');
    await back.waitFor({ state: 'detached' });
  });
});
