import assert from 'node:assert/strict';
import fc from 'fast-check';
import { Temporal } from 'temporal-polyfill';
import type { Aggregates, Tally } from '../../../src/query/aggregates.ts';
import { EVERYTHING, type Reading } from '../../../src/query/query.ts';
import { createSessionIndex } from '../../../src/query/session-index.ts';
import { PROVIDER_IDS } from '../../../src/session/connection.ts';
import { participantsOf, type SessionEntry, STATUSES } from '../../../src/session/session.ts';
import * as arbitrary from './arbitrary.ts';
import { matches } from './plain-reading.ts';

/** Entries that say more, or less, of what is summed up. */
const measured = fc
  .tuple(
    arbitrary.entries,
    fc.array(
      fc.record(
        {
          minutes: fc.integer({ min: 0, max: 500 }).map(quarters => quarters / 4),
          capacity: fc.integer({ min: 0, max: 9 }),
          filled: fc.integer({ min: 0, max: 9 }),
          attended: fc.integer({ min: 0, max: 9 }),
        },
        { requiredKeys: [] },
      ),
      { minLength: 40, maxLength: 40 },
    ),
  )
  .map(([entries, more]) =>
    entries.map((entry, at): SessionEntry => {
      const { minutes, ...participants } = more[at] ?? {};
      const { session } = entry;
      return {
        ...entry,
        session: {
          ...session,
          ...(minutes === undefined ? {} : { durationMinutes: minutes }),
          participants: { ...session.participants, ...participants },
        },
      };
    }),
  );

/** The sums one session at a time, over objects. */
function tallyOf(entries: readonly SessionEntry[]): Tally {
  const sum = (values: readonly (number | undefined)[]) => {
    const told = values.filter(value => value !== undefined);
    return { known: told.length, sum: told.reduce((all, value) => all + value, 0) };
  };
  const both = (other: 'capacity' | 'attended') =>
    entries.filter(e => participantsOf(e) !== undefined && e.session.participants?.[other] !== undefined);
  const [placed, attended] = [both('capacity'), both('attended')];
  return {
    sessions: entries.length,
    people: sum(entries.map(participantsOf)),
    minutes: sum(entries.map(({ session }) => session.durationMinutes)),
    places: {
      ...sum(placed.map(({ session }) => session.participants?.capacity)),
      filled: sum(placed.map(entry => entry.session.participants?.filled ?? participantsOf(entry))).sum,
    },
    attended: {
      ...sum(attended.map(({ session }) => session.participants?.attended)),
      expected: sum(attended.map(participantsOf)).sum,
    },
  };
}

function expected(entries: readonly SessionEntry[], timeZone: string): Aggregates {
  const local = ({ session }: SessionEntry) =>
    session.start === undefined ? undefined : Temporal.Instant.from(session.start).toZonedDateTimeISO(timeZone);
  const dayOf = (entry: SessionEntry): string => local(entry)?.toPlainDate().toString() ?? '';
  const days = [...new Set(entries.map(dayOf))].filter(day => day !== '').sort();
  const byHour = Array.from({ length: 168 }, () => 0);
  for (const entry of entries) {
    const at = local(entry);
    if (at) byHour[(at.dayOfWeek - 1) * 24 + at.hour] = (byHour[(at.dayOfWeek - 1) * 24 + at.hour] ?? 0) + 1;
  }
  const parts = <T>(values: readonly T[], is: (entry: SessionEntry, value: T) => boolean) =>
    values.flatMap(value =>
      STATUSES.flatMap(status => {
        const part = entries.filter(entry => entry.session.status === status && is(entry, value));
        return part.length === 0 ? [] : [{ value, status, tally: tallyOf(part) }];
      }),
    );
  return {
    byProvider: parts(PROVIDER_IDS, (entry, id) => entry.session.provider === id).map(({ value, ...rest }) => ({
      provider: value,
      ...rest,
    })),
    byDay: parts(days, (entry, day) => dayOf(entry) === day).map(({ value, ...rest }) => ({ day: value, ...rest })),
    byHour,
  };
}

describe('aggregates', () => {
  it('sum up what a plain reading of the found sessions sums up', () =>
    fc.assert(
      fc.asyncProperty(measured, arbitrary.query, arbitrary.reading, async (entries, query, reading) => {
        const index = createSessionIndex();
        index.put(entries);
        const { selection } = await index.search(query, reading);
        const found = entries.filter(entry => matches(entry, query, reading));
        assert.deepEqual(await selection.aggregate(), expected(found, reading.timeZone));
      }),
      { numRuns: 300 },
    ));

  it('are the same after sessions were replaced', () =>
    fc.assert(
      fc.asyncProperty(measured, measured, async (before, after) => {
        const index = createSessionIndex();
        const keys = new Map(before.map(entry => [entry.session.key, entry]));
        for (const entry of after) keys.set(entry.session.key, entry);
        index.put(before);
        index.put(after);
        const reading: Reading = { timeZone: 'Europe/Berlin', now: 0, me: [] };
        const { selection } = await index.search(EVERYTHING, reading);
        assert.deepEqual(await selection.aggregate(), expected([...keys.values()], reading.timeZone));
      }),
    ));

  it('stop with the reason of the signal', async () => {
    const { selection } = await createSessionIndex().search(EVERYTHING, { timeZone: 'UTC', now: 0, me: [] });
    const reason = new Error('no longer wanted');
    await assert.rejects(selection.aggregate(AbortSignal.abort(reason)), reason);
  });
});
