import assert from 'node:assert/strict';
import { readFile } from 'node:fs/promises';
import { PROVIDERS } from '../../../src/providers/registry.ts';

const root = new URL('../../../', import.meta.url);
const { contributes, capabilities, extensionKind } = JSON.parse(await readFile(new URL('package.json', root), 'utf8'));
const words: Record<string, string> = JSON.parse(await readFile(new URL('package.nls.json', root), 'utf8'));
const commands = new Set<string>(contributes.commands.map(({ command }: { command: string }) => command));

interface Step {
  id: string;
  title: string;
  description: string;
  media: { svg: string; altText: string };
  completionEvents: string[];
}

describe('the walkthrough', () => {
  const [{ steps }]: [{ steps: Step[] }] = contributes.walkthroughs;
  const text = (key: string): string => words[key.slice(1, -1)] ?? assert.fail(`no words for ${key}`);

  it('leads from sample data over a connection and a search to a session and a view', () => {
    assert.deepEqual(
      steps.map(({ id }) => id),
      ['sample', 'connect', 'filter', 'detail', 'save'],
    );
  });

  it('has for each step words, a picture without words, and a button that completes it', async () => {
    for (const { id, title, description, media, completionEvents } of steps) {
      assert.ok(text(title) && text(media.altText), id);
      const offered = [...text(description).matchAll(/\]\(command:([\w.]+)\)/g)].map(([, command = '']) => command);
      assert.ok(offered.length > 0 && offered.every(command => commands.has(command)), id);
      assert.ok(completionEvents.includes(`onCommand:${offered[0]}`), id);
      for (const event of completionEvents)
        if (event.startsWith('onCommand:')) assert.ok(commands.has(event.slice('onCommand:'.length)), event);
      const picture = await readFile(new URL(media.svg, root), 'utf8');
      assert.doesNotMatch(picture, /<text|<script|href=|https?:(?!\/\/www\.w3\.org)/);
      assert.match(picture, /var\(--vscode-/);
    }
  });

  it('is offered where there is no connection yet', () => {
    const [, encoded = ''] =
      /command:workbench\.action\.openWalkthrough\?([^)]+)\)/.exec(text('%welcome.unconnected%')) ?? [];
    assert.equal(JSON.parse(decodeURIComponent(encoded)), 'session-explorer.session-explorer#start');
  });
});

describe('a workspace that is not trusted, or not on this machine', () => {
  it('may be open, since nothing that it sets moves a request, a key or a picture', () => {
    assert.deepEqual(capabilities, { virtualWorkspaces: true, untrustedWorkspaces: { supported: true } });
    const { properties } = contributes.configuration;
    assert.deepEqual(
      Object.keys(properties).filter(name => properties[name].scope !== 'application'),
      ['groupBy', 'timeZone', 'savedViews', 'statusBar'].map(name => `sessionExplorer.${name}`),
    );
  });

  it('leaves keys, proxy and zone to where the person is', () => {
    assert.deepEqual(extensionKind, ['ui', 'workspace']);
  });
});

describe('the help of the view', () => {
  it('names commands that there are', () => {
    const [{ accessibilityHelpContent }] = contributes.views.sessionExplorer;
    const help = words[accessibilityHelpContent.slice(1, -1)] ?? '';
    const named = [...help.matchAll(/<keybinding:([\w.]+)>/g)].map(([, command = '']) => command);
    assert.ok(named.length > 0);
    assert.deepEqual(
      named.filter(command => !commands.has(command)),
      [],
    );
  });
});

describe('the setting of connections', () => {
  it('offers every service', () => {
    const { properties } = contributes.configuration;
    assert.deepEqual(
      [...properties['sessionExplorer.connections'].items.properties.provider.enum].sort(),
      PROVIDERS.map(({ id }) => id).sort(),
    );
  });
});

describe('the menus of a row', () => {
  it('depend on the row alone: where another key changes, VS Code draws all rows anew and drops the selection of some', () => {
    const entries: { command: string; when: string }[] = contributes.menus['view/item/context'];
    for (const { command, when } of entries)
      assert.match(when, /^view == sessionExplorer\.sessions && viewItem =~ \/\S+\/$/, command);
  });
});
