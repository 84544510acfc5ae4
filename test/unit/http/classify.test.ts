import assert from 'node:assert/strict';
import { networkProblem } from '../../../src/http/classify.ts';

const at = { host: 'a.example', proxied: false, sent: false, cancelled: false, connectMs: 10_000, headersMs: 20_000 };
const coded = (code: string): Error => Object.assign(new Error('some words'), { code });

describe('what an error of the network means', () => {
  it('is found below what it caused, and in each address that was tried', () => {
    const several = new AggregateError([coded('EHOSTDOWN'), coded('ECONNREFUSED')]);
    const problem = networkProblem(new TypeError('fetch failed', { cause: several }), at);
    assert.deepEqual(problem, { code: 'refused', host: 'a.example' });
  });

  it("is read out of the words of Electron's fetch", () => {
    const problem = networkProblem(new Error('net::ERR_NAME_NOT_RESOLVED'), at);
    assert.deepEqual(problem, { code: 'dns', host: 'a.example' });
  });

  it('is unknown where nothing tells', () => {
    const problem = { code: 'unreachable', host: 'a.example', detail: 'unknown' };
    assert.deepEqual(networkProblem('a word', at), problem);
    const circle = new Error('a circle');
    circle.cause = circle;
    assert.deepEqual(networkProblem(circle, at), problem);
  });
});
