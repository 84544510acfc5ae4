/** One line of the table. */
export interface Figure {
  what: string;
  unit: string;
  value: number;
  /** The most that it may be; absent where none is set. */
  budget?: number;
  /** What a client of thirty lines comes to. */
  naive?: number | undefined;
  note?: string;
}

const HEAD = ['', 'measured', 'budget', '', 'naive client', ''];

export function table(figures: readonly Figure[]): string {
  const lines = figures.map(({ what, unit, value, budget, naive, note = '' }) => [
    what,
    spelled(value, unit),
    budget === undefined ? '' : `≤ ${spelled(budget, unit)}`,
    budget === undefined ? '' : value <= budget ? 'ok' : 'OVER',
    naive === undefined ? '' : spelled(naive, unit),
    note,
  ]);
  const widths = HEAD.map((_, column) => Math.max(...[HEAD, ...lines].map(line => (line[column] ?? '').length)));
  const row = (line: readonly string[]): string =>
    line
      .map((cell, column) => {
        const width = widths[column] ?? 0;
        return column === 0 || column === 5 ? cell.padEnd(width) : cell.padStart(width);
      })
      .join('  ')
      .trimEnd();
  return [HEAD, ...lines].map(row).join('\n');
}

function spelled(value: number, unit: string): string {
  const digits = Math.abs(value) >= 100 || Number.isInteger(value) ? 0 : Math.abs(value) >= 10 ? 1 : 2;
  const number = value.toLocaleString('en', { maximumFractionDigits: digits });
  return unit === '' ? number : unit === '×' ? `${number} ×` : `${number} ${unit}`;
}
