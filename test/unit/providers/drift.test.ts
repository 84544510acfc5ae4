import assert from 'node:assert/strict';
import fc from 'fast-check';
import * as z from 'zod';
import { differences, driftLog, shape } from '../../../src/providers/drift.ts';
import { PROVIDERS } from '../../../src/providers/registry.ts';
import { wireTime } from '../../../src/providers/wire-time.ts';
import { connectionTo, drain, fakeService, fixture, NOW, planned } from './fake-service.ts';

const wire = z.looseObject({
  id: z.string(),
  status: z.enum(['on', 'off']),
  size: z.number().nullable(),
  at: wireTime().optional(),
  tags: z.array(z.looseObject({ name: z.string() })),
  roles: z.record(z.string(), z.looseObject({ rank: z.number() })).optional(),
  count: z.union([z.number(), z.string()]),
});

const good = { id: 'x', status: 'on', size: null, tags: [{ name: 'a' }], count: '2' };

function findings(value: unknown): string[] {
  const log = driftLog('series', NOW);
  log.check(shape(wire, 'data[]'), value);
  return log.entries().map(({ path, expected, got, example }) => `${path}: ${expected} ≠ ${got} (${example})`);
}

describe('the drift of one record', () => {
  const provider = {
    id: 'series',
    wire: [z.looseObject({ other: z.string(), than: z.string(), this: z.string() }), wire],
  };
  const paths = (raw: unknown): string[] => differences(provider, raw, NOW).map(({ path }) => path);

  it('is held against the shape that the record is nearest to', () => {
    assert.deepEqual(paths(good), []);
    assert.deepEqual(paths({ ...good, size: '12', tags: [{ name: 5 }], extra: 1 }), ['size', 'tags[].name', 'extra']);
  });

  it('is none in the records of the vendors’ examples that agree with their pages', () => {
    const [, ended] = fixture('digital-samba-list').data;
    const samba = PROVIDERS.find(({ id }) => id === 'digitalSamba');
    assert.ok(samba);
    assert.deepEqual(differences(samba, fixture('digital-samba-session'), NOW), []);
    assert.deepEqual(differences(samba, fixture('digital-samba-openapi-session'), NOW), []);
    assert.deepEqual(differences(samba, ended, NOW), []);
  });
});

