import { h, svg } from './dom.ts';
import { noticeIcon } from './icons.ts';
import type {
  BarCell,
  BarRow,
  BarTable,
  Button,
  DataTable,
  DeviceChart,
  LegendEntry,
  OverviewView,
  Tone,
} from './overview-protocol.ts';

export const percent = (fraction: number): string => `${Math.round(fraction * 10_000) / 100}%`;

/** Tones that a pattern tells apart too, since colour alone does not do. */
const PATTERNS: Partial<Record<Tone | 'missing', string>> = {
  cancelled: 'M-1 1L1 -1M0 6L6 0M5 7L7 5',
  missed: 'M-1 5L1 7M0 0L6 6M5 -1L7 1M-1 1L1 -1M0 6L6 0M5 7L7 5',
  unknown: 'M1 1h1v1h-1zM4 4h1v1h-1z',
};

/** Drawn once a page; shapes point at these. */
export const patterns = (): SVGElement =>
  svg(
    'svg',
    { class: 'patterns', width: 0, height: 0, 'aria-hidden': 'true' },
    svg(
      'defs',
      {},
      Object.entries(PATTERNS).map(([tone, path]) =>
        svg(
          'pattern',
          { id: `pattern-${tone}`, width: 6, height: 6, patternUnits: 'userSpaceOnUse' },
          svg('rect', { width: 6, height: 6, class: `ground tone-${tone}` }),
          svg('path', { d: path, class: `lines tone-${tone}` }),
        ),
      ),
    ),
  );

/** A shape in a tone. */
export const toned = (tone: Tone | 'missing', geometry: Record<string, string | number>): SVGElement =>
  svg('rect', {
    ...geometry,
    class: tone in PATTERNS ? `patterned tone-${tone}` : `tone tone-${tone}`,
    fill: tone in PATTERNS ? `url(#pattern-${tone})` : undefined,
  });

export const button = (view: Button): HTMLElement =>
  h(
    'button',
    { type: 'button', class: view.primary ? 'button primary' : 'button', 'data-action': view.action },
    view.label,
  );

/** Text that shows its sessions in the tree, where it stands for any. */
const linked = (text: string, query: string | undefined, name?: string): HTMLElement | string =>
  query === undefined
    ? text
    : h('button', { type: 'button', class: 'show', 'data-query': query, 'aria-label': name }, h('bdi', {}, text));

export const head = (view: OverviewView): HTMLElement =>
  h(
    'header',
    { class: 'head' },
    h('h1', {}, view.title),
    view.query &&
      h(
        'p',
        { class: 'asked' },
        h('span', { class: 'quiet' }, `${view.query.label} `),
        h('code', { dir: 'auto' }, view.query.text),
      ),
    view.scope !== '' && h('p', { class: 'scope' }, view.scope, h('span', { class: 'quiet' }, ` · ${view.zone}`)),
    h('div', { class: 'actions' }, view.actions.map(button)),
  );

export const notices = (list: OverviewView['notices']): HTMLElement =>
  h(
    'div',
    { class: 'notices' },
    list.map(each =>
      h(
        'div',
        { class: `notice ${each.level}`, role: 'note' },
        noticeIcon(each.level),
        h('p', {}, h('bdi', {}, each.text)),
        each.action && button(each.action),
      ),
    ),
  );

export const legend = (entries: LegendEntry[]): HTMLElement =>
  h(
    'ul',
    { class: 'legend' },
    entries.map(({ tone, label, count, query }) => {
      const body = [
        svg(
          'svg',
          { class: 'swatch', viewBox: '0 0 12 12', width: 12, height: 12, 'aria-hidden': 'true' },
          toned(tone, { x: 0.5, y: 0.5, width: 11, height: 11, rx: 2 }),
        ),
        h('span', {}, label),
        count !== undefined && h('span', { class: 'count' }, ` ${count}`),
      ];
      return h('li', {}, query === undefined ? body : h('button', { type: 'button', 'data-query': query }, body));
    }),
  );

