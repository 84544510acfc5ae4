import { BlockList, isIP } from 'node:net';
import { isLoopback } from './origin.ts';

/** What the person or the machine says about proxies. */
export interface ProxySettings {
  /** VS Code's `http.proxy`. */
  proxy?: string;
  /** VS Code's `http.noProxy`. */
  noProxy?: readonly string[];
  environment: Readonly<Record<string, string | undefined>>;
}

/**
 * The proxy that a request goes through, or none. In VS Code's own order: its `http.noProxy`, its `http.proxy`, then the
 * environment's `no_proxy`, `https_proxy`, `http_proxy`. Loopback never goes through a proxy.
 */
export function proxyFor(url: URL, settings: ProxySettings): string | undefined {
  if (isLoopback(url.hostname) || spared(url, settings.noProxy ?? [])) return undefined;
  if (settings.proxy) return withScheme(settings.proxy);
  const variable = (name: string) => settings.environment[name] || settings.environment[name.toUpperCase()];
  if (spared(url, (variable('no_proxy') ?? '').split(/[,\s]+/))) return undefined;
  const proxy = (url.protocol === 'https:' ? variable('https_proxy') : undefined) ?? variable('http_proxy');
  return proxy ? withScheme(proxy) : undefined;
}

/** The environment often names a proxy as `host:port` alone. */
const withScheme = (proxy: string): string => (/^[a-z][a-z0-9+.-]*:\/\//i.test(proxy) ? proxy : `http://${proxy}`);

function spared(url: URL, rules: readonly string[]): boolean {
  const hostname = url.hostname.replace(/^\[|\]$/g, '').replace(/\.$/, '');
  const port = url.port || (url.protocol === 'https:' ? '443' : '80');
  return rules.some(rule => matches(rule.trim().toLowerCase(), hostname, port));
}

function matches(rule: string, hostname: string, port: string): boolean {
  if (rule === '') return false;
  const [, network, prefix] = /^([\da-f.:]+)\/(\d+)$/.exec(rule) ?? [];
  if (network !== undefined) return inRange(network, Number(prefix), hostname);
  const [, bracketed, bare, wantedPort] = /^(?:\[(.+)\]|([^:]+|.*:.*:.*?))(?::(\d+))?$/.exec(rule) ?? [];
  if (wantedPort && wantedPort !== port) return false;
  const name = (bracketed ?? bare ?? rule).replace(/\.$/, '');
  if (name === '*') return true;
  const suffix = name.replace(/^\*?\./, '');
  // `*.example.com` means what lies below; `.example.com` and `example.com` mean the name itself too.
  return hostname.endsWith(`.${suffix}`) || (hostname === suffix && !name.startsWith('*'));
}

function inRange(network: string, prefix: number, hostname: string): boolean {
  const family = isIP(network);
  if (family === 0 || isIP(hostname) !== family || prefix > (family === 4 ? 32 : 128)) return false;
  const type = family === 4 ? 'ipv4' : 'ipv6';
  const list = new BlockList();
  list.addSubnet(network, prefix, type);
  return list.check(hostname, type);
}
