import assert from 'node:assert/strict';
import { createSessionIndex } from '../../../../src/query/session-index.ts';
import type { SessionEntry } from '../../../../src/session/session.ts';
import type {
  BarCell,
  BarTable,
  ColumnChart,
  DataTable,
  HoursChart,
  OverviewView,
} from '../../../../src/webview/overview-protocol.ts';
import { overviewModel, words } from './english.ts';
import { community, connection, entry, input, NOW, query, ZONE } from './samples.ts';

const DISPLAY = { timeZone: ZONE, locale: 'en-GB', now: NOW };

const view = async (...told: Parameters<typeof input>): Promise<OverviewView> =>
  overviewModel(await input(...told), words, DISPLAY);

const chart = <T>(of: OverviewView, id: string): T => {
  const found = of.sections.find(section => section.id === id);
  assert.ok(found, `section ${id}`);
  return found.chart as T;
};

const number = (text: string | undefined): number => Number(text?.replaceAll(',', ''));

/** Every number that is a link, and what it claims to find. */
function claims(of: OverviewView): { query: string; count: number; where: string }[] {
  const all: { query: string; count: number; where: string }[] = [];
  const claim = (where: string, link: string | undefined, count: number): void => {
    if (link !== undefined) all.push({ query: link, count, where });
  };
  const days = chart<ColumnChart>(of, 'days');
  for (const { query: link, count, label } of days.legend) claim(label, link, number(count));
  const tables: [string, DataTable][] = [
    ['days', days.table],
    ['hours', chart<HoursChart>(of, 'hours').table],
  ];
  for (const [name, table] of tables)
    for (const row of table.rows) {
      const total = name === 'days' ? row.cells[0] : row.cells.at(-1);
      claim(`${name} ${row.label}`, row.query, number(total?.text));
      for (const cell of row.cells) claim(`${name} ${row.label}`, cell.query, number(cell.text));
    }
  for (const day of chart<HoursChart>(of, 'hours').days)
    for (const cell of day.cells) claim(cell.text, cell.query, number(/: ([\d,]+) session/.exec(cell.text)?.[1]));
  for (const column of days.columns)
    claim(column.text, column.query, number(/: ([\d,]+) session/.exec(column.text)?.[1]));
  for (const measure of ['people', 'minutes'])
    for (const row of chart<ColumnChart>(of, measure).table.rows)
      claim(`${measure} ${row.label}`, row.query, number(row.cells[1]?.text.split(' of ')[1]));
  const hosts = chart<BarTable>(of, 'hosts');
  for (const row of [...hosts.rows, ...(hosts.more?.rows ?? [])])
    claim(row.label, row.query, number(row.cells[0]?.text));
  const lost = of.sections.some(({ id }) => id === 'lost') ? chart<BarTable>(of, 'lost').rows : [];
  for (const row of lost)
    for (const cell of row.cells) claim(`lost ${row.label}`, cell.query, number(cell.note?.split(' of ')[0]));
  return all;
}

async function check(entries: readonly SessionEntry[], text: string): Promise<void> {
  const index = createSessionIndex();
  index.put(entries);
  const all = claims(await view(entries, text));
  assert.ok(all.length > 50, `${all.length} claims`);
  for (const claim of all) {
    const { selection } = await index.search(query(claim.query), { timeZone: ZONE, now: NOW, me: [] });
    assert.equal(selection.total, claim.count, `${claim.where}: ${claim.query}`);
  }
}

