import * as vscode from 'vscode';
import { autoTransport } from '../http/auto-transport.ts';
import { hostTransport } from '../http/host-transport.ts';
import { proxyFor } from '../http/proxy.ts';
import type { Transport } from '../http/transport.ts';
import { type NetworkSettings, undiciTransport } from '../http/undici-transport.ts';
import { given } from '../session/given.ts';
import { readSettings, SECTION } from './settings.ts';

/**
 * The transport that the settings ask for. A change of them counts from the next request on; requests under way end, and
 * are tried again with the new one.
 */
export function configuredTransport(): vscode.Disposable & { get(): Transport } {
  let transport: Transport | undefined;
  const close = (): void => {
    transport?.close();
    transport = undefined;
  };
  const listening = vscode.workspace.onDidChangeConfiguration(event => {
    if (event.affectsConfiguration('http') || event.affectsConfiguration(`${SECTION}.http`)) close();
  });
  return {
    get() {
      transport ??= build();
      return transport;
    },
    dispose() {
      listening.dispose();
      close();
    },
  };
}

/** How a request would leave this machine now. */
export function routeTo(url: URL): { proxy?: string; strict: boolean; byHost: boolean } {
  const network = networkSettings();
  const proxy = proxyFor(url, network);
  return {
    // Its address may hold a user and a password.
    ...(proxy !== undefined && URL.canParse(proxy) ? { proxy: new URL(proxy).host } : {}),
    strict: network.strictSSL,
    byHost: readSettings().transport === 'host',
  };
}

function build(): Transport {
  const { transport } = readSettings();
  if (transport === 'host') return hostTransport();
  const ours = undiciTransport(networkSettings());
  return transport === 'undici' ? ours : autoTransport(ours, hostTransport());
}

/** Only what a person set: a workspace must not send requests through a proxy of its choice. */
function networkSettings(): NetworkSettings {
  const http = vscode.workspace.getConfiguration('http');
  const own = <T>(key: string): T | undefined => {
    const value = http.inspect<T>(key);
    return value?.globalValue ?? value?.defaultValue;
  };
  const uses = own<string>('proxySupport') !== 'off';
  const proxy = uses ? own<string>('proxy') : undefined;
  return {
    strictSSL: own<boolean>('proxyStrictSSL') !== false,
    environment: uses ? process.env : {},
    noProxy: own<string[]>('noProxy') ?? [],
    ...given({ proxy: proxy || undefined, proxyAuthorization: own<string>('proxyAuthorization') || undefined }),
  };
}
