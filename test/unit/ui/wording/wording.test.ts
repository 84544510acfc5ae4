import assert from 'node:assert/strict';
import '../vscode.ts';
import { parseQuery } from '../../../../src/query/parse.ts';
import type { Problem } from '../../../../src/session/problem.ts';
import { FLAGS } from '../../../../src/session/session.ts';
import { NOW } from '../world.ts';

const { wordProblem } = await import('../../../../src/ui/wording/problem.ts');
const { wordTrouble } = await import('../../../../src/ui/wording/trouble.ts');
const { wordQueryError } = await import('../../../../src/ui/wording/query-error.ts');
const { addDays, dayOf, wordAge, wordDay, wordInstant, wordMinutes, wordMoment, zoneName } = await import(
  '../../../../src/ui/wording/time.ts'
);
const { withoutIcons, wordFlag } = await import('../../../../src/ui/wording/session.ts');

const PROBLEMS: { [Code in Problem['code']]: Extract<Problem, { code: Code }> } = {
  'needs-key': { code: 'needs-key' },
  'keyring-silent': { code: 'keyring-silent' },
  'key-for-other-origin': { code: 'key-for-other-origin', savedFor: 'https://a.example', origin: 'https://b.example' },
  'invalid-connection': { code: 'invalid-connection', reason: 'base-url-missing', field: 'baseUrl' },
  unauthorized: { code: 'unauthorized', status: 401, hint: 'expired' },
  forbidden: { code: 'forbidden', status: 403, needs: 'VIEW_SESSIONS' },
  'not-found': { code: 'not-found', status: 404, what: 'workspace' },
  'unusable-key': { code: 'unusable-key' },
  'not-held': { code: 'not-held', key: 'a/1' },
  rejected: { code: 'rejected', status: 422, said: 'bad date' },
  'rate-limited': { code: 'rate-limited', perMinute: 100, resumeAt: 0 },
  'server-error': { code: 'server-error', status: 500 },
  dns: { code: 'dns', host: 'api.example' },
  refused: { code: 'refused', host: 'api.example' },
  unreachable: { code: 'unreachable', host: 'api.example', detail: 'ENETUNREACH' },
  certificate: { code: 'certificate', host: 'api.example', detail: 'SELF_SIGNED_CERT' },
  proxy: { code: 'proxy', detail: 'authentication', status: 407 },
  timeout: { code: 'timeout', phase: 'body', seconds: 15 },
  'too-large': { code: 'too-large', limitMegabytes: 200 },
  redirect: { code: 'redirect', to: 'https://other.example' },
  'not-json': { code: 'not-json', contentType: 'text/html' },
  'broken-json': { code: 'broken-json', at: 12 },
  'unexpected-shape': { code: 'unexpected-shape', path: 'data' },
  'service-said-no': { code: 'service-said-no', said: 'no' },
  'impossible-filter': { code: 'impossible-filter', reason: 'date-with-range' },
  'list-cut': { code: 'list-cut', rows: 100 },
  cancelled: { code: 'cancelled' },
  internal: { code: 'internal', detail: 'boom' },
};

describe('the words for a problem', () => {
  for (const problem of [...Object.values(PROBLEMS), { code: 'needs-key', locked: true } as const]) {
    it(`${problem.code}: a sentence that names the connection and leaves no hole`, () => {
      const words = wordProblem(problem, 'Team A');
      assert.match(words, /Team A/);
      assert.doesNotMatch(words, /undefined|\{\d\}|\.\./);
      assert.match(words, /[.”]$/);
    });

    it(`${problem.code}: a few words for a row`, () => {
      assert.match(wordTrouble(problem), /^[a-z][\w, ]{2,26}$/);
    });
  }
});

describe('the words for a query that cannot be read', () => {
  it('point at the place and say what could stand there', () => {
    const text = 'host:Ana status:slepping word';
    const parsed = parseQuery(text);
    assert(!parsed.ok);
    assert.match(wordQueryError(parsed.error, text), /“slepping” is not .* status:▸slepping◂ word\. It could be: /);
  });

  it('show only what is around the place', () => {
    const text = `${'word '.repeat(50)}nonsense:x ${'word '.repeat(50)}`;
    const parsed = parseQuery(text);
    assert(!parsed.ok);
    assert(wordQueryError(parsed.error, text).length < 250);
  });
});

