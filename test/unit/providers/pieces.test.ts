import assert from 'node:assert/strict';
import fc from 'fast-check';
import { parseBody } from '../../../src/http/json.ts';
import { textOf } from '../../../src/http/service.ts';
import { type Piece, readPieces } from '../../../src/providers/pieces.ts';
import { failed, ok, type Result } from '../../../src/session/problem.ts';

const PATHS = [[], ['events'], ['data', 'Sessions']];

/** The rows at a path, as an adapter reads them from a body. */
function rowsAt(path: readonly string[]) {
  return (piece: Piece): Result<unknown[]> => {
    const body = parseBody(textOf(piece));
    if (!body.ok) return body;
    let value: unknown = body.value;
    for (const name of path) value = (value as Record<string, unknown> | undefined)?.[name];
    return Array.isArray(value) ? ok(value) : failed({ code: 'unexpected-shape', path: path.join('.') });
  };
}

/** `arriving`: characters of each part that the text comes in. */
async function inPieces(
  text: string,
  path: readonly string[],
  length: number,
  arriving = 7,
): Promise<Result<unknown[]>[]> {
  const results: Result<unknown[]>[] = [];
  const answer = { status: 200, headers: {}, body: text.match(new RegExp(`[^]{1,${arriving}}`, 'g')) ?? [] };
  for await (const result of readPieces(answer, path, rowsAt(path), length)) results.push(result);
  return results;
}

const allRows = (results: readonly Result<unknown[]>[]): unknown[] =>
  results.flatMap(result => {
    assert.ok(result.ok, JSON.stringify(result));
    return result.value;
  });

/** A body with rows at a path, other fields before and after them, and blanks where JSON allows some. */
const bodies = fc
  .tuple(
    fc.constantFrom(...PATHS),
    fc.array(fc.jsonValue(), { maxLength: 30 }),
    fc.dictionary(fc.string(), fc.jsonValue(), { maxKeys: 3 }),
    fc.dictionary(fc.string(), fc.jsonValue(), { maxKeys: 3 }),
    fc.constantFrom(undefined, 1, '\t'),
    fc.boolean(),
  )
  .map(([path, rows, before, after, blanks, bom]) => {
    const body = path.reduceRight<unknown>(
      (value, name) => ({ ...before, [name]: value, ...without(after, name) }),
      rows,
    );
    return { path, rows, text: (bom ? '\ufeff' : '') + JSON.stringify(body, null, blanks) };
  });

const arrivals = fc.integer({ min: 1, max: 100 });

const without = (fields: Record<string, unknown>, name: string): Record<string, unknown> =>
  Object.fromEntries(Object.entries(fields).filter(([key]) => key !== name));

describe('answers in pieces', () => {
  it('have the rows of the whole, in their order', async () => {
    await fc.assert(
      fc.asyncProperty(bodies, fc.integer({ min: 1, max: 60 }), arrivals, async ({ path, text }, length, arriving) => {
        const whole = rowsAt(path)({ status: 200, headers: {}, body: [text], part: 0 });
        assert.ok(whole.ok);
        assert.deepEqual(allRows(await inPieces(text, path, length, arriving)), whole.value);
      }),
    );
  });

  it('are several where a body is long', async () => {
    const text = JSON.stringify({ events: Array.from({ length: 100 }, (_, n) => ({ n, text: '}],"\\' })), more: 1 });
    const pieces = await inPieces(text, ['events'], 200);
    assert.ok(pieces.length > 5);
    assert.equal(allRows(pieces).length, 100);
  });

  it('are the list that a parser takes where a key comes twice', async () => {
    const rows = (from: number) => JSON.stringify(Array.from({ length: 50 }, (_, n) => from + n));
    const text = `{"events":${rows(0)},"events":${rows(1000)}}`;
    assert.deepEqual(allRows(await inPieces(text, ['events'], 20)), JSON.parse(rows(1000)));
  });

  it('say where in the whole body JSON breaks', async () => {
    const good = JSON.stringify(Array.from({ length: 50 }, (_, n) => ({ n })));
    const text = `{"events":${good.slice(0, -1)},{"n":nothing},{"n":1}]}`;
    const last = (await inPieces(text, ['events'], 40)).at(-1);
    assert.deepEqual(last, failed({ code: 'broken-json', at: text.indexOf('nothing') + 1 }));
  });

  it('are one where there is no such list, the body ends too soon, or what stands around the list is broken', async () => {
    const long = 'x'.repeat(500);
    for (const text of [
      `{"events":["${long}" 1]}`,
      `{"events":["${long}"]} and more`,
      `{"events":"${long}"}`,
      `{"events":[1,"${long}`,
      `<p>${long}</p>`,
      `{"other":["${long}"]}`,
    ]) {
      const [only, ...others] = await inPieces(text, ['events'], 10);
      assert.equal(others.length, 0);
      assert.equal(only?.ok, false);
    }
  });
});
