import { h } from './dom.ts';
import type { Table } from './protocol.ts';

/** More rows than this get a scrolling frame of their own, so that what stands below stays near. */
const FRAMED = 40;

export const table = (view: Table): HTMLElement => {
  const framed = view.rows.length > FRAMED;
  return h(
    'div',
    { class: framed ? 'frame scrolls' : 'frame', tabindex: 0, role: 'group', 'aria-label': view.caption },
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
              const [only, ...more] = cell;
              const shared = {
                class: [column?.id, column?.numeric && 'numeric', more.length === 0 && only?.mark]
                  .filter(Boolean)
                  .join(' '),
                // What may be cut short can be read whole.
                title: column?.id === 'id' ? only?.text : undefined,
                scope: index === 0 ? 'row' : undefined,
              };
              const lines =
                more.length === 0
                  ? h('bdi', {}, only?.text)
                  : cell.map(line => h('div', { class: line.mark, title: line.mark && line.text }, line.text));
              return h(index === 0 ? 'th' : 'td', shared, lines);
            }),
          ),
        ),
      ),
    ),
  );
};
