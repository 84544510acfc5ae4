import * as vscode from 'vscode';
import { parseQuery } from '../../query/parse.ts';
import { printQuery } from '../../query/print.ts';
import type { Query } from '../../query/query.ts';
import { given } from '../../session/given.ts';
import type { Session } from '../../session/session.ts';
import type { ConnectionStatus, Explorer } from '../../sync/explorer.ts';
import { concerns } from '../../sync/reach.ts';
import { wordedCoverage } from '../api/api.ts';
import { isGiven, sessionKeys, unusable } from '../arguments.ts';
import type { InBackground } from '../background.ts';
import type { Commands } from '../commands.ts';
import type { CurrentQuery } from '../filter/current.ts';
import { knownTo } from '../known.ts';
import { askInformed, withoutLinks } from '../tell.ts';
import { wordQueryError } from '../wording/query-error.ts';
import { wordCount } from '../wording/time.ts';
import { writeText } from './file.ts';

const FORMATS = ['csv', 'json', 'ics'] as const;
type Format = (typeof FORMATS)[number];

interface ExportRequest {
  format: Format;
  uri: vscode.Uri;
  /** Absent: the current one. Empty: all sessions. */
  query?: string;
}

/** What an export needs of the rest of the product. */
export interface ExportParts {
  explorer: Explorer;
  current: Pick<CurrentQuery, 'get'>;
  settings(): { timeZone: string };
  inBackground: InBackground;
  providerLabel(id: string): string;
}

/** How many sessions an export wrote, and how many it could not. */
interface Tally {
  written: number;
  /** Sessions that the format has no place for. */
  leftOut: number;
}

/** The sessions to export: those that a query finds, or those that the command's arguments name. */
interface Chosen {
  total: number;
  keys(offset: number, limit: number): readonly string[];
  query?: Query;
}

/** The sessions that are exported, those apart that the format has no place for. */
type Rows = (fits?: (session: Session) => boolean) => AsyncGenerator<Session[]>;

/** What an export says beside its sessions. */
interface Whole {
  chosen: Chosen;
  statuses: readonly ConnectionStatus[];
  /** A sentence where the end was not seen of everything that the query concerns. */
  partial: string | undefined;
}

/** Sessions that are read and written at a time. */
const SLICE = 500;

