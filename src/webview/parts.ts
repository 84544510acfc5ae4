import { h, svg } from './dom.ts';
import { actionIcon, noticeIcon, plainIcon, statusIcon, verdictIcon } from './icons.ts';
import type {
  Action,
  Amount,
  Bar,
  CheckRow,
  FactGroup,
  FactRow,
  Figure,
  Header,
  HeaderAction,
  Notice,
  RosterView,
  Term,
} from './protocol.ts';

const percent = (fraction: number): string => `${Math.round(fraction * 10_000) / 100}%`;

/** A label, and its meaning in a tooltip that pointer and keyboard reach and Escape closes. */
let tips = 0;
export const restartTips = (): void => {
  tips = 0;
};
const term = (word: Term): HTMLElement => {
  if (word.meaning === undefined) return h('span', { class: 'term' }, word.label);
  const id = `tip-${tips++}`;
  return h(
    'span',
    { class: 'term' },
    h('button', { type: 'button', class: 'explained', 'aria-describedby': id }, word.label),
    h('span', { role: 'tooltip', id, class: 'tip' }, word.meaning),
  );
};

/** The number alone in an element of its own, the unit beside it. */
const amount = (value: Amount): HTMLElement =>
  h(
    'span',
    { class: 'amount' },
    h('span', { class: 'number', 'data-metric': value.metric }, value.text),
    value.unit !== undefined && h('span', { class: 'unit' }, ` ${value.unit}`),
  );

export const button = (action: Action, label: string, kind = ''): HTMLElement =>
  h('button', { type: 'button', class: `button ${kind}`, 'data-action': action }, label);

const headerButton = (each: HeaderAction): HTMLElement => {
  const shared = { type: 'button', 'data-action': each.action, 'aria-disabled': each.enabled ? undefined : 'true' };
  return each.icon
    ? h('button', { ...shared, class: 'tool', title: each.label, 'aria-label': each.label }, actionIcon(each.icon))
    : h('button', { ...shared, class: each.primary ? 'button primary' : 'button' }, each.label);
};

export const header = (view: Header, busy: string | undefined): HTMLElement =>
  h(
    'header',
    { class: 'head', 'data-status': view.status.word },
    h(
      'div',
      { class: 'top' },
      h('p', { class: 'source' }, h('bdi', {}, view.source)),
      h(
        'div',
        { class: 'tools', 'aria-busy': busy === undefined ? undefined : 'true' },
        view.actions.filter(each => each.icon).map(headerButton),
      ),
    ),
    h('h1', { dir: 'auto' }, view.title),
    h(
      'div',
      { class: 'state' },
      h('span', { class: 'status' }, statusIcon(view.status.word), view.status.label),
      view.status.note !== undefined && h('span', { class: 'quiet' }, h('bdi', {}, view.status.note)),
      view.flags.map(flag => h('span', { class: 'flag' }, h('bdi', {}, flag))),
      view.when !== undefined && h('span', { class: 'when' }, view.when),
      view.fetched === undefined
        ? // What comes there may take a line of its own.
          busy !== undefined && h('span', { class: 'fetched skeleton', 'aria-hidden': 'true' }, h('i', {}))
        : h('span', { class: 'fetched quiet' }, view.fetched),
    ),
    h('div', { class: 'actions' }, view.actions.filter(each => !each.icon).map(headerButton)),
    h('p', { class: 'hidden', role: 'status' }, busy ?? ''),
  );

export const notice = (view: Notice): HTMLElement =>
  h(
    'div',
    { class: `notice ${view.level}`, role: view.level === 'error' ? 'alert' : 'note' },
    noticeIcon(view.level),
    h('p', {}, h('bdi', {}, view.text)),
    view.action && button(view.action.action, view.action.label, 'secondary'),
  );

export const figures = (list: Figure[], notReported: string): HTMLElement =>
  h(
    'dl',
    { class: 'figures' },
    list.map(each =>
      h(
        'div',
        { class: 'figure' },
        h('dt', {}, term(each.term)),
        h(
          'dd',
          {},
          each.amounts.length > 0 ? each.amounts.map(amount) : h('span', { class: 'missing' }, notReported),
          each.note !== undefined && h('span', { class: 'quiet' }, ` ${each.note}`),
        ),
      ),
    ),
  );

const bar = (fraction: number, kind = ''): SVGElement =>
  svg(
    'svg',
    { class: `bar ${kind}`, 'aria-hidden': 'true' },
    svg('rect', { class: 'track', width: '100%', height: '100%', rx: 2 }),
    fraction > 0 && svg('rect', { class: 'value', width: percent(fraction), height: '100%', rx: 2 }),
  );

