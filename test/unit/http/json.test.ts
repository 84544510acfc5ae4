import assert from 'node:assert/strict';
import fc from 'fast-check';
import { jsonOf, parseBody } from '../../../src/http/json.ts';

const value = (text: string): unknown => {
  const read = parseBody(text);
  assert.ok(read.ok, JSON.stringify(read));
  return read.value;
};

const problem = (text: string, contentType?: string): unknown => {
  const read = parseBody(text, contentType);
  assert.ok(!read.ok);
  return read.problem;
};

describe('bodies', () => {
  it('reads what JSON.parse reads, whatever it is', () => {
    fc.assert(
      fc.property(fc.json({ maxDepth: 5 }), text => {
        // Values above 2^53 are the one intended difference.
        fc.pre(!/\d{16}/.test(text));
        assert.deepEqual(value(text), JSON.parse(text));
      }),
    );
  });

  it('keeps the digits of whole numbers above 2^53, and of no others', () => {
    assert.deepEqual(value('{"id": 9007199254740993, "n":9007199254740991}'), {
      id: '9007199254740993',
      n: 9007199254740991,
    });
    assert.deepEqual(value('[-12345678901234567890,1234567890123456.5,1e300, 0.12345678901234566]'), [
      '-12345678901234567890',
      1234567890123456.5,
      1e300,
      0.12345678901234566,
    ]);
  });

  it('never takes digits inside a string for a number', () => {
    const texts = [': 12345678901234567890', '"12345678901234567890', '\\', '\\": 12345678901234567890,', '\\\\'];
    fc.assert(
      fc.property(fc.array(fc.oneof(fc.constantFrom(...texts), fc.string()), { minLength: 1 }), words => {
        const wire = JSON.stringify({ words, id: 1 }).replace('"id":1', '"id": 98765432109876543210');
        assert.deepEqual(value(wire), { words, id: '98765432109876543210' });
      }),
    );
  });

  it('strips a byte order mark and lets the last of equal keys win', () => {
    assert.deepEqual(value('\uFEFF{"a":1,"a":2}'), { a: 2 });
  });

  it('keeps a key that names the prototype as a key', () => {
    const read = value('{"__proto__":{"x":1}}') as object;
    assert.deepEqual(Object.keys(read), ['__proto__']);
    assert.equal((read as { x?: number }).x, undefined);
  });

  it('is written at any depth', () => {
    const deep = JSON.parse(`${'[{"a":'.repeat(5000)}1${'}]'.repeat(5000)}`) as unknown;
    assert.match(jsonOf(deep), /^(\[\{"a":){50}"…"(\}\]){50}$/);
    assert.equal(jsonOf(undefined), 'null');
    const circle: { own?: object } = {};
    circle.own = circle;
    assert.throws(() => jsonOf(circle), TypeError);
  });

  it('tells a page from data that broke', () => {
    assert.deepEqual(problem('<!DOCTYPE html>', 'text/html'), { code: 'not-json', contentType: 'text/html' });
    assert.deepEqual(problem('  <html>'), { code: 'not-json', contentType: '' });
    assert.deepEqual(problem('Please sign in', 'text/html; charset=utf-8'), {
      code: 'not-json',
      contentType: 'text/html; charset=utf-8',
    });
    assert.deepEqual(value('[1]'), [1]);
  });

  for (const [text, at] of [
    ['', 0],
    ['{"a":', 5],
    ['{"a":x}', 5],
    ['[1,2', 4],
    ['{"a" 1}', 5],
    ['[1,]', 3],
    ['{"a":tru}', 8],
    ['[1] x', 4],
    ['{"a":"b', 7],
    ['nul', 3],
    ['[-]', 2],
  ] as const)
    it(`names the place where ${JSON.stringify(text)} breaks`, () =>
      assert.deepEqual(problem(text), { code: 'broken-json', at }));

  it('finds a place inside every truncated body', () => {
    const whole = '{"sessions":[{"id":"a\\"b","n":-1.5e3,"ok":true,"none":null},{}],"total":1}';
    for (let length = 0; length < whole.length; length += 1)
      assert.deepEqual(problem(whole.slice(0, length)), { code: 'broken-json', at: length });
  });
});
