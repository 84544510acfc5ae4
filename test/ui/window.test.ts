import assert from 'node:assert/strict';
import { suiteWindow } from './window.ts';

describe('the window of the UI tests', () => {
  const window = suiteWindow({ theme: 'light' });

  it('shows Session Explorer in the activity bar', async () => {
    await window().openView();
  });

  it('runs a command of VS Code from the palette', async () => {
    await window().command('Explorer: Focus on Folders View');
    await window().row('README.md').waitFor();
    assert.ok((await window().rowLabels()).includes('README.md'));
  });

  it('types into an input box and takes a choice', async () => {
    await window().command('Go to File...');
    await window().type('READ');
    await window().pick('README.md');
    await window().page.locator('.editor-instance .view-line', { hasText: 'A folder to open' }).waitFor();
  });

  it('finds the document of a webview', async () => {
    await window().command('Markdown: Open Preview');
    await window().frameOfWebview('p', 'A folder to open');
  });

  it('changes the theme', async () => {
    for (const theme of ['high-contrast', 'high-contrast-light', 'dark', 'light'] as const)
      await window().setTheme(theme);
  });

  it('opens again with what it had', async () => {
    await window().reopen();
    await window().row('README.md').waitFor();
  });
});
