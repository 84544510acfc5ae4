import assert from 'node:assert/strict';
import type { Session } from '../../../../src/session/session.ts';
import { createAlerts, type Told } from '../../../../src/ui/live/alerts.ts';
import { toldIn } from '../../../../src/ui/live/told.ts';
import { NOW, session } from '../world.ts';

const MINUTE = 60_000;
const at = (minutes: number): string => new Date(NOW + minutes * MINUTE).toISOString();
const live = (id: string, minutes: number, connection = 'c'): Session =>
  session(connection, id, { status: 'live', start: at(minutes) });
const upcoming = (id: string, minutes: number): Session => session('c', id, { status: 'upcoming', start: at(minutes) });

/** VS Code's state of an extension, as one window sees it; another window may share it. */
function createState() {
  const values = new Map<string, unknown>();
  return {
    get: <T>(name: string) => structuredClone(values.get(name)) as T | undefined,
    update: async (name: string, value: unknown) => void values.set(name, structuredClone(value)),
    values,
  };
}

function createWindow(told: Told = toldIn(createState() as Parameters<typeof toldIn>[0], () => {})) {
  const look = createAlerts(told);
  return (sessions: Session[], { loaded = ['c'], now = NOW } = {}): string[] =>
    look(sessions, new Set(loaded), now).map(({ about, session: { id } }) => `${about} ${id}`);
}

describe('alerts', () => {
  it('are quiet about what the first load finds', () => {
    const look = createWindow();
    assert.deepEqual(look([live('1', -1), upcoming('2', 5)]), []);
    assert.deepEqual(look([live('1', -1), upcoming('2', 5)]), []);
  });

  it('are quiet about the first load of each connection, however late it comes', () => {
    const look = createWindow();
    look([], { loaded: ['c'] });
    assert.deepEqual(look([live('1', -1, 'late')], { loaded: ['c', 'late'] }), []);
    assert.deepEqual(look([live('1', -1, 'late'), live('2', 0, 'late')], { loaded: ['c', 'late'] }), ['live 2']);
  });

  it('say nothing of a connection that is not loaded, and do not take it for known', () => {
    const look = createWindow();
    assert.deepEqual(look([live('1', -1)], { loaded: [] }), []);
    assert.deepEqual(look([live('1', -1)]), []);
  });

  it('tell of a session once when it goes live, and once when it is about to start', () => {
    const look = createWindow();
    look([upcoming('1', 20)]);
    assert.deepEqual(look([upcoming('1', 20)]), []);
    assert.deepEqual(look([upcoming('1', 20)], { now: NOW + 10 * MINUTE }), ['starting 1']);
    assert.deepEqual(look([upcoming('1', 20)], { now: NOW + 11 * MINUTE }), []);
    assert.deepEqual(look([live('1', 20)], { now: NOW + 20 * MINUTE }), ['live 1']);
    assert.deepEqual(look([live('1', 20)], { now: NOW + 21 * MINUTE }), []);
    assert.deepEqual(look([live('1', 21)], { now: NOW + 22 * MINUTE }), [], 'its start was corrected');
  });

  it('tell of it again where it was moved and comes near once more', () => {
    const look = createWindow();
    look([]);
    assert.deepEqual(look([upcoming('1', 5)]), ['starting 1']);
    assert.deepEqual(look([upcoming('1', 60)]), []);
    assert.deepEqual(look([upcoming('1', 60)], { now: NOW + 55 * MINUTE }), ['starting 1']);
  });

  it('are about what is new and near, not about what is long live, over, or far off', () => {
    const look = createWindow();
    look([]);
    const none = [
      live('1', -16),
      upcoming('2', 11),
      upcoming('3', -1),
      session('c', '4'),
      session('c', '5', { status: 'cancelled' }),
    ];
    assert.deepEqual(look(none), []);
    const { start: _, ...startless } = live('6', 0);
    assert.deepEqual(look([startless]), ['live 6']);
  });

  it('are told by one window of all, also once another takes over', () => {
    const state = createState();
    const [first, second] = [0, 1].map(() => createWindow(toldIn(state as Parameters<typeof toldIn>[0], () => {})));
    assert.ok(first && second);
    first([]);
    second([]);
    assert.deepEqual(first([live('1', 0)]), ['live 1']);
    assert.deepEqual(second([live('1', 0)]), []);
    assert.deepEqual(second([live('1', 0), live('2', 0)]), ['live 2']);
    assert.deepEqual(first([live('1', 0), live('2', 0)]), []);
  });

  it('are remembered by key alone, the last few hundred, whatever stood there before', () => {
    const state = createState();
    void state.update('told', { not: 'a list' });
    const told = toldIn(state as Parameters<typeof toldIn>[0], () => {});
    for (let n = 0; n < 60; n++) told.add(Array.from({ length: 10 }, (_, i) => `live c/${n * 10 + i}`));
    assert.equal((state.values.get('told') as string[]).length, 500);
    assert.equal(told.has('live c/599'), true);
    assert.equal(told.has('live c/0'), false);
    const look = createWindow(told);
    look([]);
    look([session('c', 'id', { title: 'secret title', status: 'live', start: at(0), host: { id: 'u', name: 'Ana' } })]);
    assert.ok(told.has('live c/id'));
    assert.doesNotMatch(JSON.stringify([...state.values]), /secret|Ana/);
  });

  it('are forgotten with their connection, and with no other', () => {
    const state = createState();
    const told = toldIn(state as Parameters<typeof toldIn>[0], () => {});
    told.add(['live c/1', 'starting c/2 2026-01-01', 'live cc/1', 'live d/c/1']);
    told.forget('c');
    assert.deepEqual(state.values.get('told'), ['live cc/1', 'live d/c/1']);
  });
});
