import assert from 'node:assert/strict';
import type { Page } from 'playwright-core';
import type { DetailRecord } from '../../src/session/detail.ts';
import { type DetailInput, viewModel } from '../../src/ui/detail/view-model.ts';
import { words } from '../unit/ui/detail/english.ts';
import * as samples from '../unit/ui/detail/samples.ts';
import { type Drawn, type DrawnPages, drawPages } from './drawn-pages.ts';
import { THEMES } from './themes.ts';

describe('a live session that is looked at', () => {
  let pages: DrawnPages;
  let drawn: Drawn;
  let page: Page;

  const send = async (record: DetailRecord, more: Partial<DetailInput>): Promise<void> => {
    const now = Date.parse(samples.at('10:30'));
    const given = { record, fetchedAt: now, now, zone: 'Europe/London', locale: 'en', words, source: 'Somewhere' };
    const data = { type: 'detail', words: words.shell, busy: false, view: viewModel({ ...given, ...more }) };
    await drawn.send(data);
  };

  before(async () => {
    pages = await drawPages();
    drawn = await pages.open('detail', { theme: THEMES[0], width: 1000 });
    page = drawn.page;
    await page.setViewportSize({ width: 1000, height: 240 });
  });
  after(() => pages?.close());

  it('updates in place: what comes above moves nothing, what is open and focused stays so', async () => {
    const live = samples.live();
    await send({ ...live, detail: { ...live.detail, checks: [], people: live.detail.people.slice(0, 5) } }, {});
    await page.locator('.alternative summary').click();
    await page.locator('#people .frame').focus();
    await page.locator('#people').evaluate(section => section.scrollIntoView());
    const top = (): Promise<number> => page.locator('#people').evaluate(each => each.getBoundingClientRect().top);
    const [before, people] = [await top(), await page.locator('#people').elementHandle()];
    await send(live, { problem: { code: 'refused', host: 'api.example.com' }, drift: 2 });
    assert.equal(await page.locator('.notice').count(), 1);
    assert.equal(await page.locator('#checks').count(), 1);
    assert.equal(await page.locator('#people tbody tr').count(), live.detail.people.length);
    assert.ok(await page.locator('#people').evaluate((now, was) => now === was, people), 'another section');
    assert.equal(await page.evaluate(() => document.activeElement?.className), 'frame');
    assert.ok(await page.locator('.alternative').evaluate(each => each.hasAttribute('open')));
    // Chromium anchors its scrolling before the next frame.
    await page.evaluate(() => new Promise(done => requestAnimationFrame(() => requestAnimationFrame(done))));
    assert.ok(Math.abs((await top()) - before) <= 1, `moved from ${before} to ${await top()}`);
  });
});
