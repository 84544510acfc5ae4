import { l10n } from 'vscode';
import { jsonOf } from '../../http/json.ts';
import { KINDS_KEPT } from '../../providers/drift.ts';
import type { Drift } from '../../session/drift.ts';

export interface DriftReport {
  /** Service and connection. */
  source: string;
  /** The vendor's page that answers are held against, and the day it was read. */
  document: { title: string; readOn: string };
  drift: readonly Drift[];
  /** Records that could not be read at all, as they came. */
  unreadable: readonly unknown[];
  instant(iso: string): string;
}

/** Text of a service inside a code span, however many backticks it holds, and on one line of a table. */
const code = (text: string): string => {
  const plain = text.replace(/\s+/g, ' ').replaceAll('|', '\\|');
  const longest = Math.max(0, ...(plain.match(/`+/g) ?? []).map(run => run.length));
  const fence = '`'.repeat(longest + 1);
  return plain === '' ? '' : `${fence}${longest > 0 ? ' ' : ''}${plain}${longest > 0 ? ' ' : ''}${fence}`;
};

const plain = (text: string): string => text.replace(/[\\`*_{}[\]<>#|!]/g, '\\$&').replace(/\s+/g, ' ');

/** A report for people on how a connection's answers differ from what their service documents. Markdown. */
export const driftReport = ({ source, document, drift, unreadable, instant }: DriftReport): string => {
  const lines = [
    `# ${l10n.t('Differences from the documentation: {0}', plain(source))}`,
    '',
    l10n.t('Answers were held against “{0}”, read on {1}.', plain(document.title), document.readOn),
    l10n.t('Sessions are shown all the same wherever their id can be read.'),
    '',
  ];
  if (drift.length === 0 && unreadable.length === 0) return [...lines, l10n.t('No differences so far.'), ''].join('\n');
  if (drift.length > 0) {
    const head = [
      l10n.t('Field'),
      l10n.t('Documented'),
      l10n.t('Received'),
      l10n.t('Example'),
      l10n.t('Times'),
      l10n.t('First seen'),
    ];
    lines.push(`## ${l10n.t('Fields')}`, '');
    if (drift.length >= KINDS_KEPT)
      lines.push(l10n.t('Of each answer the first {0} differences are kept, so there may be more.', KINDS_KEPT), '');
    lines.push(
      `| ${head.join(' | ')} |`,
      `|${head.map((_, index) => (index === 4 ? '---:' : '---')).join('|')}|`,
      ...drift.map(
        each =>
          `| ${code(each.path)} | ${code(each.expected)} | ${code(each.got)} | ${code(each.example)} | ${each.count} | ${instant(each.firstSeen)} |`,
      ),
      '',
    );
  }
  if (unreadable.length > 0) {
    lines.push(`## ${l10n.t('Records that could not be read')}`, '');
    for (const record of unreadable) {
      const json = jsonOf(record, 2);
      const longest = Math.max(2, ...(json.match(/`+/g) ?? []).map(run => run.length));
      const fence = '`'.repeat(longest + 1);
      lines.push(`${fence}json`, json, fence, '');
    }
  }
  return lines.join('\n');
};
