import assert from 'node:assert/strict';
import fc from 'fast-check';
import { NO_RANKING, ranked } from '../../../../src/query/table/ranking.ts';
import { atOnce } from '../../../../src/turns/slices.ts';

const compare = (a: string, b: string): number =>
  a.toLowerCase() < b.toLowerCase() ? -1 : a.toLowerCase() > b.toLowerCase() ? 1 : 0;

describe('ranking', () => {
  it('orders texts, those that were added later too', () =>
    fc.assert(
      fc.property(fc.array(fc.array(fc.string({ maxLength: 2 }), { maxLength: 30 }), { maxLength: 5 }), parts => {
        const texts: string[] = [];
        let ranking = NO_RANKING;
        for (const part of parts) {
          texts.push(...part);
          ranking = atOnce(ranked(texts, ranking, compare));
        }
        assert.equal(ranking.ranks.length, texts.length);
        assert.deepEqual(
          Array.from(ranking.sorted, number => texts[number]?.toLowerCase()),
          texts.map(text => text.toLowerCase()).sort(),
        );
        for (const [a, one] of texts.entries()) {
          for (const [b, other] of texts.entries()) {
            const [left = 0, right = 0] = [ranking.ranks[a], ranking.ranks[b]];
            assert.equal(Math.sign(left - right), compare(one, other));
          }
        }
      }),
    ));

  it('orders many at once', () => {
    const texts = Array.from({ length: 5000 }, (_, n) => String((n * 7919) % 5000));
    const { sorted } = atOnce(ranked(texts, NO_RANKING, compare));
    assert.deepEqual(
      Array.from(sorted, number => texts[number]),
      texts.toSorted(),
    );
  });
});
