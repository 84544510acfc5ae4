import assert from 'node:assert/strict';
import { logLine } from '../../../src/ui/log-line.ts';

const line = {
  method: 'GET',
  path: '/v1/workspace/655eda2e71288f2b/sessions/65c00458846a1525?clientId=cl-77&upcoming=true',
  outcome: 200,
  ms: 12.6,
  bytes: 345,
  try: 1,
} as const;

describe('a request in the log', () => {
  it('is told as it was sent', () => {
    assert.equal(logLine('a', line, true), `a GET ${line.path} → 200 · 13 ms · 345 B`);
    assert.match(logLine('a', { ...line, outcome: 'timeout', try: 3 }, true), / → timeout · 13 ms · 345 B · try 3$/);
  });

  it('names no session and nobody where the connection does not persist', () => {
    const told = 'a GET /v1/workspace/…/sessions/…?clientId=…&upcoming=… → 200 · 13 ms · 345 B';
    assert.equal(logLine('a', line, false), told);
    for (const id of ['65C0', 'José', 'a_b', 'a.b', 'a%2Fb', 'abc1', 'A'])
      assert.ok(!logLine('c', { ...line, path: `/list/${id}?q=${id}=${id}?${id}` }, false).includes(id), id);
    assert.match(logLine('a', { ...line, path: '/sessions/list' }, false), /\/sessions\/list →/);
  });
});
