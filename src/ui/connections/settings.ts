import * as vscode from 'vscode';
import { isFields } from '../../providers/lenient.ts';
import type { Connection } from '../../session/connection.ts';
import { SECTION } from '../settings.ts';

/** The setting as it stands, unread: what a person wrote into it may be anything. Only the application's own value counts. */
export function rawConnections(): unknown[] {
  const value = vscode.workspace.getConfiguration(SECTION).inspect<unknown>('connections')?.globalValue;
  return Array.isArray(value) ? value : [];
}

/** The ids that are taken by what is written there, right or wrong. */
export const writtenIds = (): string[] =>
  rawConnections()
    .filter(isFields)
    .map(({ id }) => id)
    .filter(id => typeof id === 'string');

/** What is written under an id: more than is read of a connection that is wrong, and any of it may be of a wrong type. */
export const writtenConnection = (id: string): Readonly<Record<string, unknown>> | undefined =>
  rawConnections()
    .filter(isFields)
    .find(entry => entry.id === id);

/** Adds a connection, or replaces the one with its id, leaving the others as they were written. */
export function writeConnection(connection: Pick<Connection, 'id'>): Thenable<void> {
  const others = rawConnections();
  const at = others.findIndex(entry => hasId(entry, connection.id));
  return write(at < 0 ? [...others, connection] : others.with(at, connection));
}

export function deleteConnection(id: string): Thenable<void> {
  return write(rawConnections().filter(entry => !hasId(entry, id)));
}

const hasId = (entry: unknown, id: string): boolean => isFields(entry) && entry.id === id;

const write = (connections: unknown[]): Thenable<void> =>
  vscode.workspace
    .getConfiguration(SECTION)
    .update('connections', connections.length > 0 ? connections : undefined, vscode.ConfigurationTarget.Global);
