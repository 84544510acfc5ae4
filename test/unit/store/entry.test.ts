import assert from 'node:assert/strict';
import fc from 'fast-check';
import type { SessionEntry } from '../../../src/session/session.ts';
import { packEntry, unpackEntry } from '../../../src/store/entry.ts';

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

describe('an entry as text', function () {
  this.timeout(30_000);
  it('comes back as it was, whatever it holds', () => {
    fc.assert(fc.property(entry, one => assert.deepEqual(unpackEntry(packEntry(one), 'main'), one)));
  });

  it('is refused where the text is another', () => {
    for (const broken of ['', 'null', '[]', '{}', '["id"]', '{"length":20}', `[${new Array(21).fill(0)}]`])
      assert.equal(unpackEntry(broken, 'main'), undefined, broken);
  });
});
