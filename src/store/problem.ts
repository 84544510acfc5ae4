/**
 * What keeps sessions from being held on disk, as a code that `ui/` words. Work goes on in memory under each of them
 * but `rows-skipped` and `not-erased`, which leave the disk in use.
 */
export type StoreProblem =
  /** Not a database, or a damaged one. `setAside`: the name that the file was kept under, beside a new one. */
  | { code: 'corrupt'; setAside?: string }
  /** Written by a newer version of this extension; left as it is. */
  | { code: 'newer'; version: number }
  /** Another process held it locked for longer than is worth waiting. */
  | { code: 'locked' }
  | { code: 'read-only' }
  | { code: 'full' }
  /** The file was removed while it was open. */
  | { code: 'gone' }
  /** Held rows that could not be understood, and were left out. */
  | { code: 'rows-skipped'; rows: number }
  /** What was removed may stay readable in a file until the other windows let go of it. */
  | { code: 'not-erased' }
  | { code: 'unusable'; detail: string };

/** Thrown by a store on disk that cannot do what was asked; `withFallback` catches it. */
export class StoreError extends Error {
  readonly problem: StoreProblem;

  constructor(problem: StoreProblem) {
    super(problem.code);
    this.problem = problem;
  }
}

// Primary result codes, https://www.sqlite.org/rescode.html
const PERM = 3;
export const BUSY = 5;
export const LOCKED = 6;
const READONLY = 8;
const IOERR = 10;
const CORRUPT = 11;
const FULL = 13;
const CANTOPEN = 14;
const NOTADB = 26;
/** What is left of a removed file reads as a failed I/O with this reason (SQLITE_READONLY_DBMOVED). */
const READONLY_DBMOVED = 1032;

/** SQLite's primary result code of an error, or 0 where the error is not SQLite's. */
export const sqliteCode = (error: unknown): number =>
  error instanceof Error && 'errcode' in error && typeof error.errcode === 'number' ? error.errcode & 0xff : 0;

/** Whether an error is the disk's or SQLite's; any other is a mistake of the program. */
export const isStoreFailure = (error: unknown): boolean =>
  error instanceof StoreError || (error instanceof Error && ('errcode' in error || 'syscall' in error));

/** Reads an error of SQLite or of the file system. Its text is not used: it may name the person's folders. */
export function storeProblem(error: unknown): StoreProblem {
  if (error instanceof StoreError) return error.problem;
  if (!(error instanceof Error)) return { code: 'unusable', detail: 'unknown' };
  if ('errcode' in error && error.errcode === READONLY_DBMOVED) return { code: 'gone' };
  switch (sqliteCode(error)) {
    case BUSY:
    case LOCKED:
      return { code: 'locked' };
    case PERM:
    case READONLY:
      return { code: 'read-only' };
    case CORRUPT:
    case NOTADB:
      return { code: 'corrupt' };
    case FULL:
      return { code: 'full' };
    case CANTOPEN:
    case IOERR:
      return { code: 'unusable', detail: `sqlite ${sqliteCode(error)}` };
  }
  const code = 'code' in error ? String(error.code) : error.name;
  if (code === 'EACCES' || code === 'EPERM' || code === 'EROFS') return { code: 'read-only' };
  if (code === 'ENOSPC' || code === 'EDQUOT') return { code: 'full' };
  return { code: 'unusable', detail: sqliteCode(error) === 0 ? code : `sqlite ${sqliteCode(error)}` };
}
