import assert from 'node:assert/strict';
import type { DetailRecord } from '../../../src/session/detail.ts';
import type { Drift } from '../../../src/session/drift.ts';
import { type Session, type SessionRecord, STATUSES } from '../../../src/session/session.ts';

const INSTANT = /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}Z$/;
/** Characters that steer a terminal or turn text around. */
const STEERING = /[\p{Cc}\p{Cs}\u200e\u200f\u202a-\u202e\u2066-\u2069]/u;

const isText = (value: unknown): boolean => typeof value === 'string';
const isFigure = (value: unknown): boolean => typeof value === 'number' && Number.isFinite(value);

function only(value: unknown, holds: (value: unknown) => boolean, what: string): void {
  if (value !== undefined) assert.ok(holds(value), `${what} is ${JSON.stringify(value)?.slice(0, 100)}`);
}

/** Fails unless every field is of the type that the rest of the product takes for granted. */
export function assertSound(record: SessionRecord): void {
  const { session, attendees } = record;
  assert.equal(session.key, `${session.connectionId}/${session.id}`);
  assert.ok(session.id !== '' && isText(session.id), 'an id');
  assert.ok(isText(session.title), 'a title');
  assert.ok(STATUSES.includes(session.status), session.status);
  for (const name of ['rawStatus', 'startSource', 'endSource'] as const) only(session[name], isText, name);
  for (const name of ['start', 'end'] as const) {
    only(session[name], value => INSTANT.test(String(value)) && !Number.isNaN(Date.parse(String(value))), name);
    assert.equal(session[`${name}Source`] === undefined, session[name] === undefined, `${name} and its source`);
  }
  only(session.durationMinutes, value => isFigure(value) && Number(value) >= 0, 'durationMinutes');
  only(record.statusUntil, isFigure, 'statusUntil');
  for (const figure of Object.values(session.participants ?? {})) only(figure, isFigure, 'participants');
  for (const part of [session.place, session.kind, session.client])
    for (const [name, value] of Object.entries(part ?? {})) only(value, isText, name);
  assert.ok(session.flags.every(isText), 'flags');
  for (const person of [...attendees, ...session.coHosts, ...(session.host ? [session.host] : [])]) {
    assert.ok(isText(person.id) && person.id !== '', 'a person has an id');
    for (const name of ['name', 'displayName', 'avatarUrl'] as const) only(person[name], isText, name);
    only(person.exists, value => typeof value === 'boolean', 'exists');
  }
}

export function assertSoundDetail({ detail, facts, rosters }: DetailRecord, held: Session): void {
  assert.equal(detail.key, held.key, 'a detail is of the session that was asked for');
  assertSound({ session: detail, attendees: [], raw: detail.raw });
  for (const { name, value } of detail.metrics) assert.ok(isText(name) && isFigure(value), name);
  for (const { name, expected, actual } of detail.checks) assert.ok(isFigure(expected) && isFigure(actual), name);
  for (const { id, joined, left } of detail.people) {
    assert.ok(isText(id), 'a person has an id');
    for (const time of [joined, left]) only(time, value => INSTANT.test(String(value)), 'joined or left');
  }
  for (const { group, name, value } of facts)
    assert.ok(isText(group) && isText(name) && ['string', 'number', 'boolean'].includes(typeof value), name);
  for (const { name, hosts, groups } of rosters) {
    assert.ok(isText(name) && Array.isArray(hosts));
    for (const group of groups) assert.ok(isText(group.name) && Array.isArray(group.slots));
  }
}

/** Fails when drift of one answer could fill memory, say who somebody is, or steer what shows it. */
export function assertSoundDrift(drift: readonly Drift[], private_: readonly string[]): void {
  assert.ok(drift.length <= 200, `${drift.length} kinds of drift from one answer`);
  for (const { path, expected, got, example, count } of drift) {
    const all = [path, expected, got, example].join(' ');
    assert.ok(all.length <= 600, `drift of ${all.length} characters`);
    assert.ok(!STEERING.test(all), `drift steers: ${JSON.stringify(all)}`);
    assert.ok(count >= 1);
    const told = `${got} ${example}`;
    for (const word of private_) assert.ok(!told.includes(word), `drift tells ${word}`);
  }
}
