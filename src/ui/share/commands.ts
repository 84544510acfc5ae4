import * as vscode from 'vscode';
import type { Provider } from '../../providers/provider.ts';
import type { SessionRecord } from '../../session/session.ts';
import type { ConnectionStatus, Explorer } from '../../sync/explorer.ts';
import type { Commands } from '../commands.ts';
import { tellError, tellInformation } from '../tell.ts';
import { wordStatus } from '../wording/session.ts';
import { announcement } from './announcement.ts';
import { curlLine } from './curl.ts';
import { sessionLink } from './link.ts';

/** What the commands need of the rest of the product. */
export interface ShareParts {
  explorer: Pick<Explorer, 'record'>;
  status(connectionId: string): ConnectionStatus | undefined;
  service(connectionId: string): Provider | undefined;
  linkOf(record: SessionRecord): string | undefined;
  /** The sessions that a command was called for, asking where it was called without any. */
  chosen(args: readonly unknown[]): Promise<string[]>;
}

/** The commands that put something about sessions on the clipboard, or open them where they live. */
export function shareCommands({ explorer, status, service, linkOf, chosen }: ShareParts): Commands {
  async function records(args: readonly unknown[]): Promise<SessionRecord[]> {
    const keys = await chosen(args);
    const found = (await Promise.all(keys.map(key => explorer.record(key)))).filter(record => record !== undefined);
    if (keys.length > 0 && found.length === 0) tellError(vscode.l10n.t('No such session is held.'));
    return found;
  }

  async function copy(lines: readonly string[], between = '\n'): Promise<void> {
    if (lines.length === 0) return;
    await vscode.env.clipboard.writeText(lines.join(between));
    vscode.window.setStatusBarMessage(vscode.l10n.t('Copied'), 2000);
  }

  function curl({ session }: SessionRecord): string[] {
    const connection = status(session.connectionId)?.connection;
    const adapter = service(session.connectionId);
    if (!connection || !adapter) return [];
    return [curlLine(adapter.curlUrl(connection, session), key => adapter.authorize(connection, key))];
  }

  const words = {
    hostedBy: (name: string) => vscode.l10n.t('Hosted by {0}', name),
    status: ({ status }: SessionRecord['session']) => wordStatus(status),
  };

  return {
    copyId: async (...args) => copy((await records(args)).map(({ session }) => session.id)),
    copyCurl: async (...args) => copy((await records(args)).flatMap(curl)),
    async copyLink(...args) {
      const links = (await records(args)).map(({ session }) => sessionLink(vscode.env.uriScheme, session.key));
      if (links.includes(undefined))
        tellError(vscode.l10n.t('A session’s id holds characters that no link may carry.'));
      await copy(links.filter(link => link !== undefined));
    },
    copyAnnouncement: async (...args) =>
      copy(
        (await records(args)).map(record => announcement(record.session, words, linkOf(record))),
        '\n\n',
      ),
    async openLink(...args) {
      for (const record of await records(args)) {
        const url = linkOf(record);
        if (url !== undefined) await vscode.env.openExternal(vscode.Uri.parse(url, true));
        else tellInformation(vscode.l10n.t('No address is known for “{0}” at its service.', record.session.title));
      }
    },
  };
}
