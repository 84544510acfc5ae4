import type { Query } from '../../query/query.ts';
import type { Choice } from '../../query/selection.ts';
import type { BarRow, OverviewSection } from '../../webview/overview-protocol.ts';
import { isolated } from '../wording/session.ts';
import type { OverviewFormat } from './format.ts';
import { narrowed } from './narrow.ts';
import type { OverviewWords } from './words.ts';

/** Hosts that stand there at once, and those that a person can unfold. */
const FIRST = 8;
const MOST = 100;

/** Hosts by their number of sessions; who has none comes last. */
export function hostsSection(
  hosts: readonly Choice[],
  total: number,
  query: Query,
  words: OverviewWords,
  format: OverviewFormat,
): OverviewSection[] {
  const named = hosts.filter(({ value }) => value !== '');
  const nobody = hosts.find(({ value }) => value === '');
  const most = Math.max(1, ...hosts.map(({ count }) => count));
  const row = ({ value, label, count }: Choice): BarRow => ({
    label: value === '' ? words.hosts.nobody : isolated(label),
    query: narrowed(query, [{ name: 'host', values: [value] }]),
    ...(value === '' ? { quiet: true } : {}),
    cells: [
      {
        text: format.number(count),
        note: format.percent(count / Math.max(1, total)),
        fraction: count / most,
        tone: value === '' ? 'none' : 'value',
      },
    ],
  });
  const rest = named.slice(FIRST, MOST);
  const beyond = named.slice(MOST);
  return [
    {
      id: 'hosts',
      title: words.hosts.title,
      ...(named.length > 0 ? { note: words.hosts.note(format.number(named.length)) } : {}),
      chart: {
        kind: 'bars',
        caption: words.hosts.caption,
        head: [words.hosts.host, words.hosts.sessions],
        rows: named.length === 0 ? [] : [...named.slice(0, FIRST), ...(nobody ? [nobody] : [])].map(row),
        ...(named.length === 0 ? { foot: words.hosts.none } : {}),
        ...(rest.length > 0
          ? { more: { summary: words.hosts.more(format.number(rest.length)), rows: rest.map(row) } }
          : {}),
        ...(beyond.length > 0
          ? {
              foot: words.hosts.rest(
                format.number(beyond.length),
                format.number(beyond.reduce((sum, { count }) => sum + count, 0)),
              ),
            }
          : {}),
      },
    },
  ];
}
