import { h, svg } from './dom.ts';
import { dataTable, legend, percent, toned } from './overview-parts.ts';
import type { Column, ColumnChart, HoursChart } from './overview-protocol.ts';

const readout = (summary: string): HTMLElement => h('p', { class: 'readout', 'data-summary': summary }, summary);

const column = (each: Column, today: boolean): HTMLElement => {
  let below = 0;
  const bars = svg(
    'svg',
    { 'aria-hidden': 'true' },
    each.parts.map(({ tone, height }) => {
      below += height;
      return toned(tone, { x: '8%', width: '84%', y: percent(1 - below), height: percent(height) });
    }),
    each.missing === true && toned('missing', { x: '12%', width: '76%', y: '88%', height: '12%' }),
  );
  const kind = today ? 'column today' : 'column';
  return each.query === undefined
    ? h('span', { class: kind, 'data-text': each.text }, bars)
    : h(
        'button',
        {
          type: 'button',
          class: kind,
          tabindex: -1,
          'data-query': each.query,
          'data-text': each.text,
          'aria-label': each.text,
        },
        bars,
      );
};

export const columns = (chart: ColumnChart): HTMLElement =>
  h(
    'div',
    { class: 'chart-of-columns' },
    h('div', { class: 'key' }, legend(chart.legend), readout(chart.summary)),
    h(
      'div',
      { class: 'field' },
      svg(
        'svg',
        { class: 'scale', 'aria-hidden': 'true' },
        chart.scale.map(({ at, label }) => [
          svg('line', { x1: 0, x2: '100%', y1: percent(1 - at), y2: percent(1 - at) }),
          svg('text', { x: -8, y: percent(1 - at), dy: '0.32em', 'text-anchor': 'end' }, label),
        ]),
        chart.today &&
          svg(
            'text',
            { x: percent((chart.today.column + 0.5) / chart.columns.length), y: -5, 'text-anchor': 'middle' },
            chart.today.label,
          ),
      ),
      h(
        'div',
        { class: 'columns-row', role: 'group', 'aria-label': chart.label, 'data-roving': '1' },
        chart.columns.map((each, at) => column(each, at === chart.today?.column)),
      ),
      svg(
        'svg',
        { class: 'ticks', 'aria-hidden': 'true' },
        chart.ticks.map(tick => {
          const x = (tick.column + 0.5) / chart.columns.length;
          return svg(
            'text',
            {
              class: tick.minor ? 'minor' : undefined,
              x: percent(x),
              y: 14,
              'text-anchor': x < 0.05 ? 'start' : x > 0.95 ? 'end' : 'middle',
            },
            tick.label,
          );
        }),
      ),
    ),
    dataTable(chart.table),
  );

const CELL = 20;

export const hours = (chart: HoursChart): HTMLElement =>
  h(
    'div',
    { class: 'chart-of-hours' },
    h('div', { class: 'key' }, readout(chart.summary)),
    h(
      'div',
      { class: 'week', role: 'group', 'aria-label': chart.label, 'data-roving': '24' },
      chart.days.map(day => [
        h('span', { class: 'day', 'aria-hidden': 'true' }, day.label),
        day.cells.map(({ size, text, query }) => {
          const side = CELL * size;
          const mark = svg(
            'svg',
            { viewBox: `0 0 ${CELL} ${CELL}`, 'aria-hidden': 'true' },
            size > 0
              ? toned('value', {
                  x: (CELL - side) / 2,
                  y: (CELL - side) / 2,
                  width: side,
                  height: side,
                  rx: Math.min(3, side / 4),
                })
              : svg('circle', { class: 'nothing', cx: CELL / 2, cy: CELL / 2, r: 1 }),
          );
          return query === undefined
            ? h('span', { class: 'cell', 'data-text': text }, mark)
            : h(
                'button',
                {
                  type: 'button',
                  class: 'cell',
                  tabindex: -1,
                  'data-query': query,
                  'data-text': text,
                  'aria-label': text,
                },
                mark,
              );
        }),
      ]),
      h('span', { class: 'corner', 'aria-hidden': 'true' }),
      chart.hours.map(({ label, minor }) =>
        h('span', { class: minor ? 'hour minor' : 'hour', 'aria-hidden': 'true' }, label),
      ),
    ),
    dataTable(chart.table),
  );

