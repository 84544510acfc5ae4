import './vscode.ts';
import assert from 'node:assert/strict';
import type { Session } from '../../../src/session/session.ts';
import type { Node } from '../../../src/ui/tree/nodes.ts';
import { HOSTILE_TEXTS, LONG } from '../fuzz/hostile.ts';
import { inSlices, joined } from './export/slices.ts';
import { NOW, providerLabel, session, ZONE } from './world.ts';

// After the stub of `vscode`, which these ask for words.
const { describe: describeNode } = await import('../../../src/ui/tree/describe.ts');
const { tooltipOf } = await import('../../../src/ui/tree/tooltip.ts');
const { announcement } = await import('../../../src/ui/share/announcement.ts');
const { keyOfLink, sessionLink } = await import('../../../src/ui/share/link.ts');
const { sessionLine } = await import('../../../src/ui/share/line.ts');
const { rawPath, readPath } = await import('../../../src/ui/documents/uris.ts');
const { calendar } = await import('../../../src/ui/export/calendar.ts');
const { csv } = await import('../../../src/ui/export/csv.ts');
const { digitalSamba } = await import('../../../src/providers/digital-samba/provider.ts');

/** A session of which every text is the same. */
const named = (text: string): Session =>
  session('c', text || 'empty', {
    title: text,
    rawStatus: text,
    host: { id: text, name: text, displayName: text },
    coHosts: [{ id: text, name: text }],
    place: { id: text, name: text },
    kind: { id: text, name: text, color: text },
    client: { id: text, name: text },
  });

const context = {
  display: { timeZone: ZONE, locale: 'en-GB', now: NOW },
  providerLabel,
  whoIs: () => ({ name: 'x', connectionId: 'c' }),
  changes: () => [],
  hasLink: () => false,
  notCurrent: () => [],
};

/** One line, of a length that can be drawn, that keeps its directions to itself. */
function assertLine(text: string, where: string): void {
  assert.doesNotMatch(text, /[\p{Cc}\u2028\u2029]/u, where);
  assert.ok(text.length < 3000, `${where}: ${text.length} characters`);
  assert.ok(text.isWellFormed(), where);
  let open = 0;
  for (const [character] of text.matchAll(/[\u2066-\u2069]/g)) {
    open += character === '\u2069' ? -1 : 1;
    assert.ok(open === 0 || open === 1, where);
  }
  assert.equal(open, 0, where);
}

describe('hostile text', () => {
  const sessions = [...HOSTILE_TEXTS, LONG].map(named);

  it('stays in its row of the tree, and in its line of the tooltip', () => {
    for (const each of sessions) {
      const node: Node = { kind: 'session', id: 's', session: each };
      const { label, description = '', accessibilityLabel } = describeNode(node, context);
      for (const text of [label, description, accessibilityLabel])
        assertLine(text, JSON.stringify(each.title.slice(0, 50)));
      const tooltip = tooltipOf(node, context);
      assert.ok(tooltip);
      for (const { name = '', text } of [...tooltip.lines, { text: tooltip.heading }])
        assertLine(name + text, `tooltip: ${name} of ${JSON.stringify(each.title.slice(0, 50))}`);
    }
  });

  it('stays in its announcement, which stays short', () => {
    const words = { hostedBy: (name: string) => `Hosted by ${name}`, status: () => 'Live' };
    for (const each of sessions) {
      const text = announcement(each, words, 'https://example.com/1');
      assert.ok(text.split('\n').length <= 5);
      assert.ok(text.length <= 6000);
    }
  });

  it('in an id opens that session and no other, by a document, a link, an address', () => {
    for (const each of sessions) {
      assert.deepEqual(readPath(rawPath('series', each.key)), { kind: 'raw', key: each.key });
      const link = sessionLink('vscode', each.key);
      if (link !== undefined) {
        const { pathname, search } = new URL(link);
        assert.equal(keyOfLink(pathname, decodeURIComponent(search.slice(1))), each.key);
      }
      assert.doesNotMatch(sessionLine(each), /[\n\r\u2028\u2029]/);
      const { host, pathname: path } = digitalSamba.curlUrl({ id: 'c', provider: 'digitalSamba' }, each);
      assert.equal(host, 'api.digitalsamba.com');
      assert.match(path, /^\/api\/v1\/sessions\/[^/]*$/);
    }
  });

  it('stays in its cell and its event', async () => {
    const table = await joined(csv(inSlices(sessions), { name: 'UTC', word: String }));
    const rows = cells(table);
    assert.equal(rows.length, sessions.length + 1);
    for (const row of rows) {
      assert.equal(row.length, rows[0]?.length);
      for (const cell of row) assert.doesNotMatch(cell, /^[=+\-@\t]/);
    }
    const events = await joined(calendar(inSlices(sessions), { name: 'Sessions', providerLabel }));
    assert.equal(events.match(/^BEGIN:VEVENT\r$/gm)?.length, sessions.length);
    assert.doesNotMatch(events.replaceAll('\r\n', ''), /[\r\n\0]/);
  });
});

/** A reader of RFC 4180. */
function cells(text: string): string[][] {
  const rows: string[][] = [[]];
  for (const [, quoted, plain = '', end] of text.matchAll(/(?:"((?:[^"]|"")*)"|([^",\r\n]*))(,|\r\n|$)/g)) {
    rows.at(-1)?.push(quoted?.replaceAll('""', '"') ?? plain);
    if (end === '\r\n') rows.push([]);
    if (end === '') break;
  }
  return rows.slice(0, -1);
}
