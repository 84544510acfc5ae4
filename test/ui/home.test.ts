import assert from 'node:assert/strict';
import { suiteWindow } from './window.ts';

describe('a newcomer', () => {
  const window = suiteWindow();

  it('is led by a walkthrough whose pictures show and whose first step is done once there is sample data', async () => {
    const { page, execute, screenshot } = window();
    await execute('workbench.action.closeSidebar'); // A narrow editor has no room for pictures.
    await execute('workbench.action.openWalkthrough', 'session-explorer.session-explorer#start');
    const walkthrough = page.locator('.gettingStartedContainer .gettingStartedSlideDetails');
    await walkthrough.getByText('Look around with sample data').first().waitFor();
    const picture = walkthrough.locator('.getting-started-media iframe, .getting-started-media .webview').first();
    await picture.waitFor();
    await screenshot('walkthrough');
    await walkthrough.getByRole('button', { name: 'Explore Sample Data' }).click();
    const first = walkthrough.locator('.getting-started-step', { hasText: 'Look around with sample data' });
    await first.locator('.codicon-getting-started-step-checked').waitFor();
    await screenshot('walkthrough-done');
  });

  it('drags a session into an editor', async () => {
    const { page, execute, openView, expand, row, screenshot } = window();
    await execute('workbench.action.closeAllEditors');
    await execute('workbench.action.files.newUntitledFile');
    await openView();
    await expand('Digital Samba');
    await expand('Completed');
    // Until all is there, rows move from under the pointer.
    await execute('sessionExplorer.refresh');
    const session = row('Scrum').first();
    await session.hover();
    const editor = page.locator('.editor-instance .monaco-editor .view-lines').first();
    const from = await session.boundingBox();
    const to = await editor.boundingBox();
    assert.ok(from && to);
    await page.mouse.move(from.x + 60, from.y + from.height / 2);
    await page.mouse.down();
    await page.mouse.move(from.x + 90, from.y + from.height / 2, { steps: 5 });
    await page.keyboard.down('Shift');
    // Below the hint of an empty file, which takes no drop.
    await page.mouse.move(to.x + 500, to.y + 300, { steps: 12 });
    await page.mouse.move(to.x + 505, to.y + 300, { steps: 3 });
    await page.locator('.dnd-target').first().waitFor({ state: 'attached' });
    await page.mouse.up();
    await page.keyboard.up('Shift');
    await editor.getByText('demo-digitalsamba/').first().waitFor();
    await screenshot('dropped');
  });
});
