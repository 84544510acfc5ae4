import * as vscode from 'vscode';
import { parseQuery } from '../../query/parse.ts';
import { printQuery } from '../../query/print.ts';
import type { Query } from '../../query/query.ts';
import { given } from '../../session/given.ts';
import type { Session } from '../../session/session.ts';
import type { ConnectionStatus, Explorer } from '../../sync/explorer.ts';
import { concerns } from '../../sync/reach.ts';
import { wordedCoverage } from '../api/api.ts';
import { sessionKeys } from '../arguments.ts';
import type { InBackground } from '../background.ts';
import type { Commands } from '../commands.ts';
import type { CurrentQuery } from '../filter/current.ts';
import { knownTo } from '../known.ts';
import { askInformed, withoutLinks } from '../tell.ts';
import { wordQueryError } from '../wording/query-error.ts';
import { wordCount } from '../wording/time.ts';
import { writeText } from './file.ts';
import { askRequest, type ExportRequest, type Format, requestOf } from './request.ts';

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

/** `export`, which writes one file; without an argument it asks for the format and the place. */
export function exportCommands(parts: ExportParts): Commands {
  const { explorer } = parts;

  async function run(...args: readonly unknown[]): Promise<void> {
    const asked = requestOf(args[0]);
    const named = asked && asked.key === undefined ? [] : sessionKeys(args);
    const request = asked ?? (await askRequest(named.length > 0));
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
          ...given({ query: query && printQuery(query) }),
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
          ...given({ description: whole.partial }),
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
