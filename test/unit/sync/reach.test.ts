import assert from 'node:assert/strict';
import { parseQuery } from '../../../src/query/parse.ts';
import type { Query, Reading } from '../../../src/query/query.ts';
import { createSessionIndex } from '../../../src/query/session-index.ts';
import { beyondHeld, serviceFilter } from '../../../src/sync/reach.ts';

const READING: Reading = { timeZone: 'UTC', now: Date.parse('2026-11-26T12:00:00Z'), me: ['7'] };
const at = (day: string): number => Date.parse(`${day}T00:00:00Z`);
const HELD = { from: at('2026-10-27'), to: at('2026-12-26') };

function read(text: string): Query {
  const parsed = parseQuery(text);
  assert.ok(parsed.ok, text);
  return parsed.query;
}

const index = createSessionIndex();
index.put([
  {
    session: {
      key: 'c/1',
      connectionId: 'c',
      provider: 'prplManagement',
      id: '1',
      title: 'One',
      status: 'completed',
      statusSource: 'reported',
      coHosts: [],
      flags: [],
      kind: { id: 'training', name: 'Room 101' },
      place: { id: 'studio', name: 'R2D2' },
      host: { id: '12', name: 'Bob3' },
    },
    attendees: [],
  },
]);

describe('what a query asks of a service', () => {
  const asked = (text: string) => serviceFilter(read(text), READING, index.knownAs);

  for (const [text, filter] of [
    ['host:12', { host: '12' }],
    ['kind:training', { kind: 'training' }],
    ['place:studio', { place: 'studio' }],
    ['client:507f1f77bcf86cd799439012', { client: '507f1f77bcf86cd799439012' }],
    ['status:completed', { status: 'completed' }],
    ['status:missed', {}],
    // The services know ids, and a name that was sent as one would find nothing.
    ['host:bob3', {}],
    ['place:R2D2', {}],
    ['kind:"Room 101"', {}],
    ['kind:Training-Day', {}],
    ['client:"Room 7"', {}],
    ['host:me', {}],
    ['host:""', {}],
    ['host:12,13', {}],
    ['-host:12', {}],
    ['host:12*', {}],
  ] as const)
    it(`${text} → ${JSON.stringify(filter)}`, () => assert.deepEqual(asked(text), filter));
});

describe('what a query asks beyond what is held', () => {
  const asked = (text: string) => beyondHeld(serviceFilter(read(text), READING, index.knownAs), HELD);

  for (const [text, from, to] of [
    ['on:2025-01-05', '2025-01-05', '2025-01-06'],
    ['after:2025-01-01 before:2025-02-01', '2025-01-01', '2025-02-01'],
    ['after:2026-10-01', '2026-10-01', '2026-12-26'],
    ['after:2027-02-01', '2027-02-01', undefined],
    ['before:2025-02-01', undefined, '2025-02-01'],
    ['before:2027-01-01', '2026-10-27', '2027-01-01'],
  ] as const)
    it(`${text}: ${from ?? '…'} to ${to ?? '…'}`, () =>
      assert.deepEqual(asked(text), {
        ...(from === undefined ? {} : { from: at(from) }),
        ...(to === undefined ? {} : { to: at(to) }),
      }));

  for (const text of [
    '',
    'status:live host:12',
    'on:today',
    'after:-7d',
    'before:today',
    // Means nothing at all: no service is to be blamed for it.
    'after:2025-03-01 before:2025-01-01',
  ])
    it(`${text || 'everything'}: nothing`, () => assert.equal(asked(text), undefined));

  it('nothing as long as nothing was read', () =>
    assert.equal(beyondHeld(serviceFilter(read('on:2025-01-05'), READING, index.knownAs), undefined), undefined));
});
