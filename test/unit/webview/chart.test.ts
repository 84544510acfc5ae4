import assert from 'node:assert/strict';
import { sampleAt } from '../../../src/webview/chart.ts';

describe('reading the curve', () => {
  const samples = [0, 0.25, 0.5, 0.75].map(at => ({ at }));

  it('finds the last sample that has begun', () => {
    assert.deepEqual(
      [0, 0.1, 0.25, 0.6, 1].map(position => sampleAt(samples, position)),
      [0, 0, 1, 2, 3],
    );
  });

  it('has nothing to look for in one sample', () => assert.equal(sampleAt([{ at: 0 }], 0.9), 0));
});
