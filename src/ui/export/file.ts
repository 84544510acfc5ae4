import { createWriteStream } from 'node:fs';
import { mkdir, rename, rm } from 'node:fs/promises';
import { dirname } from 'node:path';
import { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import * as vscode from 'vscode';

/**
 * Writes text as it comes. On disk it goes to a neighbouring file first, so that a cancelled or failed export leaves
 * what stood there before; other file systems take only whole files.
 */
export async function writeText(uri: vscode.Uri, text: AsyncIterable<string>, signal: AbortSignal): Promise<void> {
  if (uri.scheme !== 'file') {
    const parts: string[] = [];
    for await (const part of text) {
      signal.throwIfAborted();
      parts.push(part);
    }
    await vscode.workspace.fs.writeFile(uri, new TextEncoder().encode(parts.join('')));
    return;
  }
  const unfinished = `${uri.fsPath}.${crypto.randomUUID()}.part`;
  try {
    await mkdir(dirname(unfinished), { recursive: true });
    await pipeline(Readable.from(text), createWriteStream(unfinished, 'utf8'), { signal });
    await rename(unfinished, uri.fsPath);
  } catch (error) {
    await rm(unfinished, { force: true });
    throw signal.aborted ? error : worded(error, uri.fsPath);
  }
}

/** A fault of the disk for a person, who never heard of the neighbouring file. */
function worded(error: unknown, path: string): unknown {
  const code = error instanceof Error && 'code' in error && 'syscall' in error ? error.code : undefined;
  if (code === undefined) return error;
  return new Error(vscode.l10n.t('{0} could not be written ({1}). Choose another place.', path, String(code)), {
    cause: error,
  });
}
