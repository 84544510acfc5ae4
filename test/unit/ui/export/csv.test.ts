import assert from 'node:assert/strict';
import fc from 'fast-check';
import '../vscode.ts';
import type { Session } from '../../../../src/session/session.ts';
import { session } from '../world.ts';
import { inSlices, joined } from './slices.ts';

const { csv, csvCell } = await import('../../../../src/ui/export/csv.ts');

async function written(...slices: Session[][]): Promise<string> {
  return joined(csv(inSlices(...slices), { name: 'Europe/Madrid', word: iso => `zoned ${iso}` }));
}

/** A reader after RFC 4180, which knows nothing of the writer. */
function parse(text: string): string[][] {
  const rows: string[][] = [];
  let row: string[] = [];
  const cell = /("(?:[^"]|"")*"|[^",\r\n]*)(,|\r\n)/gy;
  while (cell.lastIndex < text.length) {
    const at = cell.lastIndex;
    const [, value = '', end] = cell.exec(text) ?? assert.fail(`no cell at ${at}: ${text.slice(at, at + 40)}`);
    row.push(value.startsWith('"') ? value.slice(1, -1).replaceAll('""', '"') : value);
    if (end === ',') continue;
    rows.push(row);
    row = [];
  }
  return rows;
}

async function rows(...sessions: Session[]): Promise<Record<string, string>[]> {
  const [head = [], ...body] = parse((await written(sessions)).slice(1));
  return body.map(row => {
    assert.equal(row.length, head.length);
    return Object.fromEntries(head.map((name, at) => [name, row[at] ?? '']));
  });
}

describe('CSV', () => {
  it('starts with a byte order mark and names the zone of its columns', async () => {
    const text = await written([]);
    assert.equal(text[0], '\uFEFF');
    assert.ok(text.includes(',start_utc,start (Europe/Madrid),'));
    assert.ok(text.endsWith('\r\n'));
  });

  it('gives back every text as it was, but for the guard of formulas', async () => {
    const texts = fc.array(
      fc.string({ unit: fc.constantFrom('"', ',', '\r', '\n', '=', '-', ' ', 'é', 'a', '\u2028') }),
      { minLength: 1, maxLength: 5 },
    );
    await fc.assert(
      fc.asyncProperty(texts, async titles => {
        const read = await rows(...titles.map((title, at) => session('c', String(at), { title })));
        for (const [at, title] of titles.entries())
          assert.equal(
            read[at]?.title,
            csvCell(title).startsWith("'") || /^"'/.test(csvCell(title)) ? `'${title}` : title,
          );
      }),
    );
  });

  it('guards whatever a spreadsheet would take for a formula', () => {
    for (const text of ['=1+1', '+1', '-1', '@SUM(A1)', '\t=1', '\r=1', '\n=1', '＝1', '＋1', '－1', '＠x'])
      assert.match(csvCell(text), /^"?'/, JSON.stringify(text));
    for (const text of ['1+1', 'a=b', 'Ana', '', ' x']) assert.equal(csvCell(text), text);
  });

  it('leaves numbers alone, negative ones too, and writes nothing for what is not known', () => {
    assert.deepEqual([csvCell(-5), csvCell(0), csvCell(undefined), csvCell(null)], ['-5', '0', '', '']);
  });

  it('holds instants in UTC and in the zone, people by name and id', async () => {
    const [row] = await rows(
      session('c', '1', {
        start: '2025-11-20T10:00:00.000Z',
        end: '2025-11-20T11:00:00.000Z',
        endSource: 'derived',
        host: { id: 'u1', name: 'ana', displayName: '' },
        coHosts: [{ id: 'u2' }, { id: 'u3', name: 'bo' }],
        participants: { total: 0 },
        flags: ['delayed', 'claimable'],
      }),
    );
    assert.ok(row);
    assert.equal(row.start_utc, '2025-11-20T10:00:00.000Z');
    assert.equal(row['start (Europe/Madrid)'], 'zoned 2025-11-20T10:00:00.000Z');
    assert.equal(row['end (Europe/Madrid)'], 'zoned 2025-11-20T11:00:00.000Z');
    assert.equal(row.end_source, 'derived');
    assert.deepEqual([row.host_id, row.host, row.co_hosts], ['u1', 'ana', 'u2; bo']);
    assert.deepEqual([row.participants_total, row.participants_live], ['0', '']);
    assert.equal(row.flags, 'delayed; claimable');
  });

  it('comes slice by slice', async () => {
    const text = await written([session('c', '1'), session('c', '2')], [], [session('c', '3')]);
    assert.deepEqual(
      parse(text.slice(1)).map(([key]) => key),
      ['key', 'c/1', 'c/2', 'c/3'],
    );
  });
});