/** What a chart's marks have in common: they are told when pointed at, and one Tab stop leads to all of them. */
export function readCharts(root: HTMLElement): () => void {
  const chartOf = (mark: Element): HTMLElement | null => mark.closest<HTMLElement>('[data-roving]');
  const marksIn = (chart: Element): HTMLElement[] => [...chart.querySelectorAll<HTMLElement>('button[data-text]')];
  /** By section: which mark the Tab key leads to. */
  const current = new Map<string, number>();
  const sectionOf = (chart: Element): string => chart.closest('section')?.id ?? '';

  const tell = (mark: Element): void => {
    const output = mark.closest('section')?.querySelector<HTMLElement>('.readout');
    if (output) output.textContent = (mark as HTMLElement).dataset.text ?? '';
  };
  const forget = (section: Element | null | undefined): void => {
    const output = section?.querySelector<HTMLElement>('.readout');
    if (output) output.textContent = output.dataset.summary ?? '';
  };

  root.addEventListener('pointerover', event => {
    const target = event.target instanceof Element ? event.target : undefined;
    const mark = target?.closest('[data-text]');
    if (mark) tell(mark);
    else forget(target?.closest('section'));
  });
  root.addEventListener('pointerout', event => {
    const to = event.relatedTarget;
    const section = event.target instanceof Element ? event.target.closest('section') : null;
    if (!(to instanceof Node) || !section?.contains(to)) forget(section);
  });
  root.addEventListener('focusin', event => {
    const mark = event.target instanceof Element ? event.target.closest<HTMLElement>('button[data-text]') : null;
    const chart = mark && chartOf(mark);
    if (!mark || !chart) return;
    tell(mark);
    current.set(sectionOf(chart), marksIn(chart).indexOf(mark));
    settle();
  });
  root.addEventListener('keydown', event => {
    const mark = event.target instanceof Element ? event.target.closest<HTMLElement>('button[data-text]') : null;
    const chart = mark && chartOf(mark);
    if (!mark || !chart) return;
    const all = [...chart.querySelectorAll<HTMLElement>('[data-text]')];
    const row = Number(chart.dataset.roving);
    const next = nextMark(all, all.indexOf(mark), event.key, row);
    if (!next) return;
    event.preventDefault();
    next.focus();
  });

  /** Makes one mark of each chart the one that Tab leads to. */
  function settle(): void {
    for (const chart of root.querySelectorAll('[data-roving]')) {
      const marks = marksIn(chart);
      const chosen = Math.min(current.get(sectionOf(chart)) ?? marks.length - 1, marks.length - 1);
      for (const [at, mark] of marks.entries()) mark.tabIndex = at === chosen ? 0 : -1;
    }
  }
  return settle;
}

/** The mark that a key leads to: the next in its direction that stands for any session. */
function nextMark(all: readonly HTMLElement[], from: number, key: string, row: number): HTMLElement | undefined {
  const stands = (mark: HTMLElement | undefined): boolean => mark?.dataset.query !== undefined;
  if (key === 'Home') return all.find(stands);
  if (key === 'End') return all.findLast(stands);
  const steps: Record<string, number> = {
    ArrowLeft: -1,
    ArrowRight: 1,
    ...(row > 1 ? { ArrowUp: -row, ArrowDown: row } : {}),
  };
  const step = steps[key];
  if (step === undefined) return undefined;
  for (let at = from + step; at >= 0 && at < all.length; at += step) if (stands(all[at])) return all[at];
  return undefined;
}
