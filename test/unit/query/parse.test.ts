import assert from 'node:assert/strict';
import fc from 'fast-check';
import { parseQuery } from '../../../src/query/parse.ts';
import { printQuery } from '../../../src/query/print.ts';
import type { Query, QueryError, Term } from '../../../src/query/query.ts';
import * as arbitrary from './arbitrary.ts';

function read(text: string): Query {
  const parsed = parseQuery(text);
  assert.ok(parsed.ok, `${text}: ${JSON.stringify(parsed)}`);
  return parsed.query;
}

function refuse(text: string): QueryError {
  const parsed = parseQuery(text);
  assert.ok(!parsed.ok, text);
  return parsed.error;
}

const word = (text: string, more: object = {}): Term => ({
  kind: 'text',
  text,
  phrase: false,
  negated: false,
  ...more,
});
const qualifier = (name: string, texts: string[], more: object = {}): unknown => ({
  kind: 'qualifier',
  name,
  values: texts.map(text => ({ text, prefix: false })),
  negated: false,
  ...more,
});

describe('parseQuery', () => {
  it('reads nothing as everything', () => assert.deepEqual(read('  \t '), { terms: [], sort: '-start' }));

  it('reads words, phrases and negations', () =>
    assert.deepEqual(read('weekly -draft "two words" -"not these" -').terms, [
      word('weekly'),
      word('draft', { negated: true }),
      word('two words', { phrase: true }),
      word('not these', { phrase: true, negated: true }),
      word('-'),
    ]));

  it('reads qualifiers with lists, quotes, prefixes and negations', () => {
    assert.deepEqual(read('status:live,upcoming -host:"Jane Doe"').terms, [
      qualifier('status', ['live', 'upcoming']),
      qualifier('host', ['Jane Doe'], { negated: true }),
    ]);
    assert.deepEqual(read('place:Room*,"Room 7"*,"a*"').terms, [
      qualifier('place', [], {
        values: [
          { text: 'Room', prefix: true },
          { text: 'Room 7', prefix: true },
          { text: 'a*', prefix: false },
        ],
      }),
    ]);
  });

  it('reads escapes within quotes only', () => {
    assert.deepEqual(read(String.raw`"a \"b\" \\ \c" a\"b host:a\b`).terms, [
      word(String.raw`a "b" \ \c`, { phrase: true }),
      word(String.raw`a\"b`),
      qualifier('host', [String.raw`a\b`]),
    ]);
  });

  it('knows "any" and "none"', () => {
    assert.deepEqual(read('host:*').terms, [qualifier('host', [], { values: [{ text: '', prefix: true }] })]);
    assert.deepEqual(read('host:""').terms, [qualifier('host', [''])]);
  });

  it('spells known values as the product does', () => {
    const written =
      'Provider:digitalsamba,"Digital Samba",HYRA Status:LIVE sort:-START on:Today weekday:Monday hour:09';
    assert.equal(
      printQuery(read(written)),
      'provider:digitalSamba,digitalSamba,hyra status:live on:today weekday:mon hour:9',
    );
    assert.equal(read('sort:TITLE').sort, 'title');
  });

  it('takes times and addresses for text', () =>
    assert.deepEqual(
      read('10:30 https://example.org/a "note:x" a.b:c').terms.map(term => term.kind),
      ['text', 'text', 'text', 'text'],
    ));

  it('reads every kind of date', () => {
    for (const date of [
      'today',
      'yesterday',
      'tomorrow',
      '-7d',
      '+2w',
      '-1m',
      '+1y',
      '2026-11-22',
      '2026-11',
      '2028-02-29',
    ]) {
      for (const name of ['after', 'before', 'on']) read(`${name}:${date}`);
    }
    read('after:now before:+24h');
  });

  const errors: [string, Partial<QueryError>][] = [
    ['a staus:live', { code: 'unknown-qualifier', from: 2, to: 7, word: 'staus', suggestions: ['status'] }],
    ['-hots:x', { code: 'unknown-qualifier', from: 1, to: 5, word: 'hots', suggestions: ['host', 'hour'] }],
    ['note: x', { code: 'unknown-qualifier', from: 0, to: 4 }],
    ['حالة:x', { code: 'unknown-qualifier', from: 0, to: 4 }],
    ['status:', { code: 'empty-value', from: 7, to: 7 }],
    ['host:a,', { code: 'empty-value', from: 7, to: 7 }],
    ['host:,a', { code: 'empty-value', from: 5, to: 5 }],
    ['x ""', { code: 'empty-value', from: 2, to: 4 }],
    ['status:live,lvie', { code: 'bad-value', from: 12, to: 16, word: 'lvie' }],
    ['status:liv*', { code: 'bad-value', from: 7, to: 11 }],
    ['provider:zoom', { code: 'bad-value', from: 9, to: 13, word: 'zoom' }],
    ['provider:""', { code: 'bad-value' }],
    ['connection:Bad_Id', { code: 'bad-value', from: 11 }],
    ['after:2026-02-29', { code: 'bad-value', from: 6, to: 16, word: '2026-02-29' }],
    ['before:22.11.2026', { code: 'bad-value' }],
    ['on:7d', { code: 'bad-value' }],
    ['on:now', { code: 'bad-value' }],
    ['on:+99999d', { code: 'bad-value' }],
    ['after:toda*', { code: 'bad-value' }],
    ['weekday:someday', { code: 'bad-value' }],
    ['hour:24', { code: 'bad-value' }],
    ['min-participants:-1', { code: 'bad-value' }],
    ['min-participants:many', { code: 'bad-value', from: 17, to: 21 }],
    ['host:"a"b', { code: 'bad-value', from: 5, to: 9 }],
    ['sort:size', { code: 'bad-value', from: 5, to: 9 }],
    ['sort:start,title', { code: 'bad-value', from: 11, to: 16 }],
    ['sort:', { code: 'empty-value', from: 5, to: 5 }],
    ['sort:title sort:start', { code: 'repeated-sort', from: 11, to: 21 }],
    ['-sort:title', { code: 'not-negatable', from: 0, to: 11 }],
    ['a "b c', { code: 'unclosed-quote', from: 2, to: 6 }],
    ['host:x,"b c', { code: 'unclosed-quote', from: 7, to: 11 }],
    ['-"b', { code: 'unclosed-quote', from: 1, to: 3 }],
  ];
  for (const [text, expected] of errors) {
    it(`refuses ${text}`, () => {
      const error = refuse(text);
      assert.deepEqual({ ...error, ...expected }, error);
      assert.equal(error.word, text.slice(error.from, error.to));
    });
  }

  it('proposes the likeliest value first, and all of a short list', () => {
    assert.equal(refuse('status:lvie').suggestions[0], 'live');
    assert.equal(refuse('status:lvie').suggestions.length, 6);
    assert.equal(refuse('provider:hira').suggestions[0], 'hyra');
    assert.equal(refuse('sort:titel').suggestions[0], 'title');
    assert.ok(refuse('after:soon').suggestions.includes('today'));
  });

  it('refuses connections that do not exist where it is told which do', () => {
    const connections = ['demo-hyra', 'demo-series'];
    assert.ok(parseQuery('connection:demo-hyra,demo-*', { connections }).ok);
    const parsed = parseQuery('connection:demo-hira', { connections });
    assert.ok(!parsed.ok);
    assert.deepEqual(parsed.error.suggestions, ['demo-hyra']);
  });
});

