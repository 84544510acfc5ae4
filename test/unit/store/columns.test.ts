import assert from 'node:assert/strict';
import fc from 'fast-check';
import type { SessionEntry } from '../../../src/session/session.ts';
import { packEntries, packEntry, unpackEntries, unpackEntry } from '../../../src/store/columns.ts';
import { someRecords } from './records.ts';

const text = fc.oneof(fc.string({ unit: 'binary' }), fc.constantFrom('', '\n', 'a\nb', '\ud800', '__proto__', 'same'));
const person = fc.record(
  { id: text, name: text, exists: fc.boolean() },
  { requiredKeys: ['id'], noNullPrototype: true },
);
const session = fc.record(
  {
    provider: text,
    id: text,
    title: text,
    status: fc.constantFrom('live' as const, 'upcoming' as const, 'unknown' as const),
    statusSource: fc.constantFrom('reported' as const, 'derived' as const),
    rawStatus: text,
    start: text,
    startSource: fc.constant('explicit' as const),
    end: text,
    endSource: fc.constantFrom('explicit' as const, 'derived' as const),
    durationMinutes: fc.double({ noNaN: true, noDefaultInfinity: true }).filter(n => !Object.is(n, -0)),
    host: person,
    coHosts: fc.array(person, { maxLength: 3 }),
    place: fc.record({ id: text, name: text }, { requiredKeys: [], noNullPrototype: true }),
    kind: fc.record({ id: text, name: text, color: text }, { requiredKeys: ['name'], noNullPrototype: true }),
    client: fc.record({ id: text, name: text }, { requiredKeys: [], noNullPrototype: true }),
    participants: fc.record({ live: fc.nat(), total: fc.nat() }, { requiredKeys: [], noNullPrototype: true }),
    flags: fc.array(text, { maxLength: 3 }),
  },
  { requiredKeys: ['provider', 'id', 'title', 'status', 'statusSource', 'coHosts', 'flags'], noNullPrototype: true },
);
const entry = fc
  .record(
    { session, attendees: fc.array(person, { maxLength: 3 }), statusUntil: fc.nat() },
    { requiredKeys: ['session', 'attendees'], noNullPrototype: true },
  )
  .map(
    (made): SessionEntry => ({
      ...made,
      session: { ...made.session, key: `main/${made.session.id}`, connectionId: 'main' },
    }),
  );

describe('entries in columns', function () {
  this.timeout(30_000);
  it('come back as they were, whatever they hold', () => {
    fc.assert(
      fc.property(fc.array(entry, { maxLength: 12 }), fc.nat({ max: 3 }), (some, times) => {
        const entries = new Array(times + 1).fill(some).flat();
        assert.deepEqual(unpackEntries(packEntries(entries), 'main'), entries);
      }),
    );
  });

  it('come back one by one', () => {
    fc.assert(fc.property(entry, one => assert.deepEqual(unpackEntry(packEntry(one), 'main'), one)));
  });

  it('take a fraction of the room', () => {
    const entries = someRecords('main', 1000).map(({ raw: _, ...rest }) => rest);
    assert.ok(packEntries(entries).length * 3 < JSON.stringify(entries).length);
  });

  it('are refused where the text is another', () => {
    const entries = someRecords('main', 3).map(({ raw: _, ...rest }) => rest);
    const packed = JSON.parse(packEntries(entries));
    for (const broken of [
      '',
      'null',
      '[]',
      '{"shape":1}',
      JSON.stringify({ ...packed, shape: 2 }),
      JSON.stringify({ ...packed, size: 4 }),
      JSON.stringify({ ...packed, columns: packed.columns.slice(1) }),
    ])
      assert.equal(unpackEntries(broken, 'main'), undefined, broken.slice(0, 40));
    for (const broken of ['', 'null', '[]', '{}', '["id"]']) assert.equal(unpackEntry(broken, 'main'), undefined);
  });
});
