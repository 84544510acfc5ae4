import type {
  CompareAction,
  CompareCell,
  CompareRow,
  CompareSide,
  CompareState,
  CompareWords,
  FromCompare,
  ToCompare,
} from './compare-protocol.ts';
import { h, morph, svg } from './dom.ts';
import { noticeIcon, statusIcon } from './icons.ts';
import { closeTipsByEscape } from './tips.ts';

declare const acquireVsCodeApi: () => {
  postMessage(message: FromCompare): void;
  setState(state: CompareState): void;
};

const vscode = acquireVsCodeApi();
const root = h('main', { class: 'compare', 'aria-busy': 'true' });
document.body.replaceChildren(root);

const button = (action: CompareAction, label: string): HTMLElement =>
  h('button', { type: 'button', class: 'button', 'data-action': action }, label);

/** Equal, unequal, or nothing to hold against: a shape each. */
const mark = (verdict: CompareRow['verdict']): SVGElement =>
  svg(
    'svg',
    { class: 'icon', viewBox: '0 0 16 16', width: 16, height: 16, 'aria-hidden': 'true' },
    verdict === 'differs' && svg('path', { class: 'line', d: 'M3.5 6h9M3.5 10h9M10.5 3l-5 10' }),
    verdict === 'same' && svg('path', { class: 'line', d: 'M4.5 6.5h7M4.5 9.5h7' }),
  );

const side = (view: CompareSide, action: CompareAction, words: CompareWords): HTMLElement =>
  h(
    'th',
    { scope: 'col', role: 'columnheader', class: 'side' },
    h('span', { class: 'quiet' }, h('bdi', {}, view.source)),
    h('button', { type: 'button', class: 'title', dir: 'auto', 'data-action': action, title: words.open }, view.title),
    view.status &&
      h('span', { class: 'status', 'data-status': view.status.word }, statusIcon(view.status.word), view.status.label),
    view.when !== undefined && h('span', { class: 'quiet' }, view.when),
    view.notice !== undefined && h('span', { class: 'lacking' }, h('bdi', {}, view.notice)),
  );

const cell = (view: CompareCell): HTMLElement =>
  h(
    'td',
    { role: 'cell' },
    'missing' in view
      ? h('span', { class: 'missing' }, view.missing)
      : [
          h('span', { class: 'value', dir: 'auto' }, view.text),
          view.note !== undefined && h('span', { class: 'note quiet' }, h('bdi', {}, view.note)),
        ],
  );

let tips = 0;
const row = (view: CompareRow, words: CompareWords): HTMLElement => {
  const tip = `tip-${tips++}`;
  const said = { differs: words.differs, same: words.same, 'one-sided': words.oneSided }[view.verdict];
  return h(
    'tr',
    { role: 'row', class: view.verdict },
    h(
      'th',
      { scope: 'row', role: 'rowheader' },
      view.term.meaning === undefined
        ? h('span', { class: 'term', dir: 'auto' }, view.term.label)
        : h(
            'span',
            { class: 'term' },
            h('button', { type: 'button', class: 'explained', 'aria-describedby': tip }, view.term.label),
            h('span', { role: 'tooltip', id: tip, class: 'tip' }, view.term.meaning),
          ),
    ),
    cell(view.cells[0]),
    cell(view.cells[1]),
    h(
      'td',
      { role: 'cell', class: 'verdict' },
      mark(view.verdict),
      view.difference === undefined ? h('span', { class: 'hidden' }, said) : h('span', {}, view.difference),
    ),
  );
};

const missing = (message: string, words: CompareWords): HTMLElement[] => [
  h('header', { class: 'head' }, h('h1', {}, words.title)),
  h(
    'div',
    { class: 'notices' },
    h(
      'div',
      { class: 'notice warning', role: 'alert' },
      noticeIcon('warning'),
      h('p', {}, h('bdi', {}, message)),
      button('refresh', words.refresh),
    ),
  ),
];

const page = ({ view, words, busy }: Extract<ToCompare, { type: 'compare' }>): HTMLElement[] => [
  h(
    'header',
    { class: 'head' },
    h('h1', {}, words.title),
    h('p', { class: 'scope' }, view.summary, h('span', { class: 'quiet' }, ` · ${view.zone}`)),
    h('div', { class: 'actions' }, button('swap', words.swap), button('refresh', words.refresh)),
    h('label', { class: 'only' }, h('input', { type: 'checkbox', id: 'only' }), words.onlyDifferences),
    h('p', { class: 'busy quiet', role: 'status' }, busy ? words.loading : ''),
  ),
  h(
    'table',
    { role: 'table', 'aria-label': words.title },
    h(
      'thead',
      { role: 'rowgroup' },
      h(
        'tr',
        { role: 'row' },
        h('th', { scope: 'col', role: 'columnheader', class: 'corner' }, h('span', { class: 'hidden' }, words.figure)),
        side(view.sides[0], 'openFirst', words),
        side(view.sides[1], 'openSecond', words),
        h('th', { scope: 'col', role: 'columnheader', class: 'verdict' }, words.difference),
      ),
    ),
    view.groups.map(group =>
      h(
        'tbody',
        { role: 'rowgroup', class: group.rows.some(({ verdict }) => verdict === 'differs') ? undefined : 'all-same' },
        h(
          'tr',
          { role: 'row', class: 'group' },
          h('th', { scope: 'colgroup', role: 'columnheader', colspan: 4 }, h('bdi', {}, group.title)),
        ),
        group.rows.map(each => row(each, words)),
      ),
    ),
  ),
];

const skeleton = (): HTMLElement[] => [
  h('h1', { class: 'hidden' }, document.title),
  h(
    'div',
    { class: 'skeleton', 'aria-hidden': 'true' },
    Array.from({ length: 8 }, () => h('i', {})),
  ),
];

root.replaceChildren(...skeleton());
let begun = false;

window.addEventListener('message', (event: MessageEvent<ToCompare>) => {
  const message = event.data;
  vscode.setState(message.state);
  document.documentElement.lang = message.words.language;
  tips = 0;
  const busy = message.type === 'compare' && message.busy;
  const fresh = h(
    'main',
    { class: root.className, 'aria-busy': busy ? 'true' : undefined },
    message.type === 'compare' ? page(message) : missing(message.message, message.words),
  );
  if (begun) morph(root, fresh);
  else root.replaceChildren(...fresh.childNodes);
  if (!busy) root.removeAttribute('aria-busy');
  begun = true;
});

root.addEventListener('change', event => {
  if (event.target instanceof HTMLInputElement && event.target.id === 'only')
    root.classList.toggle('only-differences', event.target.checked);
});
root.addEventListener('click', event => {
  const target = event.target instanceof Element ? event.target.closest<HTMLElement>('[data-action]') : null;
  if (target) vscode.postMessage({ type: 'action', action: target.dataset.action as CompareAction });
});
closeTipsByEscape(root);

vscode.postMessage({ type: 'ready' });
