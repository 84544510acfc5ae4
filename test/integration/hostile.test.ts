import assert from 'node:assert/strict';
import { mkdtemp, readdir, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import * as vscode from 'vscode';
import { textsReplaced } from '../unit/fuzz/hostile.ts';
import { unasked } from './person.ts';
import { command, suiteServices } from './services.ts';

/** More than a megabyte that would run, link, end a row, a cell, an event or a line, and lead out of a folder. */
const LONG = '=1+1,"[x](command:y)$(x)<script>../\u202e\u0000\r\n'.repeat(30_000);

describe('a record with a megabyte of hostile text in each field', () => {
  const suite = suiteServices('long', { sessions: 60 });
  let folder: string;
  let key: string;
  let count: number;

  before(async () => {
    folder = await mkdtemp(join(tmpdir(), 'session-explorer-'));
    const { simulator, api, idOf } = suite();
    const [one] = simulator.world.series.select({ to: Date.now() });
    assert.ok(one);
    key = `${idOf('series')}/${one.id}`;
    simulator.faults.set('series', {
      kind: 'mutate',
      change: record => (JSON.stringify(record).includes(`"${one.id}"`) ? textsReplaced(record, LONG) : record),
    });
    const [coverage] = await api.refresh(idOf('series'));
    assert.ok(coverage?.complete, coverage?.problem);
    count = coverage.fetched;
  });

  after(async () => {
    await vscode.commands.executeCommand('workbench.action.closeAllEditors');
    await vscode.env.clipboard.writeText('');
    await rm(folder, { recursive: true });
  });

  it('is held as it came, and shown raw as it came', async () => {
    const { sessions } = await suite().api.query('provider:series', { limit: 1000 });
    assert.equal(sessions.find(session => session.key === key)?.title, LONG);
    await command('openRaw', key);
    const document = vscode.window.activeTextEditor?.document;
    assert.equal(JSON.parse(document?.getText() ?? '').Title, LONG);
  });

  it('stays in its row, its event and its object of an export, which writes its own files alone', async () => {
    const texts: Record<string, string> = {};
    for (const format of ['csv', 'json', 'ics']) {
      const file = join(folder, `export.${format}`);
      await unasked(async () => command('export', { format, uri: vscode.Uri.file(file), query: 'provider:series' }));
      texts[format] = await readFile(file, 'utf8');
    }
    assert.deepEqual((await readdir(folder)).sort(), ['export.csv', 'export.ics', 'export.json']);
    assert.equal(JSON.parse(texts.json ?? '').sessions.length, count);
    // Outside of quotes a row is a line.
    const rows = (texts.csv ?? '').replaceAll(/"(?:[^"]|"")*"/g, '').split('\r\n');
    assert.equal(rows.filter(row => row !== '').length, count + 1);
    assert.equal(new Set(rows.filter(row => row !== '').map(row => row.split(',').length)).size, 1);
    const lines = (texts.ics ?? '').split('\r\n');
    assert.equal(lines.filter(line => line === 'BEGIN:VEVENT').length, count);
    for (const line of lines) assert.ok(Buffer.byteLength(line) <= 75 && !/[\r\n\0]/.test(line), line);
  });

  it('is announced, copied and told to agents as text', async () => {
    await command('copyAnnouncement', key);
    assert.ok((await vscode.env.clipboard.readText()).split('\n').length <= 5);
    const { content } = await vscode.lm.invokeTool('sessionExplorer_get_session', {
      input: { key },
      toolInvocationToken: undefined,
    });
    const [part] = content;
    assert.ok(part instanceof vscode.LanguageModelTextPart);
    assert.equal(JSON.parse(part.value).session.key, key);
  });

  it('makes no line of the log, and no tab, longer than others', async () => {
    await command('openDetail', key);
    for (const { tabs } of vscode.window.tabGroups.all) for (const { label } of tabs) assert.ok(label.length < 300);
    const home = join(vscode.workspace.workspaceFolders?.[0]?.uri.fsPath ?? '', '../data/logs');
    const logs = (await readdir(home, { recursive: true }).catch(() => [])).filter(name =>
      name.endsWith('Session Explorer.log'),
    );
    if (process.env.SESSION_EXPLORER_VSCODE !== 'desktop') assert.ok(logs.length > 0);
    for (const name of logs)
      for (const line of (await readFile(join(home, name), 'utf8')).split('\n')) assert.ok(line.length < 3000, line);
  });
});
