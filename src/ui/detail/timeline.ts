import { concurrency } from '../../session/attendance.ts';
import type { Attendance } from '../../session/detail.ts';
import { DAY } from '../../session/instant.ts';

/**
 * One presence of one person, epoch ms. `stay`: joined and left. `present`: joined and the session still runs.
 * `open`: joined, and no leaving was reported though the session ended. `left-only`: a leaving without a joining.
 * `backwards`: left before joining, so the service's clocks disagree.
 */
export interface Stay {
  mark: 'stay' | 'present' | 'open' | 'left-only' | 'backwards';
  from: number;
  to: number;
}

/** All that is known of one person: the stays in order, and the rows that they were read from. */
export interface Line {
  id: string;
  name?: string;
  rows: Attendance[];
  stays: Stay[];
  /** Milliseconds present, overlapping stays counted once. */
  presentMs: number;
}

export interface Step {
  at: number;
  count: number;
}

export interface Timeline {
  /** The axis: everything that is drawn lies within. */
  from: number;
  to: number;
  lines: Line[];
  /** From `at` on, `count` are present. Starts at the axis' start. */
  steps: Step[];
  peak: number;
}

const instant = (iso: string | undefined): number | undefined => {
  const at = iso === undefined ? Number.NaN : Date.parse(iso);
  return Number.isNaN(at) ? undefined : at;
};

/** A stay, or nothing where neither joining nor leaving is known. `now` is set while the session is live, `end` once it is over. */
const stayOf = (row: Attendance, now: number | undefined, end: number | undefined): Stay | undefined => {
  const joined = instant(row.joined);
  const left = instant(row.left);
  if (joined === undefined) return left === undefined ? undefined : { mark: 'left-only', from: left, to: left };
  if (left !== undefined)
    return left < joined ? { mark: 'backwards', from: joined, to: joined } : { mark: 'stay', from: joined, to: left };
  return now !== undefined
    ? { mark: 'present', from: joined, to: Math.max(joined, now) }
    : { mark: 'open', from: joined, to: Math.max(joined, end ?? joined) };
};

const union = (stays: readonly Stay[]): number => {
  let total = 0;
  let until = Number.NEGATIVE_INFINITY;
  for (const { from, to } of stays) {
    total += Math.max(0, to - Math.max(from, until));
    until = Math.max(until, to);
  }
  return total;
};

/**
 * Puts people's comings and goings on one time axis. Rows with one id are one person's stays. Absent when no row has a time.
 * `live`: those who did not leave are taken as present until `now`.
 */
export const timeline = (
  people: readonly Attendance[],
  session: { start?: string | undefined; end?: string | undefined; live: boolean; now: number },
): Timeline | undefined => {
  const start = instant(session.start);
  const end = session.live ? undefined : instant(session.end);
  const now = session.live ? session.now : undefined;
  const byId = new Map<string, Attendance[]>();
  for (const row of people) {
    const rows = byId.get(row.id);
    if (rows) rows.push(row);
    else byId.set(row.id, [row]);
  }
  const lines: Line[] = [];
  for (const [id, rows] of byId) {
    const stays = rows
      .map(row => stayOf(row, now, end))
      .filter(stay => stay !== undefined)
      .sort((a, b) => a.from - b.from);
    const name = rows.find(row => row.name)?.name;
    lines.push({ id, ...(name === undefined ? {} : { name }), rows, stays, presentMs: union(stays) });
  }
  const stays = lines.flatMap(line => line.stays);
  if (stays.length === 0) return undefined;
  lines.sort((a, b) => (a.stays[0]?.from ?? Infinity) - (b.stays[0]?.from ?? Infinity));

  let from = start ?? Infinity;
  let to = end ?? now ?? Number.NEGATIVE_INFINITY;
  for (const stay of stays) {
    from = Math.min(from, stay.from);
    to = Math.max(to, stay.to);
  }
  if (to <= from) to = from + 1000;
  // The same reckoning as the check of the reported peak, so that curve and verdict agree. Who is still there leaves at no time.
  const steps: Step[] = concurrency(people, { end: now === undefined ? (end ?? to) : undefined, now: Infinity }).filter(
    ({ at }) => at !== Infinity,
  );
  if (steps[0]?.at !== from) steps.unshift({ at: from, count: 0 });
  const peak = steps.reduce((most, step) => Math.max(most, step.count), 0);
  return { from, to, lines, steps, peak };
};

/** Spans, in ms, at which a person expects the marks of a time axis. */
const SPANS = [1, 2, 5, 10, 15, 30, 60, 120, 300, 600, 900, 1800, 3600, 7200, 10_800, 21_600, 43_200, 86_400].map(
  seconds => seconds * 1000,
);

/** The shortest of the usual spans that divides the axis into at most `most` parts. */
export const spanFor = (length: number, most: number): number =>
  SPANS.find(span => length / span <= most) ?? Math.ceil(length / most / DAY) * DAY;

/** What can be read off the curve: each change where these are few, else the highest count in each of some equal spans. */
export const samples = (line: Pick<Timeline, 'from' | 'to' | 'steps'>, most = 60): (Step & { until: number })[] => {
  const { from, to, steps } = line;
  if (steps.length <= most) return steps.map((step, i) => ({ ...step, until: steps[i + 1]?.at ?? to }));
  const span = spanFor(to - from, most);
  const result: (Step & { until: number })[] = [];
  let next = 0;
  let count = 0;
  for (let at = from; at < to; at += span) {
    const until = Math.min(to, at + span);
    let highest = count;
    for (let step = steps[next]; step !== undefined && step.at < until; step = steps[++next]) {
      count = step.count;
      // What ended exactly where this span begins was not there in it.
      highest = step.at === at ? count : Math.max(highest, count);
    }
    result.push({ at, until, count: highest });
  }
  return result;
};
