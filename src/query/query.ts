/** The qualifiers of the query language; anything else in a query is full text. */
export const QUALIFIERS = [
  'provider',
  'connection',
  'status',
  'host',
  'attendee',
  'place',
  'kind',
  'client',
  'flag',
  'after',
  'before',
  'on',
  'weekday',
  'hour',
  'min-participants',
  'sort',
] as const;
export type Qualifier = (typeof QUALIFIERS)[number];
/** The qualifiers that leave sessions out. */
export type Filter = Exclude<Qualifier, 'sort'>;

export const SORTS = ['-start', 'start', 'title', 'participants'] as const;
export type Sort = (typeof SORTS)[number];

/** One value of a qualifier. `prefix`: it was written with a trailing `*`. */
export interface Value {
  text: string;
  prefix: boolean;
}

export type Term =
  /** `phrase`: was quoted, its words must stand together. */
  | { kind: 'text'; text: string; phrase: boolean; negated: boolean }
  | { kind: 'qualifier'; name: Filter; values: Value[]; negated: boolean };

export interface Query {
  terms: Term[];
  sort: Sort;
}

/** Where and why a query cannot be read. `from` and `to` are offsets into the text. */
export interface QueryError {
  code: 'unknown-qualifier' | 'empty-value' | 'bad-value' | 'unclosed-quote' | 'not-negatable' | 'repeated-sort';
  from: number;
  to: number;
  /** The offending word, and what could stand there instead. */
  word: string;
  suggestions: string[];
}

/** What a query's words mean where it is asked: the display zone, the present, and who `me` is. */
export interface Reading {
  /** An IANA zone, never `local`. */
  timeZone: string;
  /** Epoch ms. */
  now: number;
  me: readonly string[];
}

export const EVERYTHING: Query = { terms: [], sort: '-start' };
