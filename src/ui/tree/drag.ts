import * as vscode from 'vscode';
import type { Explorer } from '../../sync/explorer.ts';
import { sessionLine } from '../share/line.ts';
import type { TreeNode } from './nodes.ts';

/** What a dragged row carries; an editor takes it where it is dropped with Shift held. */
const DRAGGED = 'text/plain';

/** Fills what is being dragged with a line for each of its sessions. Other rows carry nothing. */
export async function drag(
  explorer: Pick<Explorer, 'sessions'>,
  nodes: readonly TreeNode[],
  into: vscode.DataTransfer,
): Promise<void> {
  const keys = new Set(nodes.flatMap(({ key }) => (key === undefined ? [] : [key])));
  const lines = (await explorer.sessions([...keys])).map(sessionLine);
  if (lines.length > 0) into.set(DRAGGED, new vscode.DataTransferItem(lines.join('\n')));
}
