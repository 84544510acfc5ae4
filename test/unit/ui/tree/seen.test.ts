import assert from 'node:assert/strict';
import { rememberSeen } from '../../../../src/ui/tree/seen.ts';
import { session } from '../world.ts';

const upcoming = session('c', '1', { status: 'upcoming' });
const live = session('c', '1', { status: 'live' });

describe('what was seen of the rows', () => {
  it('starts with the first time that a row is shown', () => {
    const seen = rememberSeen();
    assert.deepEqual(seen.changes(live), []);
    assert.deepEqual(seen.changes(live), []);
  });

  it('is held against what is shown since, until somebody looks', () => {
    const seen = rememberSeen();
    seen.changes(upcoming);
    const moved = { ...live, start: '2025-11-23T10:00:00.000Z', host: { id: 'u' } };
    assert.deepEqual(seen.changes(moved), ['status', 'start', 'host']);
    assert.deepEqual(seen.changes(moved), ['status', 'start', 'host'], 'showing a row is no look at it');
    seen.look(['c/1', 'c/unknown']);
    assert.deepEqual(seen.changes(moved), []);
    assert.deepEqual(seen.changes(live), ['start', 'host']);
  });

  it('forgives what went back to how it was', () => {
    const seen = rememberSeen();
    seen.changes(upcoming);
    seen.changes(live);
    assert.deepEqual(seen.changes(upcoming), []);
  });

  it('covers all rows once somebody turned away', () => {
    const seen = rememberSeen();
    const other = session('c', '2');
    for (const each of [upcoming, other]) seen.changes(each);
    seen.changes(live);
    seen.look();
    assert.deepEqual(seen.changes(live), []);
    assert.deepEqual(seen.changes({ ...other, title: 'New' }), ['title']);
  });

  it('does not mind how many are in a room', () => {
    const seen = rememberSeen();
    seen.changes({ ...live, participants: { live: 1, total: 1 } });
    assert.deepEqual(seen.changes({ ...live, participants: { live: 7, total: 9 }, durationMinutes: 3 }), []);
  });

  it('does not grow without end', () => {
    const seen = rememberSeen();
    seen.changes(upcoming);
    for (let n = 0; n < 5000; n++) seen.changes(session('c', `other-${n}`));
    assert.deepEqual(seen.changes(live), [], 'the oldest was given up');
    assert.deepEqual(seen.changes(session('c', 'other-4999', { status: 'missed' })), ['status']);
  });
});
