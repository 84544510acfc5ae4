import { createWriteStream } from 'node:fs';
import { rename, rm } from 'node:fs/promises';
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
    await pipeline(Readable.from(text), createWriteStream(unfinished, 'utf8'), { signal });
    await rename(unfinished, uri.fsPath);
  } catch (error) {
    await rm(unfinished, { force: true });
    throw error;
  }
}
