import assert from 'node:assert/strict';
import { mkdir, mkdtemp, readdir, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import * as vscode from 'vscode';
import type { Session } from '../../src/session/session.ts';
import type { QueryResult } from '../../src/ui/api/api.ts';
import { unasked } from './person.ts';
import { command, suiteServices } from './services.ts';

interface ExportedJson {
  query: string;
  total: number;
  exportedAt: string;
  coverage: QueryResult['coverage'];
  sessions: Session[];
}

describe('an export', () => {
  const suite = suiteServices('out', { sessions: 120 }, { timeZone: 'America/St_Johns' });
  let folder: string;

  before(async () => {
    folder = await mkdtemp(join(tmpdir(), 'session-explorer-'));
    await command('setQuery', 'provider:series');
  });

  after(async () => {
    await command('clearFilters');
    await rm(folder, { recursive: true });
  });

  const keysOf = async (query: string): Promise<string[]> =>
    (await suite().api.query(query, { limit: 100_000 })).sessions.map(({ key }) => key);

  async function exported(format: string, query?: string): Promise<string> {
    const file = join(folder, `export.${format}`);
    const request = { format, uri: vscode.Uri.file(file), ...(query === undefined ? {} : { query }) };
    await unasked(async () => command('export', request));
    return readFile(file, 'utf8');
  }

  it('without a query writes the current one, with an empty one everything', async () => {
    assert.equal((JSON.parse(await exported('json')) as ExportedJson).total, (await keysOf('provider:series')).length);
    const everything = JSON.parse(await exported('json', '')) as ExportedJson;
    assert.equal(everything.query, '');
    assert.deepEqual(
      everything.sessions.map(({ key }) => key),
      await keysOf(''),
    );
  });

  it('of one session holds all that its service tells of it', async () => {
    const [session] = (await suite().api.query('provider:digitalSamba status:completed min-participants:2')).sessions;
    assert.ok(session);
    const file = join(folder, 'one.json');
    await unasked(async () => command('export', { key: session.key, format: 'json', uri: vscode.Uri.file(file) }));
    const { sessions, query, total } = JSON.parse(await readFile(file, 'utf8'));
    assert.deepEqual([query, total], [undefined, 1]);
    assert.deepEqual(sessions, [JSON.parse(JSON.stringify(await suite().api.detail(session.key)))]);
    assert.ok(sessions[0].people.length > 1 && sessions[0].metrics.length > 20);
  });

  it('as JSON holds what the API holds, with its coverage', async () => {
    const answer = await suite().api.query('status:completed', { limit: 100_000 });
    const written = JSON.parse(await exported('json', 'status:completed')) as ExportedJson;
    assert.deepEqual(written.sessions, JSON.parse(JSON.stringify(answer.sessions)));
    assert.deepEqual(written.coverage, JSON.parse(JSON.stringify(answer.coverage)));
    assert.ok(!Number.isNaN(Date.parse(written.exportedAt)));
  });

  it('as CSV holds a row a session, guarded against formulas', async () => {
    const { series } = suite().simulator.world;
    const titles = ['=1+1', '+cmd', '-2', '@SUM(A1)', '\tTab', 'Comma, "quote"', 'two\nlines'];
    const start = Math.floor(Date.now() / 3_600_000) * 3_600_000 - 3 * 3_600_000;
    const added = titles.map((title, at) => series.add({ title, start: start - at * 60_000, cancelled: false }));
    await suite().api.refresh(suite().idOf('series'));
    const { sessions } = await suite().api.query('provider:series', { limit: 100_000 });
    const [head, ...rows] = parseCsv(await exported('csv', 'provider:series'));
    assert.ok(head);
    const column = (name: string): number => head.indexOf(name);
    assert.deepEqual(
      rows.map(row => row[column('key')]),
      sessions.map(({ key }) => key),
    );
    assert.ok(head.includes('start (America/St_Johns)'), head.join());
    for (const row of rows) assert.equal(row.length, head.length);
    for (const [at, { id }] of added.entries()) {
      const title = titles[at] ?? '';
      const written = rows.find(row => row[column('id')] === id)?.[column('title')];
      const guarded = /^[=+\-@\t]/.test(title) ? `'${title}` : title;
      assert.equal(written, guarded);
    }
    for (const { id } of added) series.remove(id);
  });

  it('as iCalendar holds an event a session that a calendar can read', async () => {
    const { sessions } = await suite().api.query('status:upcoming,cancelled', { limit: 100_000 });
    const text = await exported('ics', 'status:upcoming,cancelled');
    assert.ok(text.startsWith('BEGIN:VCALENDAR\r\n'), text.slice(0, 40));
    for (const line of text.split('\r\n')) assert.ok(Buffer.byteLength(line) <= 75, line);
    const events = text.replaceAll('\r\n ', '').split('BEGIN:VEVENT').slice(1);
    assert.equal(events.length, sessions.length);
    const uids = new Set(events.map(event => /^UID:(.*)$/m.exec(event)?.[1]?.trim()));
    assert.equal(uids.size, sessions.length);
    for (const session of sessions) {
      const event = events.find(each => each.includes(`UID:${session.key}@`));
      assert.ok(event, session.key);
      const utc = session.start?.replaceAll(/[-:]|\.\d+/g, '');
      assert.ok(event.includes(`DTSTART:${utc}`), event);
      assert.equal(/STATUS:CANCELLED/.test(event), session.status === 'cancelled', event);
    }
  });

  it('makes the folders that it is to stand in', async () => {
    const file = join(folder, 'new', 'deeper', 'sessions.json');
    await unasked(async () => command('export', { format: 'json', uri: vscode.Uri.file(file), query: 'status:live' }));
    assert.equal(JSON.parse(await readFile(file, 'utf8')).query, 'status:live');
  });

  it('that the disk refuses says so of the place that was chosen, and leaves nothing beside it', async () => {
    const taken = join(folder, 'taken.csv');
    await mkdir(join(taken, 'a folder'), { recursive: true });
    await assert.rejects(
      unasked(async () => command('export', { format: 'csv', uri: vscode.Uri.file(taken), query: '' })),
      ({ message }: Error) => message.includes(`${taken} could not be written (`) && !message.includes('.part'),
    );
    assert.deepEqual(
      (await readdir(folder)).filter(name => name.includes('.part')),
      [],
    );
  });

  it('of a bad query is refused, and leaves the file that was there', async () => {
    const before = await exported('json', 'status:live');
    await assert.rejects(exported('json', 'colour:red'), /colour/);
    assert.equal(await readFile(join(folder, 'export.json'), 'utf8'), before);
  });
});

/** Rows of RFC 4180. */
function parseCsv(text: string): string[][] {
  const rows: string[][] = [];
  let row: string[] = [];
  for (const [, quoted, plain = '', end] of text
    .replace(/^\uFEFF/, '')
    .matchAll(/(?:"((?:[^"]|"")*)"|([^",\r\n]*))(,|\r\n|$)/g)) {
    row.push(quoted === undefined ? plain : quoted.replaceAll('""', '"'));
    if (end === ',') continue;
    if (row.length > 1) rows.push(row);
    row = [];
    if (end === '') break;
  }
  return rows;
}
