import type { SimulatedConnection } from '../../src/simulator/server.ts';

/** Where a bot of a few lines finds each service's list, and the rows in its answer. */
const LISTS: Record<string, (c: SimulatedConnection, page: number) => string> = {
  digitalSamba: (_, page) => `/api/v1/sessions?limit=100&offset=${(page - 1) * 100}`,
  hyra: ({ workspaceId }) => `/activity/sessions/${workspaceId}?start=2000-01-01&end=2100-01-01`,
  placio: ({ workspaceId }) => `/v1/workspace/${workspaceId}/sessions`,
  prplManagement: ({ workspaceId }, page) =>
    `/api/public/v1/workspace/${workspaceId}/sessions?upcoming=false&limit=100&page=${page}`,
  series: (_, page) => `/sessions/list?page=${page}`,
};
const PAGED = ['digitalSamba', 'prplManagement', 'series'];

type Row = Record<string, unknown>;

/** What users do today: loop over the pages with `fetch`, keep an array. */
export async function fetchAll(
  connections: readonly SimulatedConnection[],
): Promise<{ rows: Row[]; requests: number }> {
  const rows: Row[] = [];
  let requests = 0;
  for (const c of connections) {
    const basic = `Basic ${btoa(`${c.teamId}:${c.key}`)}`;
    const headers = { apikey: c.key, authorization: c.provider === 'digitalSamba' ? basic : `Bearer ${c.key}` };
    for (let page = 1; ; page++) {
      const body = await (await fetch(c.baseUrl + LISTS[c.provider]?.(c, page), { headers })).json();
      const found: Row[] = body.events ?? body.sessions ?? body.data.Sessions ?? body.data;
      requests++;
      for (const row of found) rows.push(row);
      if (found.length === 0 || !PAGED.includes(c.provider)) break;
    }
  }
  return { rows, requests };
}

/** … and filter it at each keystroke; the only facet is the status, counted by another pass. */
export function filter(rows: readonly Row[], text: string): { found: Row[]; counts: Record<string, number> } {
  const word = text.toLowerCase();
  const found = rows.filter(row => JSON.stringify(row).toLowerCase().includes(word));
  const counts: Record<string, number> = {};
  for (const { status, Status } of found) {
    const name = String(status ?? Status ?? 'unknown');
    counts[name] = (counts[name] ?? 0) + 1;
  }
  return { found, counts };
}