/** The numbers of a chart, to be unfolded. */
export const dataTable = (view: DataTable): HTMLElement =>
  h(
    'details',
    { class: 'numbers' },
    h('summary', {}, view.summary),
    h(
      'div',
      { class: 'frame', tabindex: 0, role: 'region', 'aria-label': view.caption },
      h(
        'table',
        {},
        h('caption', { class: 'hidden' }, view.caption),
        h(
          'thead',
          {},
          h(
            'tr',
            {},
            view.head.map((label, at) => h('th', { scope: 'col', class: at > 0 ? 'numeric' : undefined }, label)),
          ),
        ),
        h(
          'tbody',
          {},
          view.rows.map(row =>
            h(
              'tr',
              {},
              h('th', { scope: 'row' }, linked(row.label, row.query)),
              row.cells.map(({ text, query, missing }, at) =>
                h(
                  'td',
                  { class: missing ? 'numeric missing' : 'numeric' },
                  linked(text, query, `${row.label}, ${view.head[at + 1] ?? ''}: ${text}`),
                ),
              ),
            ),
          ),
        ),
      ),
    ),
  );

const barCell = (cell: BarCell, notReported: string, name: string): HTMLElement => {
  if (cell.text === undefined) return h('td', {}, h('span', { class: 'missing' }, notReported));
  if (cell.quiet) return h('td', {}, h('span', { class: 'missing' }, cell.text));
  return h(
    'td',
    // The bar is as good to click on as its number; the keyboard has the number.
    { 'data-query': cell.query },
    h(
      'div',
      { class: 'bar-cell' },
      h(
        'span',
        { class: 'amounts' },
        h('span', { class: 'number' }, linked(cell.text, cell.query, `${name}: ${cell.text}`)),
        cell.note !== undefined && h('span', { class: 'quiet' }, cell.note),
      ),
      cell.fraction !== undefined &&
        svg(
          'svg',
          { class: 'bar', 'aria-hidden': 'true' },
          svg('rect', { class: 'track', width: '100%', height: '100%', rx: 2 }),
          cell.fraction > 0 && toned(cell.tone ?? 'value', { width: percent(cell.fraction), height: '100%', rx: 2 }),
        ),
    ),
  );
};

export const barTable = (view: BarTable, notReported: string): HTMLElement[] => {
  const body = (rows: BarRow[]): HTMLElement =>
    h(
      'table',
      { class: `bar-table of-${view.head.length - 1}` },
      h('caption', { class: 'hidden' }, view.caption),
      h(
        'thead',
        {},
        h(
          'tr',
          {},
          view.head.map(label => h('th', { scope: 'col' }, label)),
        ),
      ),
      h(
        'tbody',
        {},
        rows.map(row =>
          h(
            'tr',
            { class: row.quiet ? 'none' : undefined },
            h('th', { scope: 'row' }, h('bdi', {}, linked(row.label, row.query))),
            row.cells.map((cell, at) => barCell(cell, notReported, `${row.label}, ${view.head[at + 1] ?? ''}`)),
          ),
        ),
      ),
    );
  return [
    ...(view.rows.length > 0 ? [body(view.rows)] : []),
    ...(view.more
      ? [h('details', { class: 'numbers' }, h('summary', {}, view.more.summary), body(view.more.rows))]
      : []),
    ...(view.foot === undefined ? [] : [h('p', { class: 'quiet foot' }, view.foot)]),
  ];
};

export const devices = (view: DeviceChart, notReported: string): HTMLElement[] => [
  h('p', { class: 'said' }, view.text),
  ...(view.table ? barTable(view.table, notReported) : []),
  ...(view.problem === undefined ? [] : [h('p', { class: 'problem', role: 'alert' }, h('bdi', {}, view.problem))]),
  h(
    'div',
    { class: 'ask' },
    view.action && button(view.action),
    view.progress &&
      h('label', {}, h('progress', { max: 1, value: view.progress.fraction }), h('span', {}, view.progress.label)),
  ),
];

/** What the tree shows since a bar was chosen, at the foot of the window so that nothing moves. */
export const part = (view: OverviewView['part']): HTMLElement =>
  h(
    'div',
    { class: view ? 'part shown' : 'part', role: 'status' },
    view && [
      h('p', {}, view.text, ' ', h('code', { dir: 'auto' }, view.query)),
      h('div', { class: 'actions' }, view.actions.map(button)),
    ],
  );
