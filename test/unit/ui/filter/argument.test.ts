import assert from 'node:assert/strict';
import '../vscode.ts';
import { parseQuery } from '../../../../src/query/parse.ts';
import { printQuery } from '../../../../src/query/print.ts';
import type { Query } from '../../../../src/query/query.ts';
import type { Edited } from '../../../../src/ui/filter/argument.ts';

const { datesOf, withArgument, withDates, withWords } = await import('../../../../src/ui/filter/argument.ts');

const query = (text: string): Query => {
  const parsed = parseQuery(text);
  assert(parsed.ok);
  return parsed.query;
};
const printed = (edited: Edited): string => (edited.ok ? printQuery(edited.query) : edited.error.code);

describe('the argument of a filter command', () => {
  const cases: [string, Parameters<typeof withArgument>[1], string | string[], string][] = [
    ['', 'status', 'live', 'status:live'],
    ['', 'status', 'live,upcoming', 'status:live,upcoming'],
    ['', 'status', ['live', 'upcoming'], 'status:live,upcoming'],
    ['', 'status', '-live', '-status:live'],
    ['', 'host', 'Ana María', 'host:"Ana María"'],
    ['', 'host', '"Ana María",Bea', 'host:"Ana María",Bea'],
    ['', 'host', 'Ana*', 'host:Ana*'],
    ['', 'host', ['a,b "c"'], 'host:"a,b \\"c\\""'],
    ['', 'kind', 'Cut: wash and dry', 'kind:"Cut: wash and dry"'],
    ['status:live host:Ana word', 'status', 'missed', 'host:Ana word status:missed'],
    ['-status:live', 'status', 'upcoming', 'status:upcoming'],
    ['status:live word', 'status', '', 'word'],
    ['status:live word', 'status', [], 'word'],
    ['', 'status', 'sleeping', 'bad-value'],
  ];
  for (const [before, facet, argument, after] of cases) {
    it(`“${argument}” for ${facet} makes “${after}” of “${before}”`, () => {
      assert.equal(printed(withArgument(query(before), facet, argument)), after);
    });
  }

  it('that is wrong is shown in the text that it stands in', () => {
    const edited = withArgument(query('host:Ana'), 'status', 'sleeping');
    assert(!edited.ok);
    assert.equal(edited.text.slice(edited.error.from, edited.error.to), 'sleeping');
  });
});

describe('the argument of search', () => {
  const cases: [string, string, string][] = [
    ['', 'training', 'training'],
    ['status:live old words sort:title', 'training', 'status:live training sort:title'],
    ['status:live "old words"', '', 'status:live'],
    ['status:live', '-place:Lobby "more words" sort:start', 'status:live -place:Lobby "more words" sort:start'],
    ['status:live', 'colour:red', 'unknown-qualifier'],
    ['', 'connection:gone', 'bad-value'],
  ];
  for (const [before, argument, after] of cases) {
    it(`“${argument}” makes “${after}” of “${before}”`, () => {
      assert.equal(printed(withWords(query(before), argument, { connections: ['mine'] })), after);
    });
  }
});

describe('the argument of the date filter', () => {
  const cases: [string, string, string][] = [
    ['', 'today', 'on:today'],
    ['', '2025-11-22', 'on:2025-11-22'],
    ['', '2025-11', 'on:2025-11'],
    ['', 'after:-7d before:+2w', 'after:-7d before:+2w'],
    ['', '2025-11-01..2025-11-30', 'after:2025-11-01 before:2025-12-01'],
    ['', '2025-11-01 .. ', 'after:2025-11-01'],
    ['', '..today', 'before:+1d'],
    ['', '-1w..-1d', 'after:-1w before:+0d'],
    ['on:today word', 'after:-7d', 'word after:-7d'],
    ['after:-7d before:today word', '', 'word'],
    ['', 'after:someday', 'bad-value'],
    ['', 'someday', 'bad-value'],
    ['', 'status:live', 'bad-value'],
  ];
  for (const [before, argument, after] of cases) {
    it(`“${argument}” makes “${after}” of “${before}”`, () => {
      assert.equal(printed(withDates(query(before), argument)), after);
    });
  }

  it('is what the hub shows of a query', () => {
    assert.equal(datesOf(query('word after:-7d status:live -on:today sort:title')), 'after:-7d -on:today');
  });
});
