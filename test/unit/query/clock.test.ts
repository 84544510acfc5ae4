import assert from 'node:assert/strict';
import { parseQuery } from '../../../src/query/parse.ts';
import { printQuery } from '../../../src/query/print.ts';

const read = (text: string): string => {
  const parsed = parseQuery(text);
  return parsed.ok ? printQuery(parsed.query) : parsed.error.code;
};

describe('weekday: and hour:', () => {
  it('take days by their short or whole names and hours of a day', () => {
    assert.equal(read('weekday:Mon,TUESDAY,sun hour:8,08,23'), 'weekday:mon,tue,sun hour:8,8,23');
    assert.equal(read('-weekday:sat hour:0'), '-weekday:sat hour:0');
  });

  it('take nothing else', () => {
    for (const text of ['weekday:monkday', 'weekday:1', 'weekday:mo*', 'hour:24', 'hour:-1', 'hour:8am', 'hour:1*'])
      assert.equal(read(text), 'bad-value', text);
    assert.equal(read('hour:'), 'empty-value');
  });

  it('say which days there are', () => {
    const parsed = parseQuery('weekday:thurs');
    assert.equal(parsed.ok ? undefined : parsed.error.suggestions[0], 'thu');
  });
});
