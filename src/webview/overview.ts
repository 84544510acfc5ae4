import { h, morph } from './dom.ts';
import { columns, hours, readCharts } from './overview-charts.ts';
import { barTable, button, devices, head, notices, part, patterns } from './overview-parts.ts';
import type {
  Chart,
  FromOverview,
  OverviewAction,
  OverviewSection,
  OverviewState,
  OverviewView,
  ToOverview,
} from './overview-protocol.ts';
import { figures, restartTips } from './parts.ts';
import { closeTipsByEscape } from './tips.ts';

declare const acquireVsCodeApi: () => {
  postMessage(message: FromOverview): void;
  setState(state: OverviewState): void;
};

const vscode = acquireVsCodeApi();
const root = h('main', { class: 'overview' });
document.body.replaceChildren(root);

const drawn = (chart: Chart, notReported: string): HTMLElement | HTMLElement[] => {
  switch (chart.kind) {
    case 'columns':
      return columns(chart);
    case 'hours':
      return hours(chart);
    case 'bars':
      return barTable(chart, notReported);
    case 'devices':
      return devices(chart, notReported);
  }
};

const section = (view: OverviewSection, notReported: string): HTMLElement =>
  h(
    'section',
    { id: view.id, class: view.wide ? 'wide' : undefined, 'aria-labelledby': `${view.id}-title` },
    h(
      'div',
      { class: 'heading' },
      h('h2', { id: `${view.id}-title` }, view.title),
      view.note !== undefined && h('p', { class: 'quiet' }, view.note),
      view.choices &&
        h(
          'div',
          { class: 'choices', role: 'group', 'aria-label': view.choices.label },
          view.choices.all.map(({ action, label, pressed }) =>
            h('button', { type: 'button', 'data-action': action, 'aria-pressed': String(pressed) }, label),
          ),
        ),
    ),
    drawn(view.chart, notReported),
  );

const body = (view: OverviewView, notReported: string): HTMLElement[] =>
  view.empty
    ? [
        h(
          'div',
          { class: 'empty' },
          h('h2', {}, view.empty.title),
          h('p', { class: 'quiet' }, view.empty.text),
          h('div', { class: 'actions' }, view.empty.actions.map(button)),
        ),
      ]
    : [
        h('div', { class: 'summary' }, figures(view.figures, notReported)),
        h(
          'div',
          { class: 'charts' },
          view.sections.map(each => section(each, notReported)),
        ),
      ];

const skeleton = (): HTMLElement[] => [
  h('header', { class: 'head skeleton' }, h('h1', { class: 'hidden' }, document.title), h('b', {}), h('i', {})),
  h(
    'div',
    { class: 'skeleton', 'aria-hidden': 'true' },
    h(
      'div',
      { class: 'figures' },
      [0, 1, 2, 3, 4].map(() => h('div', { class: 'figure' }, h('i', {}), h('b', {}))),
    ),
    h('div', { class: 'block' }),
  ),
];

root.replaceChildren(...skeleton());
const settle = readCharts(root);
let begun = false;

window.addEventListener('message', (event: MessageEvent<ToOverview>) => {
  const { view, words, state } = event.data;
  vscode.setState(state);
  document.documentElement.lang = words.language;
  restartTips();
  const fresh = h(
    'main',
    { class: 'overview' },
    patterns(),
    head(view),
    notices(view.notices),
    body(view, words.notReported),
    part(view.part),
  );
  if (begun) morph(root, fresh);
  else root.replaceChildren(...fresh.childNodes);
  begun = true;
  settle();
});

root.addEventListener('click', event => {
  const target =
    event.target instanceof Element ? event.target.closest<HTMLElement>('[data-action], [data-query]') : null;
  if (!target) return;
  const { action, query } = target.dataset;
  if (action !== undefined) vscode.postMessage({ type: 'action', action: action as OverviewAction });
  else if (query !== undefined) vscode.postMessage({ type: 'query', query });
});

closeTipsByEscape(root);

vscode.postMessage({ type: 'ready' });
