import assert from 'node:assert/strict';
import type { PageKind } from '../../src/ui/webview/page.ts';
import { type Drawn, type DrawnPages, drawPages } from './drawn-pages.ts';
import { SAMPLES } from './page-samples.ts';
import { THEMES } from './themes.ts';

/** A narrow side bar, half of a window at twice the size, a wide screen. */
const WIDTHS = [320, 640, 3840];

async function show(send: Drawn['send'], sample: () => unknown): Promise<void> {
  const message = await sample();
  if (message) await send(message);
}

describe('every state of every page', () => {
  let pages: DrawnPages;
  before(async () => {
    pages = await drawPages();
  });
  after(() => pages?.close());

  for (const kind of Object.keys(SAMPLES) as PageKind[])
    for (const [name, sample] of Object.entries(SAMPLES[kind])) {
      // axe would look at each of many thousand rows, which are all alike.
      if (name !== 'many')
        it(`has no flaw that axe finds in any theme, and one heading: ${kind}, ${name}`, async () => {
          const [first, ...others] = THEMES;
          const { page, complaints, dress, send, flaws } = await pages.open(kind, { theme: first, width: 1000 });
          await show(send, sample);
          assert.equal(await page.locator('h1').count(), 1);
          assert.deepEqual(await flaws(), [], first.name);
          // Nothing but colours depends on the theme.
          for (const theme of others) {
            await dress(theme);
            assert.deepEqual(await flaws('color-contrast'), [], theme.name);
          }
          assert.deepEqual(complaints, []);
          await page.close();
        });

      it(`fits any width, in both directions: ${kind}, ${name}`, async () => {
        for (const language of ['en', 'ar']) {
          const { page, send, overflow } = await pages.open(kind, { theme: THEMES[0], width: 1000, language });
          await show(send, sample);
          for (const width of WIDTHS) {
            await page.setViewportSize({ width, height: 900 });
            assert.ok((await overflow()) <= 0, `${await overflow()} px too wide at ${width} px, ${language}`);
          }
          await page.close();
        }
      });
    }

  it('puts the content where its skeleton stood', async () => {
    const top = (page: Drawn['page'], of: string): Promise<number> =>
      page.locator(of).evaluate(element => element.getBoundingClientRect().top);
    const { detail, overview } = SAMPLES;
    for (const [kind, waiting, there, parts] of [
      ['detail', detail.opening, detail.hyra, ['h1', '.figures', '.sections']],
      ['detail', detail.openingUnknown, detail.hyra, ['.figures', '.sections']],
      ['overview', overview.opening, overview.community, ['.figures']],
    ] as const) {
      const { page, send } = await pages.open(kind, { theme: THEMES[0], width: 1000 });
      await show(send, () => waiting?.());
      const skeleton = await Promise.all(parts.map(part => top(page, part)));
      await show(send, () => there?.());
      for (const [at, part] of parts.entries())
        assert.ok(Math.abs((await top(page, part)) - (skeleton[at] ?? 0)) <= 1, `${part} of ${kind} moved`);
      await page.close();
    }
  });

  it('draws the bars of one chart on one scale, and names of either direction from one edge', async () => {
    const { page, send } = await pages.open('detail', { theme: THEMES[0], width: 1000 });
    const { many } = SAMPLES.detail;
    await show(send, () => many?.());
    const scales = await page
      .locator('.bars:not(.plain)')
      .evaluateAll(all =>
        all.map(bars => new Set([...bars.querySelectorAll('.bar')].map(bar => bar.getBoundingClientRect().width)).size),
      );
    assert.ok(scales.length > 1);
    assert.deepEqual(new Set(scales), new Set([1]));
    const edges = await page.locator('.people tbody th bdi').evaluateAll(names =>
      names.slice(0, 20).map(name => {
        const text = document.createRange();
        text.selectNodeContents(name);
        return Math.round(text.getBoundingClientRect().left);
      }),
    );
    assert.deepEqual(new Set(edges).size, 1);
    await page.close();
  });

  it('is busy until a session is there, however often it is said that it is being opened', async () => {
    const { page, send } = await pages.open('detail', { theme: THEMES[0], width: 1000 });
    const busy = page.locator('main[aria-busy="true"]');
    for (const state of ['openingUnknown', 'opening', 'opening'] as const) {
      await show(send, () => SAMPLES.detail[state]?.());
      assert.equal(await busy.count(), 1, state);
    }
    await show(send, () => SAMPLES.detail.ended?.());
    assert.equal(await page.locator('main dd').first().isVisible(), true);
    assert.equal(await busy.count(), 0);
    await page.close();
  });

  it('stands still where a person asked for less motion', async () => {
    for (const kind of Object.keys(SAMPLES) as PageKind[]) {
      const { page, send } = await pages.open(kind, { theme: THEMES[0], width: 1000 });
      if (kind === 'detail') await send(await SAMPLES.detail.openingUnknown?.());
      const moving = (): Promise<number> => page.evaluate(() => document.getAnimations().length);
      assert.ok((await moving()) > 0, `the skeleton of ${kind} does not move at all`);
      await page.emulateMedia({ reducedMotion: 'reduce' });
      assert.equal(await moving(), 0);
      await page.close();
    }
  });
});
