import type { Attendance } from '../../session/detail.ts';
import { DAY } from '../../session/instant.ts';
import type { AttendanceChart, Cell, Mark, Section } from '../../webview/protocol.ts';
import type { Format } from './format.ts';
import { type Line, type Stay, samples, spanFor, type Timeline } from './timeline.ts';
import type { Words } from './words.ts';

const stayText = (stay: Stay, clock: (at: number) => string, words: Words): string => {
  const say = words.attendance;
  switch (stay.mark) {
    case 'stay':
      return say.stay(clock(stay.from), clock(stay.to));
    case 'present':
      return say.present(clock(stay.from));
    case 'open':
      return say.open(clock(stay.from));
    case 'left-only':
      return say.leftOnly(clock(stay.to));
    case 'backwards':
      return say.backwards(clock(stay.from));
  }
};

/** Marks of the axis at round times. */
const ticks = (line: Timeline, format: Format): { at: number; label: string }[] => {
  const length = line.to - line.from;
  const span = spanFor(length, 6);
  const long = length > DAY;
  const result: { at: number; label: string }[] = [];
  for (let at = Math.ceil(line.from / span) * span; at <= line.to; at += span)
    result.push({
      at: (at - line.from) / length,
      label: span < 60_000 ? format.clock(at) : format.tick(at, long),
    });
  return result;
};

/** The timeline of people above the curve of how many were there, both rebuilt from joining and leaving. */
export const attendanceSection = (line: Timeline, words: Words, format: Format): Section => {
  const say = words.attendance;
  const length = line.to - line.from;
  const place = (at: number): number => Math.min(1, Math.max(0, (at - line.from) / length));
  const long = length > DAY;
  const clock = (at: number): string => format.clock(at, long);
  const marks = new Set<Mark>();
  const lanes = line.lines.map(({ id, name, stays, presentMs }) => {
    for (const stay of stays) marks.add(stay.mark);
    return {
      name: name ?? id,
      stays: stays.map(stay => ({ mark: stay.mark, from: place(stay.from), to: place(stay.to) })),
      total: presentMs > 0 ? format.durationText(presentMs) : '–',
      text: stays.length > 0 ? stays.map(stay => stayText(stay, clock, words)).join('; ') : say.none,
    };
  });
  const read = samples(line);
  const each = read.length === line.steps.length;
  const chart: AttendanceChart = {
    label: words.section.attendance,
    ticks: ticks(line, format),
    lanes,
    lanesLabel: say.lanes(format.number(lanes.length)),
    steps: line.steps.map(step => ({ at: place(step.at), count: step.count })),
    peak: line.peak,
    curveLabel: say.curve,
    peakLabel: say.peak(format.number(line.peak)),
    samples: read.map(sample => {
      const time = each ? clock(sample.at) : `${clock(sample.at)} – ${clock(sample.until)}`;
      const count = format.number(sample.count);
      return {
        at: place(sample.at),
        time,
        count: sample.count,
        text: each ? say.at(time, count) : say.during(time, count),
      };
    }),
    samplesTitle: say.tableTitle,
    samplesHead: each ? [say.tableTime, say.tableCount] : [say.tableFrom, say.tableMost],
    sliderLabel: say.slider,
    // One kind of bar explains itself.
    legend:
      marks.size > 1 || !marks.has('stay')
        ? (Object.keys(say.legend) as Mark[])
            .filter(mark => marks.has(mark))
            .map(mark => ({ mark, label: say.legend[mark] }))
        : [],
  };
  return {
    kind: 'attendance',
    id: 'attendance',
    title: words.section.attendance,
    note: `${say.rebuilt} ${format.zone}`,
    wide: true,
    chart,
  };
};

const text = (value: string, mark?: 'muted' | 'good' | 'bad'): Cell => [{ text: value, ...(mark ? { mark } : {}) }];

/**
 * The table of people: one row a person, one line in a row's times for each stay. Columns that no row fills are left out.
 */
export const peopleSection = (
  lines: readonly Pick<Line, 'id' | 'name' | 'rows' | 'presentMs'>[],
  session: {
    live: boolean;
    from: number;
    to: number;
    /** Some stays are taken for one person's because of the name alone. */
    byName?: boolean;
    /** How many people the service counts. */
    counted?: number | undefined;
  },
  words: Words,
  format: Format,
): Section[] => {
  if (lines.length === 0) return [];
  const say = words.people;
  const all = lines.flatMap(line => line.rows);
  const has = (field: keyof Attendance): boolean => all.some(row => row[field] !== undefined);
  const timed = has('joined') || has('left');
  const long = session.to - session.from > DAY;
  const clock = (iso: string): string => format.clock(Date.parse(iso), long);
  const columns = [
    { id: 'name', label: say.name },
    ...(has('role') ? [{ id: 'role', label: say.role }] : []),
    ...(timed
      ? [
          { id: 'joined', label: say.joined, numeric: true },
          { id: 'left', label: say.left, numeric: true },
          { id: 'present', label: say.present, numeric: true },
        ]
      : []),
    ...(has('attended') ? [{ id: 'attended', label: say.attended }] : []),
    { id: 'id', label: say.id },
  ];
  const left = (row: Attendance): Cell[number] => {
    if (row.left === undefined) {
      if (row.joined === undefined) return { text: '' };
      return { text: session.live ? say.stillPresent : say.neverLeft, mark: session.live ? 'good' : 'muted' };
    }
    const backwards = row.joined !== undefined && Date.parse(row.left) < Date.parse(row.joined);
    return backwards ? { text: `${clock(row.left)} (${say.backwards})`, mark: 'bad' } : { text: clock(row.left) };
  };
  const cell: Record<string, (line: (typeof lines)[number]) => Cell> = {
    name: line => text(line.name ?? line.id),
    role: line => text([...new Set(line.rows.map(row => row.role).filter(role => role !== undefined))].join(', ')),
    joined: line =>
      line.rows.map(row =>
        row.joined === undefined
          ? { text: row.left === undefined ? '' : say.neverJoined, mark: 'muted' as const }
          : { text: clock(row.joined) },
      ),
    left: line => line.rows.map(left),
    present: line => text(line.presentMs > 0 ? format.durationText(line.presentMs) : '–'),
    attended: line => {
      const said = line.rows.map(row => row.attended).filter(value => value !== undefined);
      if (said.length === 0) return text('');
      return said.includes(true) ? text(say.yes, 'good') : text(say.no, 'muted');
    },
    id: line => text(line.id, 'muted'),
  };
  const note = [
    lines.length === 1 ? say.one : say.caption(format.number(lines.length)),
    ...(session.counted === undefined || session.counted === lines.length
      ? []
      : [say.counted(format.number(session.counted))]),
    ...(session.byName ? [say.byName] : []),
    ...(timed ? [format.zone] : []),
  ];
  return [
    {
      kind: 'people',
      id: 'people',
      title: words.section.people,
      note: note.join(' · '),
      wide: true,
      table: {
        caption: words.section.people,
        columns,
        rows: lines.map(line => columns.map(column => cell[column.id]?.(line) ?? [])),
      },
    },
  ];
};
