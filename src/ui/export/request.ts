import * as vscode from 'vscode';
import { given } from '../../session/given.ts';
import { isRow, unusable } from '../arguments.ts';

const FORMATS = ['csv', 'json', 'ics'] as const;
export type Format = (typeof FORMATS)[number];

/** What is to be written, and where. */
export interface ExportRequest {
  format: Format;
  uri: vscode.Uri;
  /** Absent: the current one. Empty: all sessions. */
  query?: string;
  /** A session's, to be exported instead of a query's. */
  key?: unknown;
}

/**
 * What an argument asks for, unless it only names sessions; throws where it asks for no export that there is. A key
 * binding can only write an address down, so text and the parts of a URI are understood too.
 */
export function requestOf(argument: unknown): ExportRequest | undefined {
  if (typeof argument !== 'object' || argument === null || Array.isArray(argument)) return undefined;
  const { format, uri, query, key }: Partial<Record<keyof ExportRequest, unknown>> = argument;
  if (format === undefined && uri === undefined && (key !== undefined || isRow(argument))) return undefined;
  const known = FORMATS.find(each => each === format);
  const to = uriOf(uri);
  if (!known || !to || (query !== undefined && typeof query !== 'string'))
    throw unusable('{ format: "csv" | "json" | "ics", uri: Uri | string, query?: string }');
  return given({ format: known, uri: to, query, key });
}

function uriOf(value: unknown): vscode.Uri | undefined {
  if (value instanceof vscode.Uri) return value;
  if (typeof value === 'string')
    return /^[a-z][\w+.-]+:/i.test(value) ? vscode.Uri.parse(value) : vscode.Uri.file(value);
  const parts = typeof value === 'object' && value !== null && 'scheme' in value && 'path' in value;
  return parts ? vscode.Uri.from(value as { scheme: string; path: string }) : undefined;
}

/** Asks for a format and a place. `named`: for one session, and not for a query. */
export async function askRequest(named: boolean): Promise<ExportRequest | undefined> {
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
