import { fold } from '../fold.ts';
import { identityOf, idsOf, labelOf, means, type Named } from '../named.ts';
import type { Value } from '../query.ts';
import { addTo, allOf, createPool, type Multimap, type Pool, push } from './pool.ts';
import { NO_RANKING, type Ranking } from './ranking.ts';
import { addTexts, createTexts, type Texts, type Vocabulary } from './vocabulary.ts';

/**
 * Each distinct person (place, kind, client) that sessions name, by a small number; 0 is none. Also the choices that
 * a person is offered among them: one for each id, or name where there is no id. Choosing one may reach several
 * entries (an id under two spellings of the name), and an entry may be reached by several choices (a joined kind).
 */
export interface Names {
  /** By entry. The first is never asked for. */
  entries: Named[];
  /** Entries by each folded id and each folded name. */
  byFolded: Multimap;
  texts: Texts;
  /** By entry: the choice that stands for it. */
  own: Pool;
  /** Further choices that reach an entry. */
  also: Map<number, number[]>;
  /** By choice. */
  values: string[];
  labels: string[];
  /** The labels in their order, as far as they have been ordered. */
  labelRanking: Ranking;
  choicesByFolded: Multimap;
  /** By which values an entry is offered, its own first. */
  valuesOf: (named: Named) => string[];
}

const NOBODY = 0;

export const ownValue = (named: Named): string[] => [identityOf(named)];

/** `valuesOf`: the values that an entry is offered under, the one that stands for it first. */
export function createNames(vocabulary: Vocabulary, valuesOf = ownValue): Names {
  const names: Names = {
    entries: [{ id: undefined, names: [] }],
    byFolded: new Map(),
    texts: createTexts(),
    own: createPool(),
    also: new Map(),
    values: [],
    labels: [],
    labelRanking: NO_RANKING,
    choicesByFolded: new Map(),
    valuesOf,
  };
  addTexts(names.texts, vocabulary, []);
  push(names.own, 0);
  return names;
}

/** Kinds are offered by name, the whole and each service, so that one name is one choice over all services' ids. */
export const kindValues = ({ names, id }: Named): string[] => (names.length > 0 ? names : [id ?? '']);

/** The number of what a session names. */
export function intern(names: Names, vocabulary: Vocabulary, named: Named | undefined): number {
  if (!named) return NOBODY;
  const key = fold(identityOf(named));
  const held = names.byFolded.get(key);
  if (typeof held === 'number') {
    if (same(names.entries[held], named)) return held;
  } else if (held) {
    for (const entry of held) if (same(names.entries[entry], named)) return entry;
  }
  return add(names, vocabulary, named);
}

function same(a: Named | undefined, b: Named): boolean {
  if (!a || a.id !== b.id || a.names.length !== b.names.length) return false;
  for (let at = 0; at < b.names.length; at++) if (a.names[at] !== b.names[at]) return false;
  return true;
}

function add(names: Names, vocabulary: Vocabulary, named: Named): number {
  const entry = names.entries.length;
  names.entries.push(named);
  const texts = named.id === undefined ? named.names : [named.id, ...named.names];
  addTexts(names.texts, vocabulary, texts);
  for (const key of new Set([...idsOf(named), ...named.names].map(fold))) {
    addTo(names.byFolded, key, entry);
    for (const choice of allOf(names.choicesByFolded, key)) reach(names, entry, choice);
  }
  const [own = '', ...others] = names.valuesOf(named);
  const choice = choiceOf(names, own);
  push(names.own, choice);
  // Not twice: what reached the entry above may have been its own choice.
  const also = names.also.get(entry)?.filter(other => other !== choice);
  if (also?.length) names.also.set(entry, also);
  else names.also.delete(entry);
  for (const value of others) choiceOf(names, value);
  if (named.names.length > 0) relabel(names, choice, labelOf(named));
  return entry;
}

/** The newest name is shown. */
function relabel(names: Names, choice: number, label: string): void {
  if (names.labels[choice] === label) return;
  names.labels[choice] = label;
  if (choice < names.labelRanking.sorted.length) names.labelRanking = NO_RANKING;
}

/** The choice of a value; a new one reaches all entries that its value means. */
function choiceOf(names: Names, value: string): number {
  const key = fold(value);
  const held = allOf(names.choicesByFolded, key).find(choice => sameChoice(names, choice, value));
  if (held !== undefined) return held;
  const choice = names.values.length;
  names.values.push(value);
  names.labels.push(value);
  addTo(names.choicesByFolded, key, choice);
  for (const entry of allOf(names.byFolded, key)) reach(names, entry, choice);
  return choice;
}

/** Kinds go by name, and names that fold alike are one choice; ids are told apart to the letter. */
const sameChoice = (names: Names, choice: number, value: string): boolean =>
  names.valuesOf === kindValues || names.values[choice] === value;

function reach(names: Names, entry: number, choice: number): void {
  const named = names.entries[entry];
  if (!named || (names.own.data[entry] === choice && entry < names.own.length)) return;
  if (!means({ text: names.values[choice] ?? '', prefix: false }, named)) return;
  const also = names.also.get(entry);
  if (!also) names.also.set(entry, [choice]);
  else if (!also.includes(choice)) also.push(choice);
}

/** What a word is to the things that are held; where it is one's name and another's id, it may mean either: a name. */
export function knownAs(names: Names, text: string): 'id' | 'name' | undefined {
  let known: 'id' | undefined;
  for (const number of allOf(names.byFolded, fold(text))) {
    const entry = names.entries[number];
    if (entry && idsOf(entry).includes(text)) known = 'id';
    else if (entry && means({ text, prefix: false }, entry)) return 'name';
  }
  return known;
}

/** By entry: 1 where one of the values means it; at 0, where one of them means that there is none. */
export function entriesMeant(names: Names, values: readonly Value[]): Uint8Array {
  const meant = new Uint8Array(names.entries.length);
  for (const value of values) {
    if (means(value, undefined)) meant[NOBODY] = 1;
    const folded = fold(value.text);
    const mark = (entry: number): void => {
      if (means(value, names.entries[entry])) meant[entry] = 1;
    };
    if (!value.prefix) allOf(names.byFolded, folded).forEach(mark);
    else for (const key of names.byFolded.keys()) if (key.startsWith(folded)) allOf(names.byFolded, key).forEach(mark);
  }
  return meant;
}
