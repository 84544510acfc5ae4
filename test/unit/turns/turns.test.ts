import assert from 'node:assert/strict';
import { nextTurn } from '../../../src/turns/turns.ts';

describe('turns of the event loop', () => {
  it('are given to one at a time, and to all', async () => {
    const given: string[] = [];
    const work = async (name: string): Promise<void> => {
      for (let stretch = 0; stretch < 3; stretch++) {
        await nextTurn();
        given.push(name);
      }
    };
    let turns = 0;
    const others = setImmediate(function count() {
      turns++;
      given.push('turn');
      if (turns < 20) setImmediate(count);
    });
    await Promise.all([work('one'), work('two'), work('three')]);
    clearImmediate(others);
    assert.equal(given.filter(name => name !== 'turn').length, 9);
    const inOneTurn = given
      .join(' ')
      .split('turn')
      .map(part => part.trim().split(' ').filter(Boolean).length);
    assert.ok(Math.max(...inOneTurn) <= 1, given.join(' '));
  });

  it('come first to what is urgent', async () => {
    const order: string[] = [];
    await Promise.all([
      nextTurn().then(() => order.push('load')),
      nextTurn().then(() => order.push('another load')),
      nextTurn({ urgent: true }).then(() => order.push('search')),
    ]);
    assert.deepEqual(order, ['search', 'load', 'another load']);
  });
});
