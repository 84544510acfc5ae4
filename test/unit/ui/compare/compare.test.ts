import assert from 'node:assert/strict';
import type { DetailRecord, Metric } from '../../../../src/session/detail.ts';
import type { Side } from '../../../../src/ui/compare/model.ts';
import type { CompareRow, CompareView } from '../../../../src/webview/compare-protocol.ts';
import * as samples from '../detail/samples.ts';
import { compareModel, compareWords } from './english.ts';

const DISPLAY = { timeZone: 'Europe/London', locale: 'en-GB', now: Date.parse('2024-03-22T12:00:00Z') };

const side = (record: DetailRecord, part: Partial<Side> = {}): Side => ({
  session: record.detail,
  record,
  source: record.detail.provider,
  ...part,
});

const compare = (first: Side, second: Side): CompareView => compareModel(first, second, compareWords, DISPLAY);

const shown = (row: CompareRow): string[] =>
  row.cells.map(cell => ('missing' in cell ? `(${cell.missing})` : cell.text));

function row(view: CompareView, label: string, group?: string): CompareRow {
  const found = view.groups
    .filter(({ title }) => group === undefined || title === group)
    .flatMap(({ rows }) => rows)
    .find(({ term }) => term.label === label);
  assert.ok(found, `row ${label}`);
  return found;
}

const samba = (metrics: Record<string, number>, part = {}): DetailRecord =>
  samples.record({
    provider: 'digitalSamba',
    title: 'Room',
    metrics: Object.entries(metrics).map(
      ([name, value]): Metric => ({ name, value, unit: name.endsWith('minutes') ? 'minutes' : 'count' }),
    ),
    ...part,
  });

describe('comparing two sessions', () => {
  it('holds the same metrics against each other, with the difference from the first to the second', () => {
    const view = compare(
      side(samba({ participation_minutes: 60, recorded_minutes: 10, polls: 1 })),
      side(samba({ participation_minutes: 45, recorded_minutes: 10, polls: 3 })),
    );
    const minutes = row(view, 'Participation minutes');
    assert.deepEqual(
      [shown(minutes), minutes.verdict, minutes.difference],
      [['60 min', '45 min'], 'differs', '−15 min'],
    );
    assert.equal(row(view, 'Recorded').verdict, 'same');
    assert.equal(row(view, 'Polls').difference, '+2');
    assert.match(minutes.term.meaning ?? '', /participation_minutes/);
  });

  it('tells zero from what is not reported, and what is not reported is no difference', () => {
    const view = compare(side(samba({ polls: 0 })), side(samba({ answers: 2 })));
    assert.deepEqual(shown(row(view, 'Polls')), ['0', '(not reported)']);
    assert.equal(row(view, 'Polls').verdict, 'one-sided');
    assert.equal(view.summary.startsWith('Nothing differs'), true);
  });

  it('has no row for what neither reports', () => {
    const labels = compare(side(samba({})), side(samba({}))).groups.flatMap(({ rows }) =>
      rows.map(each => each.term.label),
    );
    assert.deepEqual(labels, ['Status']);
  });

  it('loses no metric of either side', () => {
    const first = samples.ended();
    const view = compare(side(first), side(samples.hyra()));
    const told = view.groups.flatMap(({ rows }) => rows).map(({ term }) => term.meaning ?? '');
    const shared = ['active_participants', 'max_concurrent_participants', 'live_participants'];
    for (const { name } of first.detail.metrics)
      if (!shared.includes(name))
        assert.ok(
          told.some(meaning => meaning.includes(name)),
          name,
        );
    assert.equal(row(view, 'People', 'People').verdict, 'one-sided');
  });

  it('compares any services in what they share', () => {
    const view = compare(
      side(
        samples.record({
          provider: 'series',
          title: 'A',
          durationMinutes: 60,
          participants: { total: 4, capacity: 8, attended: 3 },
        }),
      ),
      side(
        samples.record({
          provider: 'prplManagement',
          title: 'B',
          durationMinutes: 90,
          participants: { total: 4, capacity: 10 },
        }),
      ),
    );
    assert.deepEqual(
      [shown(row(view, 'Duration')), row(view, 'Duration').difference],
      [['1 h', '1 h 30 min'], '+30 min'],
    );
    assert.equal(row(view, 'People', 'People').verdict, 'same');
    assert.equal(row(view, 'Places').difference, '+2');
    assert.deepEqual(shown(row(view, 'Attended')), ['3', '(not reported)']);
  });

  it('says "not loaded" and not "not reported" of a side that could not be asked', () => {
    const whole = side(samba({ polls: 1 }));
    const { detail } = samba({});
    const waiting: Side = { session: detail, source: 'x', pending: true };
    const refused: Side = { session: detail, source: 'x', notice: 'The key was refused.' };
    assert.deepEqual(shown(row(compare(whole, waiting), 'Polls')), ['1', '(loading…)']);
    assert.deepEqual(shown(row(compare(whole, refused), 'Polls')), ['1', '(not loaded)']);
    assert.equal(compare(whole, refused).sides[1].notice, 'The key was refused.');
  });

  it('is the same the other way round, but for the sign', () => {
    const [one, other] = [side(samples.ended()), side(samples.ended(40))];
    const flip = (view: CompareView) =>
      view.groups.flatMap(({ rows }) =>
        rows.map(each => [each.term.label, shown(each).reverse(), each.verdict, each.difference?.replace('+', '−')]),
      );
    const straight = compare(one, other).groups.flatMap(({ rows }) =>
      rows.map(each => [each.term.label, shown(each), each.verdict, each.difference?.replace('+', '−')]),
    );
    assert.deepEqual(flip(compare(other, one)), straight);
  });

  it('takes awkward sessions as they come', () => {
    const view = compare(side(samples.awkward()), side(samples.awkward()));
    assert.equal(
      view.groups.flatMap(({ rows }) => rows).every(({ verdict }) => verdict !== 'differs'),
      true,
    );
    assert.equal(view.sides[0].title, samples.awkward().detail.title);
  });
});
