import assert from 'node:assert/strict';
import './vscode.ts';

const { dimensions, settingsOf } = await import('../../../src/ui/settings.ts');

const read = (written: Record<string, unknown>) => settingsOf(key => written[key]);
const LOCAL = Intl.DateTimeFormat().resolvedOptions().timeZone;

describe('settings', () => {
  it('have their defaults where nothing is written', () => {
    const { groupBy, timeZone, historyDays, aheadDays, liveSeconds, idleSeconds, notifications, transport } = read({});
    assert.deepEqual(groupBy, ['provider', 'status']);
    assert.equal(timeZone, LOCAL);
    assert.deepEqual([historyDays, aheadDays, liveSeconds, idleSeconds], [30, 30, 30, 300]);
    assert.deepEqual([notifications, transport], ['off', 'auto']);
  });

  it('stay of their types whatever is written', () => {
    const nonsense: unknown[] = [null, 7, 'x', -1, Number.NaN, {}, [null], ['nowhere'], [{ name: 1, query: 2 }], true];
    const fine = read({});
    for (const value of nonsense) {
      const got = settingsOf(() => value);
      for (const [name, usual] of Object.entries(fine)) {
        assert.equal(typeof got[name as keyof typeof got], typeof usual, `${name} from ${JSON.stringify(value)}`);
      }
      assert(got.historyDays >= 0 && got.liveSeconds >= 0);
      assert.deepEqual(got.savedViews, []);
    }
  });

  it('resolve the zone to an IANA zone', () => {
    assert.equal(read({ timeZone: 'Asia/Kathmandu' }).timeZone.startsWith('Asia/K'), true);
    for (const timeZone of ['local', 'Nowhere/Land', '+01:00', '']) assert.equal(read({ timeZone }).timeZone, LOCAL);
  });

  it('group by what is known, once', () => {
    assert.deepEqual(dimensions(['day', 'day', 'host']), ['day', 'host']);
    assert.deepEqual(dimensions([]), []);
    assert.equal(dimensions(['day', 'weather']), undefined);
  });
});