export const bars = (rows: Bar[], notReported: string): HTMLElement => {
  const drawn = rows.some(row => row.fraction !== undefined);
  return h(
    'dl',
    { class: drawn ? 'bars' : 'bars plain' },
    rows.map(row =>
      h(
        'div',
        { class: row.fraction === 0 ? 'row zero' : 'row' },
        h('dt', {}, term(row.term)),
        h(
          'dd',
          {},
          drawn && bar(row.fraction ?? 0),
          row.amount ? amount(row.amount) : h('span', { class: 'missing' }, notReported),
          rows.some(each => each.share !== undefined) && h('span', { class: 'share quiet' }, row.share ?? ''),
        ),
      ),
    ),
  );
};

export const checks = (rows: CheckRow[]): HTMLElement =>
  h(
    'ul',
    { class: 'checks' },
    rows.map(row =>
      h(
        'li',
        { class: row.ok ? 'good' : 'bad' },
        verdictIcon(row.ok),
        h('div', {}, term(row.term), h('p', { class: 'verdict' }, row.verdict)),
        h(
          'dl',
          {},
          [row.expected, row.actual].map(side =>
            h('div', {}, h('dt', {}, side.label), h('dd', {}, amount(side.amount))),
          ),
        ),
      ),
    ),
  );

const factValue = (fact: FactRow): HTMLElement =>
  h(
    'dd',
    {},
    h(
      'span',
      { class: fact.mono ? 'value mono' : 'value' },
      fact.avatar &&
        (fact.avatar.url === undefined
          ? h('span', { class: 'avatar', 'aria-hidden': 'true' }, fact.avatar.initials)
          : h('img', { class: 'avatar', alt: '', src: fact.avatar.url, referrerpolicy: 'no-referrer' })),
      fact.color !== undefined &&
        svg(
          'svg',
          { class: 'swatch', viewBox: '0 0 12 12', width: 12, height: 12, 'aria-hidden': 'true' },
          svg('rect', { width: 12, height: 12, rx: 2, fill: fact.color }),
        ),
      fact.verdict !== undefined && h('span', { class: fact.verdict }, plainIcon(fact.verdict === 'yes')),
      h('span', { class: 'text', dir: 'auto' }, fact.value),
    ),
    fact.meter !== undefined && bar(fact.meter, 'meter'),
    fact.note !== undefined && h('span', { class: 'note quiet' }, h('bdi', {}, fact.note)),
  );

export const facts = (group: FactGroup): HTMLElement =>
  h(
    'dl',
    { class: 'facts' },
    group.facts.map(fact => h('div', { class: 'row' }, h('dt', { dir: 'auto' }, fact.label), factValue(fact))),
  );

export const roster = (views: RosterView[]): HTMLElement =>
  h(
    'div',
    { class: 'rosters' },
    views.map(view =>
      h(
        'section',
        { class: 'roster' },
        view.name !== undefined &&
          h(
            'h3',
            {},
            h('bdi', {}, view.name),
            view.note !== undefined && h('span', { class: 'quiet mono' }, view.note),
          ),
        view.hosts !== undefined && h('p', { class: 'quiet' }, h('bdi', {}, view.hosts)),
        h(
          'div',
          { class: 'groups' },
          view.groups.map(group =>
            h(
              'div',
              { class: 'group' },
              h(
                'table',
                {},
                h(
                  'caption',
                  {},
                  h('bdi', { class: 'name' }, group.name),
                  group.rank !== undefined && h('span', { class: 'quiet' }, group.rank),
                  h('span', { class: 'quiet filled' }, group.filled),
                  bar(group.fraction),
                ),
                h(
                  'thead',
                  { class: 'hidden' },
                  h(
                    'tr',
                    {},
                    group.columns.map(name => h('th', { scope: 'col' }, name)),
                  ),
                ),
                h(
                  'tbody',
                  {},
                  group.slots.map(slot =>
                    h(
                      'tr',
                      { class: slot.vacant ? 'vacant' : undefined },
                      slot.role !== undefined && h('td', { class: 'role' }, h('bdi', {}, slot.role)),
                      h('td', {}, h('bdi', {}, slot.who)),
                      group.columns.length > (slot.role === undefined ? 1 : 2) &&
                        h(
                          'td',
                          { class: 'attended' },
                          slot.attended &&
                            h(
                              'span',
                              { class: slot.attended.yes ? 'yes' : 'no' },
                              plainIcon(slot.attended.yes),
                              slot.attended.text,
                            ),
                        ),
                    ),
                  ),
                ),
              ),
              group.permissions.length > 0 &&
                h(
                  'ul',
                  { class: 'permissions' },
                  group.permissions.map(each =>
                    h(
                      'li',
                      { class: each.allowed ? 'yes' : 'no' },
                      plainIcon(each.allowed),
                      h('span', {}, each.label, h('span', { class: 'hidden' }, `: ${each.text}`)),
                    ),
                  ),
                ),
            ),
          ),
        ),
      ),
    ),
  );
