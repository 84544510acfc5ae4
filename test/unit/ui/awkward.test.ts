import assert from 'node:assert/strict';
import type { Attendance, DetailRecord } from '../../../src/session/detail.ts';
import { viewModel } from '../../../src/ui/detail/view-model.ts';
import type { DetailView, Section } from '../../../src/webview/protocol.ts';
import { compareModel, compareWords } from './compare/english.ts';
import { words } from './detail/english.ts';
import * as samples from './detail/samples.ts';
import { overviewModel, words as overviewWords } from './overview/english.ts';
import { input } from './overview/samples.ts';

const NOW = Date.parse(samples.at('12:00'));
const DISPLAY = { timeZone: 'Europe/London', locale: 'en', now: NOW };

const ORDINARY: Record<string, () => DetailRecord> = {
  digitalSamba: () => samples.ended(),
  hyra: samples.hyra,
  placio: samples.placio,
  prplManagement: samples.prpl,
  series: samples.series,
};

/** The record with these people, wherever its service has its people. */
function withPeople(record: DetailRecord, people: Attendance[]): DetailRecord {
  const { rosters, detail } = record;
  const [roster] = rosters;
  const [group] = roster?.groups ?? [];
  const slots = people.map(({ id }) => ({ person: { id }, attended: true }));
  return {
    ...record,
    detail: { ...detail, people, participants: { ...detail.participants, total: people.length } },
    rosters: roster && group && people.length > 0 ? [{ ...roster, groups: [{ ...group, slots }] }] : [],
  };
}

const person = (id: string, joined?: string, left?: string): Attendance => ({
  id,
  ...(joined ? { joined } : {}),
  ...(left ? { left } : {}),
});
const start = samples.at('10:00');

/** What the issue calls awkward, each made of an ordinary record of any service. */
const AWKWARD: Record<string, (record: DetailRecord) => DetailRecord> = {
  'no people': record => withPeople(record, []),
  'one person for one second': record => withPeople(record, [person('a', start, samples.at('10:00:01'))]),
  '5,000 people': record => withPeople(record, samples.people(5000)),
  'people who never left': record => withPeople(record, [person('a', start), person('b', samples.at('10:10'))]),
  'clocks that run backwards': record => ({
    ...withPeople(record, [person('a', samples.at('10:10'), samples.at('10:05'))]),
    detail: {
      ...withPeople(record, [person('a', samples.at('10:10'), samples.at('10:05'))]).detail,
      start: samples.at('11:00'),
      end: start,
    },
  }),
  'zero minutes': record => ({
    ...record,
    detail: {
      ...record.detail,
      start,
      end: start,
      durationMinutes: 0,
      metrics: record.detail.metrics.map(metric => ({ ...metric, value: 0 })),
    },
  }),
  'missing fields': ({ detail }) => samples.record({ provider: detail.provider, title: 'x' }),
  'a title of 500 characters with markup and overrides': record => ({
    ...record,
    detail: { ...record.detail, title: samples.AWKWARD },
  }),
};

/** Numbers that nobody may read, wherever they stand. */
function assertReadable(view: unknown): void {
  const told = JSON.stringify(view);
  for (const odd of ['NaN', 'Infinity', 'undefined', 'Invalid Date', '[object', '"-0"'])
    assert.ok(
      !told.includes(odd),
      `${odd} in ${told.slice(Math.max(0, told.indexOf(odd) - 80), told.indexOf(odd) + 20)}`,
    );
  // JSON writes NaN and Infinity as null.
  assert.ok(
    !told.includes(':null'),
    `a number is none: ${told.slice(told.indexOf(':null') - 60, told.indexOf(':null'))}`,
  );
  for (const [, fraction = ''] of told.matchAll(/"(?:fraction|at|from|to|meter)":(-?[\d.e-]+)/g))
    assert.ok(Number(fraction) >= 0 && Number(fraction) <= 1, `${fraction} lies outside`);
}

const section = <K extends Section['kind']>(view: DetailView, kind: K) =>
  view.sections.find((each): each is Extract<Section, { kind: K }> => each.kind === kind);

for (const [provider, ordinary] of Object.entries(ORDINARY))
  for (const [name, make] of Object.entries(AWKWARD))
    describe(`${provider} with ${name}`, () => {
      const record = make(ordinary());
      const { detail } = record;

      it('can be read in the detail', () => {
        const view = viewModel({
          record,
          fetchedAt: NOW,
          now: NOW,
          zone: 'Europe/London',
          locale: 'en',
          words,
          source: provider,
        });
        assertReadable(view);
        assert.equal(view.header.title, detail.title);
        const named = new Set(detail.people.map(({ id }) => id)).size;
        const slots = section(view, 'rosters')?.rosters.flatMap(roster => roster.groups.flatMap(group => group.slots));
        const rows = section(view, 'people')?.table.rows.length ?? slots?.filter(slot => !slot.vacant).length ?? 0;
        if (detail.people.length > 0) assert.equal(rows, named);
        const lanes = section(view, 'attendance')?.chart.lanes.length;
        const timed = detail.people.some(({ joined, left }) => joined ?? left);
        assert.equal(lanes, timed ? named : undefined);
        if (name === 'one person for one second')
          assert.equal(section(view, 'attendance')?.chart.lanes[0]?.total, '1 s');
        if (name === 'zero minutes' && detail.status !== 'live')
          assert.deepEqual(view.figures[0]?.amounts, [{ text: '0', unit: 'min' }]);
        if (name === 'no people') assert.equal(section(view, 'people'), undefined);
      });

      it('can be compared with an ordinary one', () => {
        const other = samples.ended();
        const side = (of: DetailRecord) => ({ session: of.detail, record: of, source: of.detail.provider });
        const view = compareModel(side(record), side(other), compareWords, DISPLAY);
        assertReadable(view);
        assert.equal(view.sides[0].title, detail.title);
        const same = compareModel(side(record), side(record), compareWords, DISPLAY);
        assert.ok(same.groups.every(({ rows }) => rows.every(({ verdict }) => verdict !== 'differs')));
      });

      it('is summed up in the overview', async () => {
        const { metrics, people, checks, raw, ...session } = detail;
        const view = overviewModel(await input([{ session, attendees: [] }]), overviewWords, DISPLAY);
        assertReadable(view);
        assert.equal(view.figures[0]?.amounts[0]?.text, '1');
        const minutes = view.figures.flatMap(({ amounts }) => amounts.map(({ text }) => text));
        assert.ok(
          minutes.every(text => !/^[-−]/.test(text)),
          minutes.join(' '),
        );
      });
    });