describe('times', () => {
  const display = (timeZone: string) => ({ timeZone, locale: 'en-GB', now: NOW });

  it('stand in the display zone, named, with a year only where it is another', () => {
    assert.equal(wordInstant('2025-07-01T22:30:00.000Z', display('Europe/Madrid')), 'Wed 2 Jul, 00:30 CEST');
    assert.equal(wordInstant('2024-12-31T23:30:00.000Z', display('Europe/London')), 'Tue, 31 Dec 2024, 23:30 GMT');
    assert.equal(wordInstant('2024-12-31T23:30:00.000Z', display('Europe/Madrid')), 'Wed 1 Jan, 00:30 CET');
    assert.match(wordInstant('2025-07-01T22:30:00.000Z', display('Asia/Kathmandu')), /04:15 GMT\+5:45$/);
  });

  it('are short in a row, whose zone is named at its end', () => {
    const madrid = display('Europe/Madrid');
    const [today, summer, other] = ['2025-11-22T08:00:00.000Z', '2025-07-01T22:30:00.000Z', '2024-12-31T12:00:00.000Z'];
    assert.deepEqual(
      [today, summer, other].map(at => wordMoment(at, madrid)),
      ['09:00', '2 Jul, 00:30', '31 Dec 2024, 13:00'],
    );
    assert.equal(wordMoment(summer, madrid, true), '00:30');
    assert.deepEqual(
      [today, summer].map(at => zoneName(at, madrid)),
      ['CET', 'CEST'],
    );
    assert.equal(zoneName(today, display('Asia/Kathmandu')), 'GMT+5:45');
  });

  it('belong to the day that it is there', () => {
    const instant = Date.parse('2025-11-22T10:30:00Z');
    assert.equal(dayOf(instant, 'Pacific/Kiritimati'), '2025-11-23');
    assert.equal(dayOf(instant, 'Etc/GMT+12'), '2025-11-21');
  });

  it('call the days around today by name', () => {
    const words = ['2025-11-21', '2025-11-22', '2025-11-23', '2025-11-24'].map(day =>
      wordDay(day, display('Europe/Madrid')),
    );
    assert.deepEqual(
      words.map(word => word.split(/[ ,]/)[0]),
      ['Yesterday', 'Today', 'Tomorrow', 'Mon'],
    );
    assert.deepEqual(
      ['2025-11-24', '2024-11-24'].map(day => wordDay(day, display('UTC'))),
      ['Mon 24 Nov', 'Sun, 24 Nov 2024'],
    );
    assert.equal(wordDay('soon', display('UTC')), 'soon');
  });

  it('add days across months, leap days and years', () => {
    assert.deepEqual(
      [addDays('2024-02-28', 1), addDays('2025-12-31', 1), addDays('2025-03-01', -1)],
      ['2024-02-29', '2026-01-01', '2025-02-28'],
    );
  });

  it('grow old coarsely', () => {
    const ages = [0, 59_000, 180_000, 7_200_000, 4 * 86_400_000, -5000].map(age => wordAge(NOW - age, NOW));
    assert.deepEqual(ages, ['just now', 'just now', '3 min ago', '2 h ago', '4 days ago', 'just now']);
  });

  it('last hours and minutes', () => {
    assert.deepEqual([0, 45, 60, 135].map(wordMinutes), ['0 min', '45 min', '1 h', '2 h 15 min']);
  });
});

it('text of a service draws no icons', () => assert.equal(withoutIcons('$(trash) x'), '\\$(trash) x'));

describe('a mark', () => {
  it('is worded, and one that an earlier version stored is shown as it is', () => {
    for (const flag of FLAGS) assert.match(wordFlag(flag), /^[A-Z][^-]*$/);
    assert.equal(wordFlag('toString'), 'toString');
  });
});
