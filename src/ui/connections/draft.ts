import type { ConnectionField, Provider } from '../../providers/provider.ts';
import type { Connection, ProviderId } from '../../session/connection.ts';

/** The fields that still have to be asked for before a connection can be tried. */
export function missingFields(
  provider: Provider,
  draft: Partial<Connection>,
  withOptional: boolean,
): ConnectionField[] {
  return provider.fields.filter(field => (field.required || withOptional) && draft[field.name] === undefined);
}

/** A readable id that no other connection has: `digital-samba`, `digital-samba-2` … */
export const freeId = (provider: ProviderId, taken: ReadonlySet<string>): string =>
  unlike(
    taken,
    provider.replace(/[A-Z]/g, letter => `-${letter.toLowerCase()}`),
  );

/** The id itself, or where it is taken with the first number that makes it free. */
export function unlike(taken: ReadonlySet<string>, base: string): string {
  let id = base;
  for (let n = 2; taken.has(id); n += 1) id = `${base}-${n}`;
  return id;
}
