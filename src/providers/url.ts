import type { Connection } from '../session/connection.ts';
import type { Provider } from './provider.ts';

/** The origin that a connection's requests go to, or undefined where no address can be read. */
export function originOf(
  provider: Pick<Provider, 'defaultBaseUrl'>,
  connection: Pick<Connection, 'baseUrl'>,
): string | undefined {
  const url = connection.baseUrl ?? provider.defaultBaseUrl;
  return url !== undefined && URL.canParse(url) ? new URL(url).origin : undefined;
}

/** An address below a connection's base. Parts of the path are encoded, so that no id can lead elsewhere. */
export function below(
  base: string,
  path: readonly string[],
  query: Readonly<Record<string, string | undefined>> = {},
): URL {
  const url = new URL(`${base.replace(/\/+$/, '')}/${path.map(segment).join('/')}`);
  for (const [name, value] of Object.entries(query)) if (value !== undefined) url.searchParams.set(name, value);
  return url;
}

/** A dot segment would climb in the path even when its dots are encoded once. */
const segment = (part: string): string =>
  encodeURIComponent(part.toWellFormed()).replace(/^\.{1,2}$/, dots => dots.replaceAll('.', '%252E'));
