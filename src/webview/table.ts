import { h } from './dom.ts';
import type { Table } from './protocol.ts';

/** More rows than this get a scrolling frame of their own, so that what stands below stays near. */
const FRAMED = 40;

export const table = (view: Table): HTMLElement => {
  const framed = view.rows.length > FRAMED;
  return h(
    'div',
    framed
      ? { class: 'frame scrolls', tabindex: 0, role: 'region', 'aria-label': view.caption }
      : { class: 'frame', tabindex: 0, role: 'region', 'aria-label': view.caption },
    h(
      'table',
      { class: 'people' },
      h('caption', { class: 'hidden' }, view.caption),
      h(
        'thead',
        {},
        h(
          'tr',
          {},
          view.columns.map(column =>
            h('th', { scope: 'col', class: column.numeric ? `${column.id} numeric` : column.id }, column.label),
          ),
        ),
      ),
      h(
        'tbody',
        {},
        view.rows.map(row =>
          h(
            'tr',
            {},
            row.map((cell, index) => {
              const column = view.columns[index];
              const lines = cell.map(line =>
                h('div', { class: line.mark, dir: index === 0 ? 'auto' : undefined }, line.text),
              );
              const kind = column?.numeric ? `${column.id} numeric` : column?.id;
              return index === 0
                ? h('th', { scope: 'row', class: kind }, lines)
                : h('td', { class: kind, title: column?.id === 'id' ? cell[0]?.text : undefined }, lines);
            }),
          ),
        ),
      ),
    ),
  );
};