describe('printQuery', () => {
  it('prints what reads as the same query', () =>
    fc.assert(
      fc.property(arbitrary.query, query => {
        assert.deepEqual(read(printQuery(query)), structuredClone(query));
      }),
      { numRuns: 2000 },
    ));

  it('gives back any query that could be read', () => {
    const piece = fc.constantFrom(
      'host:',
      '-',
      '"',
      '\\',
      ',',
      '*',
      ' ',
      'a',
      'status:',
      'live',
      '//',
      ':',
      '7',
      'é',
      '\u00a0',
    );
    const text = fc.oneof(
      fc.string({ unit: 'grapheme' }),
      fc.array(piece, { maxLength: 12 }).map(all => all.join('')),
    );
    let readable = 0;
    fc.assert(
      fc.property(text, written => {
        const parsed = parseQuery(written);
        if (!parsed.ok) return;
        readable++;
        assert.deepEqual(read(printQuery(parsed.query)), parsed.query);
      }),
      { numRuns: 5000 },
    );
    assert.ok(readable > 1000, `only ${readable} were readable`);
  });

  it('never throws, and points within the text', () =>
    fc.assert(
      fc.property(fc.string({ unit: 'binary' }), text => {
        const parsed = parseQuery(text);
        if (parsed.ok) return;
        const { from, to, word } = parsed.error;
        assert.ok(0 <= from && from <= to && to <= text.length);
        assert.equal(word, text.slice(from, to));
      }),
    ));

  it('quotes words that would read as something else', () => {
    const printed = ['-a', 'host:x', '"', ''].map(text => printQuery({ terms: [word(text)], sort: '-start' }));
    assert.deepEqual(printed, ['"-a"', '"host:x"', String.raw`"\""`, '""']);
  });

  it('leaves out the default sort and quotes only where it must', () =>
    assert.equal(
      printQuery(read('"weekly"  sort:-start   host:"Jane",\'x\' -"a b"')),
      `"weekly" host:Jane,'x' -"a b"`,
    ));
});
