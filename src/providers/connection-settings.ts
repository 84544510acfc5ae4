import * as z from 'zod';
import { mayCarryKey } from '../http/origin.ts';
import { type Connection, isProviderId, PROVIDER_IDS, type ProviderId } from '../session/connection.ts';
import { isTimeZone } from '../session/instant.ts';
import type { Problem } from '../session/problem.ts';
import { fields, isFields, text } from './lenient.ts';
import { providerOf } from './registry.ts';

/** One entry of the setting `connections`. With a problem it is there to be shown and mended, not to be used. */
export interface ReadConnection {
  connection: Connection;
  problem?: Problem;
}

/** Refuses with a code in place of a sentence, which the view words. */
const refusing = (reason: string) => ({ error: reason });

/** Why an address cannot be used: keys go to https or to this machine only, and never inside an address. */
function addressFault(value: string): string | undefined {
  if (!URL.canParse(value)) return 'base-url-invalid';
  const url = new URL(value);
  if (!mayCarryKey(url)) return 'base-url-insecure';
  const { username, password, search, hash } = url;
  if (username !== '' || password !== '') return 'base-url-with-key';
  return search !== '' || hash !== '' ? 'base-url-invalid' : undefined;
}

const address = z.string(refusing('wrong-type')).check(({ value, issues }) => {
  const fault = addressFault(value);
  if (fault !== undefined) issues.push({ code: 'custom', input: value, message: fault });
});

const named = z.string(refusing('wrong-type')).trim().min(1, refusing('empty'));
const parameter = z.string(refusing('wrong-type')).regex(/^[\w.[\]-]{1,64}$/, refusing('parameter-name'));

const connectionSetting = z.object({
  id: z.string(refusing('id-missing')).regex(/^[a-z0-9-]{1,40}$/, refusing('id-pattern')),
  provider: z.enum(PROVIDER_IDS, refusing('provider-unknown')),
  label: named.optional(),
  baseUrl: address.optional(),
  workspaceId: named.optional(),
  teamId: named.optional(),
  // It becomes part of a host name.
  teamDomain: z
    .string(refusing('wrong-type'))
    .regex(/^[a-z0-9](?:[a-z0-9-]{0,61}[a-z0-9])?$/i, refusing('team-domain'))
    .optional(),
  timeZone: z.string(refusing('wrong-type')).refine(isTimeZone, refusing('zone-unknown')).optional(),
  persist: z.boolean(refusing('wrong-type')).optional(),
  mode: z.enum(['range', 'day'], refusing('mode-unknown')).optional(),
  parameters: z
    .object(
      { start: parameter.optional(), end: parameter.optional(), attendee: parameter.optional() },
      refusing('wrong-type'),
    )
    .optional(),
});

const MISSING: Readonly<Record<string, string>> = {
  baseUrl: 'base-url-missing',
  workspaceId: 'workspace-missing',
  teamId: 'team-missing',
};

/** What is wrong with a connection, or with one field of one that is still being written. */
export function connectionProblem(value: unknown, field?: string): Problem | undefined {
  if (!isFields(value)) return invalid('not-an-object', '');
  const parsed = connectionSetting.safeParse(value);
  const issue = parsed.error?.issues.find(each => field === undefined || each.path[0] === field);
  if (issue) return invalid(issue.message, issue.path.join('.'));
  if (!isProviderId(value.provider)) return undefined;
  const { fields: asked } = providerOf(value.provider);
  const missing = asked.find(each => each.required && value[each.name] === undefined);
  if (!missing || (field !== undefined && field !== missing.name)) return undefined;
  return invalid(MISSING[missing.name] ?? 'missing', missing.name);
}

/** Reads the setting. Entries that share an id are all wrong: nobody can say whose rows and key those would be. */
export function readConnections(setting: unknown): ReadConnection[] {
  const entries = Array.isArray(setting) ? setting : [];
  const uses = Map.groupBy(entries, entry => fields(entry).id);
  return entries.map((entry, at): ReadConnection => {
    const repeated = (uses.get(fields(entry).id)?.length ?? 0) > 1 && text(fields(entry).id) !== undefined;
    const problem = connectionProblem(entry) ?? (repeated ? invalid('id-repeated', 'id') : undefined);
    if (problem) return { connection: shown(entry, at), problem };
    const parsed = connectionSetting.safeParse(entry);
    // Without a problem it parses; zod leaves out what it does not know and adds no `undefined`.
    return { connection: parsed.data as Connection };
  });
}

const invalid = (reason: string, field: string): Problem => ({ code: 'invalid-connection', reason, field });

/** As much of a wrong entry as the tree needs to show it. It is never asked for anything. */
function shown(entry: unknown, at: number): Connection {
  const { id, provider, label } = fields(entry);
  return {
    id: text(id) ?? `connection-${at + 1}`,
    provider: (text(provider) ?? 'unknown') as ProviderId,
    ...(typeof label === 'string' ? { label } : {}),
  };
}
