import assert from 'node:assert/strict';
import { printQuery } from '../../../../src/query/print.ts';
import { createSubject } from '../../../../src/ui/overview/subject.ts';
import { query } from './samples.ts';

/** The tree's query, which anybody may change. */
function tree(first: string) {
  let text = first;
  let tell = (): void => {};
  const set = (next: string): void => {
    if (next === text) return;
    text = next;
    tell();
  };
  const subject = createSubject({ get: () => query(text), text: () => text }, set);
  tell = subject.moved;
  return { subject, set, text: () => text, about: () => printQuery(subject.query()) };
}

describe("the overview's subject", () => {
  it('is after a restart what it was, and the tree may show a part of that', () => {
    const current = { get: () => query('host:Ana on:2025-11-20'), text: () => 'host:Ana on:2025-11-20' };
    const subject = createSubject(current, () => undefined, query('host:Ana'));
    assert.equal(printQuery(subject.query()), 'host:Ana');
    assert.equal(subject.part() && printQuery(subject.part() ?? query('')), 'host:Ana on:2025-11-20');
    const same = createSubject(current, () => undefined, current.get());
    assert.equal(same.part(), undefined);
  });

  it('is the query of the tree, whoever changes that', () => {
    const { set, about, subject } = tree('status:live');
    assert.equal(about(), 'status:live');
    set('host:Ana');
    assert.equal(about(), 'host:Ana');
    assert.equal(subject.part(), undefined);
  });

  it('stays where one of its own bars changes the tree, bar after bar', () => {
    const { subject, about, text } = tree('host:Ana');
    subject.choose('host:Ana on:2025-11-20');
    subject.choose('host:Ana on:2025-11-21');
    assert.equal(text(), 'host:Ana on:2025-11-21');
    assert.equal(about(), 'host:Ana');
    assert.equal(subject.part() && printQuery(subject.part() ?? query('')), 'host:Ana on:2025-11-21');
  });

  it('goes back to the whole, or on to the part', () => {
    const one = tree('host:Ana');
    one.subject.choose('host:Ana on:2025-11-20');
    one.subject.back();
    assert.deepEqual([one.text(), one.about(), one.subject.part()], ['host:Ana', 'host:Ana', undefined]);
    const other = tree('host:Ana');
    other.subject.choose('host:Ana on:2025-11-20');
    other.subject.follow();
    assert.deepEqual([other.about(), other.subject.part()], ['host:Ana on:2025-11-20', undefined]);
  });

  it('follows again once somebody else changes the tree', () => {
    const { subject, set, about } = tree('');
    subject.choose('on:2025-11-20');
    set('status:missed');
    assert.equal(about(), 'status:missed');
    assert.equal(subject.part(), undefined);
  });
});