describe('overview model', () => {
  for (const text of [
    '',
    'status:completed,cancelled -provider:placio',
    'host:u1,u2,u4 after:2025-11-01 before:2025-12-01',
    '-host:u0 hour:18,19,20 min-participants:2',
  ])
    it(`gives each bar and number a query that finds just as many: ${text || 'all'}`, async () => {
      await check(community(500), text);
    }).timeout(20_000);

  it('does so for weeks, months and years too', async () => {
    for (const days of [3, 20, 300]) {
      const spread = community(120).map(({ session, ...rest }, n) => ({
        ...rest,
        session: { ...session, start: new Date(NOW - n * days * 86_400_000).toISOString() },
      }));
      await check(spread, '');
    }
  }).timeout(20_000);

  it('divides the days of an hour change by the display zone', async () => {
    // In London, 26 October 2025 begins at 23:00 UTC the day before and has 25 hours.
    const starts = [
      '2025-10-25T22:59:59Z',
      '2025-10-25T23:00:00Z',
      '2025-10-26T00:30:00Z',
      '2025-10-26T01:30:00Z',
      '2025-10-26T23:59:59Z',
    ];
    const shown = await view(starts.map((start, n) => entry({ id: String(n), start: new Date(start).toISOString() })));
    const { table } = chart<ColumnChart>(shown, 'days');
    assert.deepEqual(
      table.rows.map(row => [row.label, row.cells[0]?.text]),
      [
        ['Sat, 25 Oct 2025', '1'],
        ['Sun, 26 Oct 2025', '4'],
      ],
    );
    const sunday = chart<HoursChart>(shown, 'hours').days[6];
    assert.match(sunday?.cells[1]?.text ?? '', /^Sunday 01:00–02:00: 2 sessions$/);
  });

  it('says "not reported" where nobody says, and zero only where somebody does', async () => {
    const shown = await view([
      entry({ provider: 'hyra', start: '2025-11-20T10:00:00.000Z' }),
      entry({ provider: 'digitalSamba', start: '2025-11-20T11:00:00.000Z', participants: { total: 3, capacity: 100 } }),
    ]);
    const figure = (name: string) =>
      shown.figures.find(({ term }) => term.label === name)?.amounts.map(({ text }) => text);
    assert.deepEqual(figure('People'), ['3']);
    assert.deepEqual(figure('Session time'), []);
    assert.deepEqual(figure('Cancelled'), ['0%']);
    assert.deepEqual(figure('Missed'), []);
    assert.deepEqual(figure('Places filled'), []);
    assert.deepEqual(figure('Attended'), []);
    const rows = (id: string) =>
      Object.fromEntries(
        chart<BarTable>(shown, id).rows.map(row => [row.label, row.cells.map((cell: BarCell) => cell.text)]),
      );
    assert.deepEqual(rows('lost'), { Hyra: ['0%', undefined], 'Digital Samba': [undefined, undefined] });
    assert.deepEqual(rows('attendance'), {
      Hyra: [undefined, 'no sessions', undefined],
      'Digital Samba': [undefined, undefined, undefined],
    });
    const minutes = chart<ColumnChart>(shown, 'minutes');
    assert.deepEqual(
      minutes.columns.map(column => column.missing),
      [true],
    );
    assert.deepEqual(minutes.table.rows[0]?.cells, [{ text: 'not reported', missing: true }, { text: '0 of 2' }]);
    assert.equal(chart<BarTable>(shown, 'hosts').rows.length, 0);
  });

  it('leaves cancelled and missed sessions out of people and time, and says over how many it sums', async () => {
    const shown = await view([
      entry({ id: 'a', start: '2025-11-20T10:00:00.000Z', durationMinutes: 45, participants: { total: 4 } }),
      entry({ id: 'b', start: '2025-11-20T10:00:00.000Z', durationMinutes: 0, participants: { total: 0 } }),
      entry({ id: 'c', start: '2025-11-20T12:00:00.000Z' }),
      entry({
        id: 'd',
        start: '2025-11-20T12:00:00.000Z',
        status: 'cancelled',
        durationMinutes: 60,
        participants: { total: 9 },
      }),
    ]);
    const people = shown.figures.find(({ term }) => term.label === 'People');
    assert.deepEqual([people?.amounts[0]?.text, people?.note], ['4', 'over 2 of 3 sessions']);
    assert.deepEqual(shown.figures.find(({ term }) => term.label === 'Session time')?.amounts[0], {
      text: '45',
      unit: 'min',
      metric: 'time',
    });
    assert.match(chart<ColumnChart>(shown, 'people').columns[0]?.query ?? '', /-status:cancelled,missed$/);
  });

  it('takes attendance from completed sessions, and places from services that have places', async () => {
    const participants = { total: 8, capacity: 10, attended: 6 };
    const shown = await view([
      entry({ id: 'a', participants }),
      entry({ id: 'b', participants: { total: 1, capacity: 10 }, status: 'upcoming' }),
      entry({ id: 'c', provider: 'digitalSamba', participants: { total: 50, capacity: 100 } }),
    ]);
    const figure = (name: string) => shown.figures.find(({ term }) => term.label === name);
    assert.deepEqual([figure('Places filled')?.amounts[0]?.text, figure('Places filled')?.note], ['80%', '8 of 10']);
    assert.deepEqual([figure('Attended')?.amounts[0]?.text, figure('Attended')?.note], ['75%', '6 of 8']);
  });

  it('says over how much of how much it is', async () => {
    const entries = [entry({ id: 'a', start: '2025-11-20T10:00:00.000Z' }), entry({ id: 'b' })];
    const shown = await view(entries, 'provider:series', {
      connections: [connection('series', { fetched: 1200, reportedTotal: 8096, complete: false, stopped: 'budget' })],
      beyond: ['series'],
    });
    assert.equal(
      shown.scope,
      '2 of 1,200 sessions that are held · the services report 8,096 · 1 without a start: in no day and no hour',
    );
    assert.deepEqual(
      shown.notices.map(({ level, text, action }) => [level, text, action?.action]),
      [
        ['warning', 'series is not complete: 1,200 of 8,096 · 3 min ago · stopped: rate budget', undefined],
        ['info', 'The query reaches beyond what was loaded from Series.', 'load'],
      ],
    );
  });

  it('does not speak of shares of cancelled sessions where the query chose by status', async () => {
    const shown = await view([entry({ id: 'a' })], 'status:completed');
    assert.equal(
      shown.sections.some(({ id }) => id === 'lost'),
      false,
    );
    assert.equal(
      shown.figures.some(({ term }) => term.label === 'Cancelled'),
      false,
    );
  });

  it('draws no more years than can be told apart, and says what it left out', async () => {
    const shown = await view([
      entry({ id: 'a', start: '0001-01-01T00:00:00.000Z' }),
      entry({ id: 'b', start: '2025-11-20T10:00:00.000Z' }),
    ]);
    assert.ok(chart<ColumnChart>(shown, 'days').columns.length <= 62);
    assert.equal(shown.sections[0]?.note, '1 in other times are not drawn');
  });

  it('keeps hosts as text, in isolation, and those beyond the first in a disclosure', async () => {
    const names = ['<b>x</b>', '‮evil', ...Array.from({ length: 120 }, (_, n) => `host ${n}`), '<b>x</b>', '‮evil'];
    const shown = await view(names.map((name, n) => entry({ id: String(n), host: { id: `h${n % 122}`, name } })));
    const hosts = chart<BarTable>(shown, 'hosts');
    const labels = [...hosts.rows, ...(hosts.more?.rows ?? [])].map(({ label }) => label);
    assert.ok(labels.includes('⁨<b>x</b>⁩'));
    assert.ok(labels.includes('⁨‮evil⁩'));
    assert.equal(labels.length, 100);
    assert.equal(hosts.foot, 'and 22 hosts with 22 sessions');
  });

  it('has something to do where there is nothing to sum up', async () => {
    const actions = (of: OverviewView) => of.empty?.actions.map(({ action }) => action);
    assert.deepEqual(actions(await view([], '', { connections: [] })), ['addConnection', 'startDemo']);
    assert.deepEqual(actions(await view([], '', { connections: [connection('series')] })), ['refresh']);
    assert.deepEqual(actions(await view([entry({})], 'host:nobody')), ['clear']);
  });

  it('tells devices for how many of how many sessions, and asks for more', async () => {
    const sums = { desktop: { minutes: 30, people: 2 }, mobile: { minutes: 10, people: 0 }, tablet: {}, smarttv: {} };
    const shown = await view([entry({ provider: 'digitalSamba' })], '', {
      devices: { sessions: 40, known: 12, failed: 0, next: 28, sums },
    });
    const devices = chart<{ text: string; table: BarTable; action: { label: string } }>(shown, 'devices');
    assert.equal(devices.text, 'From 12 of 40 completed sessions, the newest first.');
    assert.equal(devices.action.label, 'Ask for 28 More');
    assert.deepEqual(
      devices.table.rows[1]?.cells.map(({ query }) => query),
      ['provider:digitalSamba status:completed', undefined],
    );
    assert.deepEqual(
      devices.table.rows.map(row => row.cells.map(({ text, note }) => [text, note])),
      [
        [
          ['30', '75%'],
          ['2', '100%'],
        ],
        [
          ['10', '25%'],
          ['0', '0%'],
        ],
        [
          [undefined, undefined],
          [undefined, undefined],
        ],
        [
          [undefined, undefined],
          [undefined, undefined],
        ],
      ],
    );
  });
});
