import { attendance, readable } from './chart.ts';
import { h, morph } from './dom.ts';
import { bars, button, checks, facts, figures, header, notice, restartTips, roster } from './parts.ts';
import type {
  Action,
  AttendanceChart,
  DetailView,
  FromWebview,
  PanelState,
  Section,
  ShellWords,
  ToWebview,
} from './protocol.ts';
import { table } from './table.ts';
import { closeTipsByEscape } from './tips.ts';

declare const acquireVsCodeApi: () => {
  postMessage(message: FromWebview): void;
  setState(state: PanelState): void;
};

const vscode = acquireVsCodeApi();
const root = h('main', {});
document.body.replaceChildren(root);

let chart: AttendanceChart | undefined;

const body = (section: Section, words: ShellWords): HTMLElement | HTMLElement[] => {
  switch (section.kind) {
    case 'bars':
      return bars(section.rows, words.notReported);
    case 'attendance':
      return attendance(section.chart);
    case 'people':
      return table(section.table);
    case 'checks':
      return checks(section.rows);
    case 'rosters':
      return roster(section.rosters);
    case 'facts':
      return section.groups.map(facts);
  }
};

const sectionElement = (section: Section, words: ShellWords): HTMLElement =>
  h(
    'section',
    {
      class: section.wide ? 'wide' : undefined,
      id: section.id,
      'aria-labelledby': `${section.id}-title`,
    },
    h(
      'div',
      { class: 'heading' },
      h('h2', { id: `${section.id}-title` }, h('bdi', {}, section.title)),
      section.note !== undefined && h('p', { class: 'quiet' }, section.note),
    ),
    body(section, words),
  );

const grey = (count: number): HTMLElement[] => Array.from({ length: count }, () => h('i', {}));

/** Stands where the content will, so that nothing jumps when it comes. */
const skeleton = (): HTMLElement =>
  h(
    'div',
    { class: 'columns skeleton', 'aria-hidden': 'true' },
    h(
      'div',
      { class: 'figures' },
      [0, 1, 2, 3].map(() => h('div', { class: 'figure' }, h('i', {}), h('b', {}))),
    ),
    h('aside', {}, grey(8)),
    h('div', { class: 'sections' }, h('div', { class: 'block wide' }), h('div', {}, grey(4)), h('div', {}, grey(4))),
  );

const detail = (view: DetailView, words: ShellWords, busy: boolean): HTMLElement[] => [
  header(view.header, busy ? words.refreshing : undefined),
  h('div', { class: 'notices' }, view.notices.map(notice)),
  h(
    'div',
    { class: 'columns' },
    figures(view.figures, words.notReported),
    h(
      'aside',
      { 'aria-labelledby': 'about-title' },
      h('h2', { id: 'about-title' }, view.about.title ?? ''),
      facts(view.about),
    ),
    h(
      'div',
      { class: 'sections' },
      view.sections.map(section => sectionElement(section, words)),
    ),
  ),
  ...(view.footer ? [footer(view.footer)] : []),
];

const footer = ({ text, action }: NonNullable<DetailView['footer']>): HTMLElement =>
  h(
    'footer',
    {},
    h('p', { class: 'quiet' }, h('bdi', {}, text)),
    action && h('button', { type: 'button', class: 'link', 'data-action': action.action }, action.label),
  );

const opening = ({ words, ...known }: Extract<ToWebview, { type: 'opening' }>): HTMLElement[] => [
  known.header
    ? header(known.header, words.loading)
    : h(
        'header',
        { class: 'head skeleton' },
        h('h1', { class: 'hidden', dir: 'auto' }, known.name),
        h('b', {}),
        h('i', {}),
        h('p', { class: 'hidden', role: 'status' }, words.loading),
      ),
  h('div', { class: 'notices' }),
  skeleton(),
];

const render = (message: ToWebview): HTMLElement[] => {
  switch (message.type) {
    case 'opening':
      return opening(message);
    case 'failed':
      return [
        ...(message.header ? [header(message.header, undefined)] : []),
        h(
          'div',
          { class: 'failure', role: 'alert' },
          h(message.header ? 'h2' : 'h1', {}, message.words.failedTitle),
          h('p', { dir: 'auto' }, message.message),
          message.hint !== undefined && h('p', { class: 'quiet', dir: 'auto' }, message.hint),
          button('refresh', message.words.retry, 'primary'),
        ),
      ];
    case 'detail':
      return detail(message.view, message.words, message.busy);
  }
};

let kind: ToWebview['type'] | undefined;
let key: string | undefined;
const mark = readable(root, () => chart);

window.addEventListener('message', (event: MessageEvent<ToWebview>) => {
  const message = event.data;
  const known = message.type === 'detail' ? message.view.header : message.header;
  if (known) vscode.setState({ key: known.key });
  document.documentElement.lang = message.words.language;
  restartTips();
  const fresh = h('main', {}, render(message));
  chart = undefined;
  if (message.type === 'detail')
    for (const section of message.view.sections) if (section.kind === 'attendance') chart = section.chart;
  // Only a view of the same kind is worth keeping the parts of.
  if (kind === message.type && known?.key === key) morph(root, fresh);
  else root.replaceChildren(...fresh.childNodes);
  root.ariaBusy = message.type === 'opening' ? 'true' : null;
  if (known?.key !== key) window.scrollTo(0, 0);
  kind = message.type;
  key = known?.key;
  mark();
});

root.addEventListener('click', event => {
  const target = event.target instanceof Element ? event.target.closest<HTMLElement>('[data-action]') : null;
  if (!target || target.getAttribute('aria-disabled') === 'true') return;
  vscode.postMessage({ type: 'action', action: target.dataset.action as Action });
});

closeTipsByEscape(root);

vscode.postMessage({ type: 'ready' });
