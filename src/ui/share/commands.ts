import * as vscode from 'vscode';
import type { Provider } from '../../providers/provider.ts';
import type { ProviderId } from '../../session/connection.ts';
import { connectionOfKey, type SessionRecord } from '../../session/session.ts';
import type { Explorer } from '../../sync/explorer.ts';
import type { Commands } from '../commands.ts';
import { tellError, tellInformation } from '../tell.ts';
import { wordStatus } from '../wording/session.ts';
import { announcement } from './announcement.ts';
import { curlLine } from './curl.ts';
import { sessionLink } from './link.ts';

export interface ShareParts {
  explorer: Explorer;
  provider(id: ProviderId): Provider;
  /** The sessions that a command was called for, asking where it was called without any. */
  chosen(args: readonly unknown[]): Promise<string[]>;
}

/** The commands that put something about sessions on the clipboard, or open them where they live. */
export function shareCommands({ explorer, provider, chosen }: ShareParts): Commands {
  async function records(args: readonly unknown[]): Promise<SessionRecord[]> {
    const keys = await chosen(args);
    const found = (await Promise.all(keys.map(key => explorer.record(key)))).filter(record => record !== undefined);
    if (keys.length > 0 && found.length === 0) void tellError(vscode.l10n.t('No such session is held.'));
    return found;
  }

  const connectionOf = (key: string) =>
    explorer.connections().find(status => status.connection.id === connectionOfKey(key))?.connection;

  async function copy(lines: readonly string[], between = '\n'): Promise<void> {
    if (lines.length === 0) return;
    await vscode.env.clipboard.writeText(lines.join(between));
    vscode.window.setStatusBarMessage(vscode.l10n.t('Copied'), 2000);
  }

  function link({ session, raw }: SessionRecord): string | undefined {
    const connection = connectionOf(session.key);
    return connection && provider(connection.provider).link?.(connection, session, raw);
  }

  function curl({ session }: SessionRecord): string[] {
    const connection = connectionOf(session.key);
    if (!connection) return [];
    const adapter = provider(connection.provider);
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
        void tellError(vscode.l10n.t('A session’s id holds characters that no link may carry.'));
      await copy(links.filter(link => link !== undefined));
    },
    copyAnnouncement: async (...args) =>
      copy(
        (await records(args)).map(record => announcement(record.session, words, link(record))),
        '\n\n',
      ),
    async openLink(...args) {
      for (const record of await records(args)) {
        const url = link(record);
        if (url !== undefined) await vscode.env.openExternal(vscode.Uri.parse(url, true));
        else void tellInformation(vscode.l10n.t('No address is known for “{0}” at its service.', record.session.title));
      }
    },
  };
}
