import { Readable } from 'node:stream';
import * as vscode from 'vscode';
import { parseQuery } from '../../query/parse.ts';
import { printQuery } from '../../query/print.ts';
import type { Query } from '../../query/query.ts';
import type { Selection } from '../../query/selection.ts';
import type { Session } from '../../session/session.ts';
import type { Explorer } from '../../sync/explorer.ts';
import { type Coverage, wordedCoverage } from '../api/api.ts';
import type { Commands } from '../commands.ts';
import { wordQueryError } from '../wording/query-error.ts';
import { writeText } from './file.ts';

const FORMATS = ['csv', 'json', 'ics'] as const;
type Format = (typeof FORMATS)[number];

interface ExportRequest {
  format: Format;
  uri: vscode.Uri;
  /** Absent: the current one. Empty: all sessions. */
  query?: string;
}

export interface ExportParts {
  explorer: Explorer;
  currentQuery(): Query;
  timeZone(): string;
}

const SLICE = 500;

export function exportCommands(parts: ExportParts): Commands {
  const { explorer } = parts;

  async function run(argument: unknown): Promise<void> {
    const request = requestOf(argument) ?? (await ask());
    if (!request) return;
    const parsed = request.query === undefined ? undefined : parseQuery(request.query);
    if (parsed && !parsed.ok) throw new Error(wordQueryError(parsed.error, request?.query ?? ''));
    const query = parsed?.query ?? parts.currentQuery();
    await vscode.window.withProgress(
      { location: vscode.ProgressLocation.Notification, title: vscode.l10n.t('Exporting sessions'), cancellable: true },
      async (progress, token) => {
        const abort = new AbortController();
        token.onCancellationRequested(() => abort.abort());
        const { selection } = await explorer.search(query, abort.signal);
        const sessions = slices(explorer, selection, abort.signal, share =>
          progress.report({ increment: share * 100 }),
        );
        const coverage = explorer.connections().map(status => wordedCoverage(status));
        try {
          const leftOut = await write(request, query, sessions, selection.total, coverage, abort.signal);
          tell(request.uri, selection.total - leftOut, leftOut, coverage);
        } catch (error) {
          if (!abort.signal.aborted) throw error;
        }
      },
    );
  }

  /** Writes the file; returns how many sessions its format could not hold. */
  async function write(
    { format, uri }: ExportRequest,
    query: Query,
    sessions: AsyncGenerator<Session[]>,
    total: number,
    coverage: Coverage[],
    signal: AbortSignal,
  ): Promise<number> {
    if (format === 'csv') {
      const { csv } = await import('./csv.ts');
      const timeZone = parts.timeZone();
      const clock = new Intl.DateTimeFormat('sv-SE', { timeZone, dateStyle: 'short', timeStyle: 'medium' });
      await writeText(uri, csv(sessions, { name: timeZone, word: iso => clock.format(new Date(iso)) }), signal);
      return 0;
    }
    if (format === 'json') {
      const { json } = await import('./json.ts');
      const head = { query: printQuery(query), total, exportedAt: new Date().toISOString(), coverage };
      await writeText(uri, json(sessions, head), signal);
      return 0;
    }
    const { calendar } = await import('./calendar.ts');
    const partial = partialSentence(coverage);
    const { text, leftOut } = await calendar(sessions, {
      name: vscode.l10n.t('Sessions'),
      ...(partial ? { description: partial } : {}),
    });
    await writeText(uri, Readable.from([text]), signal);
    return leftOut;
  }

  async function ask(): Promise<ExportRequest | undefined> {
    const words: Record<Format, [string, string]> = {
      csv: ['CSV', vscode.l10n.t('For spreadsheets')],
      json: ['JSON', vscode.l10n.t('For programs, with what is known of the coverage')],
      ics: ['iCalendar', vscode.l10n.t('For calendars')],
    };
    const chosen = await vscode.window.showQuickPick(
      FORMATS.map(format => ({ label: words[format][0], description: words[format][1], format })),
      { title: vscode.l10n.t('Export the sessions of the current query') },
    );
    if (!chosen) return undefined;
    const uri = await vscode.window.showSaveDialog({
      filters: { [chosen.label]: [chosen.format] },
      saveLabel: vscode.l10n.t('Export'),
    });
    return uri && { format: chosen.format, uri };
  }

  return { export: run };
}

async function* slices(
  explorer: Explorer,
  selection: Selection,
  signal: AbortSignal,
  report: (share: number) => void,
): AsyncGenerator<Session[]> {
  for (let offset = 0; offset < selection.total; offset += SLICE) {
    signal.throwIfAborted();
    yield await explorer.sessions(selection.keys(offset, SLICE));
    report(SLICE / selection.total);
  }
}

function partialSentence(coverage: readonly Coverage[]): string | undefined {
  const partial = coverage.filter(each => !each.complete).map(each => each.connectionId);
  return partial.length === 0
    ? undefined
    : vscode.l10n.t('Not everything: the end was not seen of {0}.', partial.join(', '));
}

function tell(uri: vscode.Uri, written: number, leftOut: number, coverage: readonly Coverage[]): void {
  const sentences = [
    vscode.l10n.t('Exported {0} sessions.', written.toLocaleString(vscode.env.language)),
    ...(leftOut > 0 ? [vscode.l10n.t('{0} without a start were left out.', leftOut)] : []),
    ...[partialSentence(coverage)].filter(sentence => sentence !== undefined),
  ];
  const open = vscode.l10n.t('Open');
  void vscode.window.showInformationMessage(sentences.join(' '), open).then(chosen => {
    if (chosen === open) void vscode.commands.executeCommand('vscode.open', uri);
  });
}

/** A key binding can only write an address down, so text and the parts of a URI are understood too. */
function requestOf(argument: unknown): ExportRequest | undefined {
  if (typeof argument !== 'object' || argument === null || !('format' in argument) || !('uri' in argument))
    return undefined;
  const format = FORMATS.find(each => each === argument.format);
  const uri = uriOf(argument.uri);
  const query = 'query' in argument && typeof argument.query === 'string' ? argument.query : undefined;
  return format && uri && { format, uri, ...(query === undefined ? {} : { query }) };
}

function uriOf(value: unknown): vscode.Uri | undefined {
  if (value instanceof vscode.Uri) return value;
  if (typeof value === 'string')
    return /^[a-z][\w+.-]+:/i.test(value) ? vscode.Uri.parse(value) : vscode.Uri.file(value);
  const parts = typeof value === 'object' && value !== null && 'scheme' in value && 'path' in value;
  return parts ? vscode.Uri.from(value as { scheme: string; path: string }) : undefined;
}
