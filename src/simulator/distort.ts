import { type Answer, json, type ProviderName, textOf } from './answer.ts';
import { type Fault, faultOf } from './faults.ts';
import { mix } from './random.ts';

const ID_FIELDS: Record<ProviderName, string> = {
  digitalSamba: 'id',
  hyra: '_id',
  placio: 'id',
  prplManagement: 'id',
  series: 'SessionId',
};
const PORTAL =
  '<!DOCTYPE html><html><head><title>Sign in</title></head><body><form>Welcome to the hotel network</form></body></html>';

/** Stands in a text where bytes that are no UTF-8 belong; a private-use character that no data here has. */
const BROKEN = '\uE000';
const BROKEN_BYTES = Buffer.from(BROKEN);

/** Changes what one service says: the misbehaviours that lie in the answer rather than in its delivery. */
export interface Distorter {
  /** The answer that is sent without asking the service at all. */
  instead(faults: readonly Fault[]): Answer | undefined;
  /** The question as the misbehaving service understands it. */
  asked(
    faults: readonly Fault[],
    path: readonly string[],
    query: URLSearchParams,
  ): { path: string[]; query: URLSearchParams };
  /** The answer as bytes. `list` tells which list it belongs to. */
  bytes(faults: readonly Fault[], answer: Answer, list: string): Promise<Buffer>;
}

export function distorter(provider: ProviderName): Distorter {
  const lastPages = new Map<string, unknown[]>();
  /** What numeric ids really stand for. */
  const aliases = new Map<string, string>();
  const idField = ID_FIELDS[provider];

  function numeric(id: string): string {
    let hash = 7;
    for (const character of id) hash = mix(hash, character.charCodeAt(0));
    const number = String(9_100_000_000_000_000_000n + BigInt(hash) * 7n);
    aliases.set(number, id);
    return number;
  }

  function repeated(answer: Answer, list: string): Answer {
    const rows = [...(answer.rows ?? [])];
    if (rows.length === 0) return { ...answer, rows: lastPages.get(list) ?? [] };
    lastPages.set(list, rows);
    return { ...answer, rows };
  }

  return {
    instead(faults) {
      const status = faultOf(faults, 'status');
      if (status)
        return json(status.code, status.body ?? { success: false, error: `Status ${status.code}` }, status.headers);
      const redirect = faultOf(faults, 'redirect');
      if (redirect) return json(redirect.code ?? 302, {}, { location: redirect.to });
      if (faultOf(faults, 'html')) return { status: 200, body: undefined, html: PORTAL };
      if (faultOf(faults, 'success-false')) return json(200, { success: false, error: 'Something went wrong' });
      return undefined;
    },
    asked(faults, path, query) {
      const known = (text: string): string => aliases.get(text) ?? text;
      const asked = new URLSearchParams([...query].map(([name, value]) => [name, known(value)]));
      if (faultOf(faults, 'ignore-page')) for (const name of ['page', 'offset', 'after']) asked.delete(name);
      return { path: path.map(known), query: asked };
    },
    async bytes(faults, answer, list) {
      const change = faultOf(faults, 'mutate')?.change;
      const repeating = answer.rows && faultOf(faults, 'repeat-last-page');
      let text = await textOf(repeating ? repeated(answer, list) : answer, row =>
        JSON.stringify(change ? change(row) : row),
      );
      if (change) text = text.replace(/"\\u0000#(-?\d+)"/g, '$1');
      const ids = new RegExp(`"${idField}":"([^"]*)"`, 'g');
      if (faultOf(faults, 'numeric-ids')) text = text.replace(ids, (_, id: string) => `"${idField}":${numeric(id)}`);
      if (faultOf(faults, 'duplicate-keys'))
        text = text.replaceAll(`"${idField}":`, `"${idField}":"not-this-one","${idField}":`);
      if (faultOf(faults, 'bom')) text = `\uFEFF${text}`;
      if (!faultOf(faults, 'invalid-utf8')) return Buffer.from(text);
      return broken(Buffer.from(text.replace(/"(Title|title|name|friendly_url)":"/g, `$&${BROKEN}`)));
    },
  };
}

/** What names a list whichever of its pages was asked for. */
export function listName(path: string, query: URLSearchParams): string {
  const rest = new URLSearchParams(query);
  for (const name of ['page', 'offset', 'after']) rest.delete(name);
  return `${path}?${rest}`;
}

/** Puts a lone lead byte and two stray continuation bytes where the marks stand. */
function broken(bytes: Buffer): Buffer {
  for (let at = bytes.indexOf(BROKEN_BYTES); at >= 0; at = bytes.indexOf(BROKEN_BYTES, at)) {
    bytes.set([0xc3, 0x28, 0xff], at);
  }
  return bytes;
}
