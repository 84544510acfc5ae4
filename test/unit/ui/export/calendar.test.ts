import assert from 'node:assert/strict';
import fc from 'fast-check';
import '../vscode.ts';
import type { Session } from '../../../../src/session/session.ts';
import { providerLabel, session } from '../world.ts';
import { inSlices, joined } from './slices.ts';

const { calendar, inCalendar } = await import('../../../../src/ui/export/calendar.ts');

async function written(...slices: Session[][]): Promise<string> {
  const parts = calendar(inSlices(...slices), { name: 'Sessions', description: 'Not all, no.', providerLabel });
  return joined(parts);
}

/** A reader after RFC 5545, 3.1 and 3.3.11: lines unfolded, texts unescaped. */
function parse(text: string): { calendar: Map<string, string>; events: Map<string, string>[] } {
  assert.ok(text.endsWith('\r\n'));
  assert.doesNotMatch(text.replaceAll('\r\n', ''), /[\r\n]/);
  const whole = new Map<string, string>();
  const events: Map<string, string>[] = [];
  let into: Map<string, string> | undefined;
  for (const line of text.replaceAll('\r\n ', '').split('\r\n').slice(0, -1)) {
    const [, name = '', value = ''] = /^([A-Z-]+)(?:;[^:]*)?:(.*)$/s.exec(line) ?? assert.fail(`no property: ${line}`);
    if (name === 'BEGIN') {
      into = value === 'VEVENT' ? new Map() : whole;
      if (into !== whole) events.push(into);
    } else if (name === 'END') into = value === 'VEVENT' ? whole : undefined;
    else
      into?.set(
        name,
        value.replace(/\\([nN\\;,])/g, (_, what) => (/n/i.test(what) ? '\n' : what)),
      );
  }
  assert.equal(into, undefined);
  return { calendar: whole, events };
}

async function event(some: Parameters<typeof session>[2], id = '1'): Promise<Map<string, string>> {
  const [only] = parse(await written([session('c', id, some)])).events;
  return only ?? assert.fail('no event');
}

describe('iCalendar', () => {
  it('is one calendar with all slices in it', async () => {
    const many = Array.from({ length: 230 }, (_, at) => session('c', String(at)));
    const { calendar: head, events } = parse(await written(many.slice(0, 205), [], many.slice(205)));
    assert.equal(head.get('VERSION'), '2.0');
    assert.equal(head.get('METHOD'), 'PUBLISH');
    assert.equal(head.get('X-WR-CALDESC'), 'Not all, no.');
    assert.deepEqual(
      events.map(each => each.get('UID')),
      many.map(({ key }) => `${key}@session-explorer`),
    );
  });

  it('is a calendar without any', async () => {
    assert.deepEqual(parse(await written()).events, []);
    assert.deepEqual(parse(await written([])).events, []);
  });

  it('writes instants in UTC', async () => {
    const read = await event({ start: '2025-03-30T00:30:00.000Z', end: '2025-03-30T01:30:00.000Z' });
    assert.equal(read.get('DTSTART'), '20250330T003000Z');
    assert.equal(read.get('DTEND'), '20250330T013000Z');
  });

  it('gives an end only after the start, by the duration where none is named, and says what it assumed', async () => {
    const start = '2025-11-20T10:00:00.000Z';
    assert.equal((await event({ start, durationMinutes: 90 })).get('DTEND'), '20251120T113000Z');
    assert.equal((await event({ start, end: start })).get('DTEND'), undefined);
    assert.equal((await event({ start, end: '2025-11-20T09:00:00.000Z' })).get('DTEND'), undefined);
    const assumed = await event({ start });
    assert.equal(assumed.get('DTEND'), '20251120T110000Z');
    assert.match(assumed.get('DESCRIPTION') ?? '', /End: not reported; one hour is assumed/);
  });

  it('leaves out what has no start', async () => {
    const { start: _, ...without } = session('c', '2');
    assert.equal(inCalendar(without), false);
    assert.equal(parse(await written([without, session('c', '1')])).events.length, 1);
  });

  it('says the status in the words that calendars have', async () => {
    const words = { live: 'CONFIRMED', upcoming: 'CONFIRMED', completed: 'CONFIRMED', cancelled: 'CANCELLED' } as const;
    for (const [status, word] of Object.entries({ ...words, missed: 'CANCELLED', unknown: 'TENTATIVE' } as const))
      assert.equal((await event({ status: status as keyof typeof words })).get('STATUS'), word);
  });

  it('keeps its UIDs whatever else changes', async () => {
    const before = await event({ title: 'before', status: 'upcoming' });
    const after = await event({ title: 'after', status: 'cancelled', start: '2026-01-01T00:00:00.000Z' });
    assert.equal(before.get('UID'), after.get('UID'));
  });

  it('holds whatever a service sends, as text and never as another line', async () => {
    const wild = fc.string({
      unit: fc.constantFrom('\n', '\r', '\\', ';', ',', ':', 'BEGIN:VEVENT', 'é', '漢', 'a', '\0', '\ud800'),
    });
    await fc.assert(
      fc.asyncProperty(wild, wild, async (title, id) => {
        const { events } = parse(
          await written([session('c', id, { title, place: { name: title }, kind: { name: title } })]),
        );
        assert.equal(events.length, 1);
        const expected = (title || id).toWellFormed().replace(/\r\n?/g, '\n').replaceAll('\0', ' ');
        assert.equal(events[0]?.get('SUMMARY') ?? '', expected);
      }),
    );
  });

  it('has different UIDs for different sessions', async () => {
    const ids = fc.string({ unit: fc.constantFrom('%', '2', 'C', ',', ';', '\n', ' ', 'é', 'a', '/') });
    await fc.assert(
      fc.asyncProperty(ids, ids, async (one, other) => {
        fc.pre(one !== other);
        const { events } = parse(await written([session('c', one), session('c', other)]));
        assert.notEqual(events[0]?.get('UID'), events[1]?.get('UID'));
      }),
    );
  });
});