describe('drift', () => {
  it('has nothing to say of what agrees', () => {
    assert.deepEqual(findings(good), []);
    assert.deepEqual(
      findings({ ...good, at: '2024-01-20 10:00:00', roles: { any: { rank: 1 } }, count: 2, size: 1 }),
      [],
    );
  });

  for (const [what, more, expected] of [
    ['another type', { size: '12' }, 'data[].size: number ≠ string (text(2))'],
    ['a missing field', { size: undefined }, 'data[].size: number or null ≠ missing (missing)'],
    ['a null', { id: null }, 'data[].id: string ≠ null (null)'],
    ['a new word', { status: 'paused' }, 'data[].status: on, off ≠ "paused" ("paused")'],
    ['a sentence for a word', { status: 'Ana is off' }, 'data[].status: on, off ≠ string (text(10))'],
    ['no time', { at: 'tomorrow' }, 'data[].at: time ≠ string (text(8))'],
    ['a new field', { extra: true }, 'data[].extra: not documented ≠ boolean (true)'],
    ['a list item', { tags: [{ name: 'a' }, { name: 5 }] }, 'data[].tags[].name: string ≠ number (5)'],
    [
      'a new field in a list item',
      { tags: [{ name: 'a', x: [] }] },
      'data[].tags[].x: not documented ≠ list (list(0))',
    ],
    ['no list', { tags: {} }, 'data[].tags: list ≠ object (object(0))'],
    [
      'a value under a free name',
      { roles: { '714760171': { rank: 'high' } } },
      'data[].roles.*.rank: number ≠ string (text(4))',
    ],
    ['none of several types', { count: true }, 'data[].count: number or string ≠ boolean (true)'],
  ] as const)
    it(`names ${what}`, () => assert.deepEqual(findings({ ...good, ...more }), [expected]));

  it('names a record that is none', () => {
    assert.deepEqual(findings('nothing'), ['data[]: object ≠ string (text(7))']);
    assert.deepEqual(findings(null), ['data[]: object ≠ null (null)']);
  });

  it('counts a finding once for each time, and keeps the number of kinds within bounds', () => {
    const log = driftLog('series', NOW);
    const held = shape(wire, 'data[]');
    for (let at = 0; at < 10; at += 1) log.check(held, { ...good, size: 'x'.repeat(at) });
    assert.deepEqual(
      log.entries().map(({ count }) => count),
      [10],
    );
    for (let at = 0; at < 5000; at += 1) log.check(held, { ...good, [`field${at}`]: 1 });
    assert.ok(log.entries().length <= 200);
  });

  it('shows no text of a record, whatever the record is', () => {
    fc.assert(
      fc.property(
        fc.dictionary(fc.constantFrom('id', 'status', 'size', 'at', 'tags', 'count', 'more'), fc.json()),
        some => {
          const secret = 'Canary 4711';
          for (const line of findings({ ...good, ...some, at: secret, id: { secret }, more: secret, tags: [secret] }))
            assert.ok(!line.includes('Canary'), line);
        },
      ),
    );
  });

  it('finds what zod objects to, and nothing else but what is not documented', () => {
    const field = fc.constantFrom('id', 'status', 'size', 'at', 'tags', 'roles', 'count', 'more');
    const told = fc.oneof(
      fc.constantFrom<unknown>('on', 1, null, '2026-11-22', [{ name: 'a' }], [{ name: 1 }], { any: { rank: 1 } }),
      fc.jsonValue(),
    );
    fc.assert(
      fc.property(fc.oneof(fc.dictionary(field, told), fc.jsonValue()), fc.boolean(), (some, more) => {
        const value = more && typeof some === 'object' ? { ...good, ...some } : some;
        const objected = findings(value).filter(line => !line.includes('not documented'));
        assert.equal(objected.length === 0, wire.safeParse(value).success);
      }),
      { numRuns: 500 },
    );
  });

  it('no mutation of an answer makes an adapter throw or lose a readable row', async () => {
    const examples = [
      ['series', 'series-list', 'SessionId'],
      ['hyra', 'hyra-events', '_id'],
      ['digitalSamba', 'digital-samba-list', 'id'],
      ['placio', 'placio-list', 'id'],
      ['prplManagement', 'prpl-management-list', 'id'],
    ] as const;
    for (const [id, name, idField] of examples) {
      const provider = PROVIDERS.find(each => each.id === id);
      assert.ok(provider);
      const text = JSON.stringify(fixture(name));
      await fc.assert(
        fc.asyncProperty(
          fc.nat(),
          fc.oneof(fc.jsonValue({ maxDepth: 2 }), fc.constant(undefined)),
          async (place, value) => {
            let n = 0;
            // Replaces one value of a row, chosen by its place among all, by any other or none.
            const mutated = JSON.parse(text, function (this: Record<string, unknown>, key, each) {
              n += 1;
              const inRow = Object.hasOwn(this, idField) && key !== idField && !Array.isArray(this);
              return inRow && n === place % 80 ? value : each;
            });
            const scopes = planned(provider, connectionTo(id), {
              kind: 'window',
              from: Date.parse('2020-01-01'),
              to: Date.parse('2030-01-01'),
              includeLive: false,
            });
            const [scope] = scopes;
            assert.ok(scope);
            const { pages } = await drain(
              scope,
              fakeService(() => mutated),
            );
            const rows = text.split(`"${idField}":`).length;
            assert.ok(rows > 1);
            assert.ok((pages[0]?.records.length ?? 0) > 0, JSON.stringify(mutated));
          },
        ),
        { numRuns: 300 },
      );
    }
  });
});