/** `export`, which asks for what its argument lacks and writes one file. */
export function exportCommands(parts: ExportParts): Commands {
  const { explorer } = parts;

  async function run(...args: readonly unknown[]): Promise<void> {
    const asked = requestOf(args[0]);
    const named = asked ? [] : sessionKeys(args);
    const request = asked ?? (await ask(named.length > 0));
    if (!request) return;
    const parsed = request.query === undefined ? undefined : parseQuery(request.query, knownTo(explorer));
    if (parsed && !parsed.ok) throw new Error(withoutLinks(wordQueryError(parsed.error, request?.query ?? '')));
    const query = parsed?.query ?? parts.current.get();
    const choose = async (signal: AbortSignal): Promise<Chosen> => {
      if (named.length > 0) return { total: named.length, keys: (at, limit) => named.slice(at, at + limit) };
      const { selection } = await explorer.search(query, signal);
      return { total: selection.total, keys: (at, limit) => selection.keys(at, limit), query };
    };
    await vscode.window.withProgress(
      { location: vscode.ProgressLocation.Notification, title: vscode.l10n.t('Exporting sessions'), cancellable: true },
      async (progress, token) => {
        const abort = new AbortController();
        token.onCancellationRequested(() => abort.abort());
        try {
          await write(request, await choose(abort.signal), abort.signal, share =>
            progress.report({ increment: share * 100 }),
          );
        } catch (error) {
          if (!abort.signal.aborted) throw error;
        }
      },
    );
  }

  async function write(
    { format, uri }: ExportRequest,
    chosen: Chosen,
    signal: AbortSignal,
    report: (share: number) => void,
  ): Promise<void> {
    const { query } = chosen;
    const statuses = explorer.connections();
    const partial = query && partialSentence(statuses.filter(({ connection }) => concerns(query, connection)));
    const tally: Tally = { written: 0, leftOut: 0 };
    const rows: Rows = fits => slices(chosen, tally, signal, report, fits);
    const text = await textOf(format, rows, { chosen, statuses, partial });
    await writeText(uri, text, signal);
    parts.inBackground(tell(uri, tally, partial));
  }

  async function textOf(format: Format, rows: Rows, whole: Whole): Promise<AsyncIterable<string>> {
    switch (format) {
      case 'csv': {
        const { csv } = await import('./csv.ts');
        return csv(rows(), zone(parts.settings().timeZone));
      }
      case 'json': {
        const { json } = await import('./json.ts');
        const { query, total } = whole.chosen;
        return json(query ? rows() : detailed(rows()), {
          ...(query ? { query: printQuery(query) } : {}),
          total,
          exportedAt: new Date().toISOString(),
          coverage: whole.statuses.map(wordedCoverage),
        });
      }
      case 'ics': {
        const { calendar, inCalendar } = await import('./calendar.ts');
        return calendar(rows(inCalendar), {
          name: vscode.l10n.t('Sessions'),
          providerLabel: parts.providerLabel,
          ...(whole.partial ? { description: whole.partial } : {}),
        });
      }
    }
  }

  /** The sessions of a selection, read as they are needed, without those that the format has no place for. */
  async function* slices(
    chosen: Chosen,
    tally: Tally,
    signal: AbortSignal,
    report: (share: number) => void,
    fits: (session: Session) => boolean = () => true,
  ): AsyncGenerator<Session[]> {
    for (let offset = 0; offset < chosen.total; offset += SLICE) {
      signal.throwIfAborted();
      const sessions = await explorer.sessions(chosen.keys(offset, SLICE));
      const fitting = sessions.filter(fits);
      tally.written += fitting.length;
      tally.leftOut += sessions.length - fitting.length;
      yield fitting;
      report(SLICE / chosen.total);
    }
  }

  /** Sessions with all that their services tell of them. One that cannot be asked for is written as the list has it. */
  async function* detailed(rows: AsyncIterable<readonly Session[]>): AsyncGenerator<Session[]> {
    for await (const sessions of rows)
      yield await Promise.all(
        sessions.map(async session => {
          const opened = await explorer.detail(session.key);
          return opened.ok ? opened.value.record.detail : session;
        }),
      );
  }

  async function ask(named: boolean): Promise<ExportRequest | undefined> {
    const words: Record<Format, [string, string]> = {
      csv: ['CSV', vscode.l10n.t('For spreadsheets')],
      json: ['JSON', vscode.l10n.t('For programs, with what is known of the coverage')],
      ics: ['iCalendar', vscode.l10n.t('For calendars')],
    };
    const chosen = await vscode.window.showQuickPick(
      FORMATS.map(format => ({ label: words[format][0], description: words[format][1], format })),
      {
        title: named ? vscode.l10n.t('Export this session') : vscode.l10n.t('Export the sessions of the current query'),
      },
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

/** Wall clocks in the display zone, in the one notation that every spreadsheet reads as a date. */
function zone(timeZone: string): { name: string; word(iso: string): string } {
  const clock = new Intl.DateTimeFormat('sv-SE', { timeZone, dateStyle: 'short', timeStyle: 'medium' });
  return { name: timeZone, word: iso => clock.format(new Date(iso)) };
}

function partialSentence(statuses: readonly ConnectionStatus[]): string | undefined {
  const partial = statuses.filter(({ coverage }) => !coverage.complete).map(({ label }) => label);
  return partial.length === 0
    ? undefined
    : vscode.l10n.t('Not everything: the end was not seen of {0}.', partial.join(', '));
}

async function tell(uri: vscode.Uri, { written, leftOut }: Tally, partial: string | undefined): Promise<void> {
  const locale = vscode.env.language;
  const sentences = [
    written === 1
      ? vscode.l10n.t('Exported one session.')
      : vscode.l10n.t('Exported {0} sessions.', wordCount(written, { locale })),
    leftOut > 0 ? vscode.l10n.t('{0} without a start were left out.', wordCount(leftOut, { locale })) : undefined,
    partial,
  ].filter(sentence => sentence !== undefined);
  const open = vscode.l10n.t('Open');
  if ((await askInformed(sentences.join(' '), open)) === open) await vscode.commands.executeCommand('vscode.open', uri);
}

/**
 * What an argument asks for, if it is about an export and not about sessions; throws where it asks for none that there
 * is. A key binding can only write an address down, so text and the parts of a URI are understood too.
 */
function requestOf(argument: unknown): ExportRequest | undefined {
  if (typeof argument !== 'object' || argument === null || Array.isArray(argument) || 'key' in argument)
    return undefined;
  if (!isGiven(argument)) return undefined;
  const { format, uri, query }: Partial<Record<keyof ExportRequest, unknown>> = argument;
  const known = FORMATS.find(each => each === format);
  const to = uriOf(uri);
  if (!known || !to || (query !== undefined && typeof query !== 'string'))
    throw unusable('{ format: "csv" | "json" | "ics", uri: Uri | string, query?: string }');
  return given({ format: known, uri: to, query });
}

function uriOf(value: unknown): vscode.Uri | undefined {
  if (value instanceof vscode.Uri) return value;
  if (typeof value === 'string')
    return /^[a-z][\w+.-]+:/i.test(value) ? vscode.Uri.parse(value) : vscode.Uri.file(value);
  const parts = typeof value === 'object' && value !== null && 'scheme' in value && 'path' in value;
  return parts ? vscode.Uri.from(value as { scheme: string; path: string }) : undefined;
}
