import { fold, words } from '../../query/fold.ts';
import { labelOf, means, type Named, namedKind, namedPerson, namedPlace, withMe } from '../../query/named.ts';
import type { Query, Reading, Term, Value } from '../../query/query.ts';
import type { SessionEntry } from '../../session/session.ts';

/** What of a session a query found it by. */
export interface FoundBy {
  field: 'kind' | 'place' | 'client' | 'host' | 'coHost' | 'attendee' | 'id';
  text: string;
}

/**
 * What the words and names of a query found a session by, where none of the texts that its row shows says so. One answer
 * for each word at most: the field that is looked for first.
 */
export function foundBy(
  query: Query,
  entry: SessionEntry,
  shown: readonly string[],
  reading: Pick<Reading, 'me'>,
): FoundBy[] {
  const things = thingsOf(entry);
  const all = query.terms.flatMap(term => {
    const found = term.negated ? undefined : foundByTerm(term, things, entry.session.id, shown, reading);
    // Several words may be found in one name.
    return found && !shown.includes(found.text) ? [found] : [];
  });
  return all.filter(({ field, text }, at) => all.findIndex(one => one.field === field && one.text === text) === at);
}

interface Thing {
  field: FoundBy['field'];
  it: Named;
}

/** What a session names, in the order in which a person would rather hear of it. */
function thingsOf({ session, attendees }: SessionEntry): Thing[] {
  const all: { field: FoundBy['field']; it: Named | undefined }[] = [
    { field: 'kind', it: namedKind(session.kind) },
    { field: 'place', it: namedPlace(session.place) },
    { field: 'client', it: namedPlace(session.client) },
    { field: 'host', it: namedPerson(session.host) },
    ...session.coHosts.map(person => ({ field: 'coHost' as const, it: namedPerson(person) })),
    ...attendees.map(person => ({ field: 'attendee' as const, it: namedPerson(person) })),
  ];
  return all.flatMap(({ field, it }) => (it ? [{ field, it }] : []));
}

function foundByTerm(
  term: Term,
  things: readonly Thing[],
  id: string,
  shown: readonly string[],
  reading: Pick<Reading, 'me'>,
): FoundBy | undefined {
  if (term.kind === 'text') {
    const wanted = words(term.text);
    if (wanted === '' || shown.some(text => has(text, wanted))) return undefined;
    const said = things.flatMap(({ field, it }) => {
      const texts = it.id === undefined ? it.names : [...it.names, it.id];
      const text = texts.find(each => has(each, wanted));
      return text === undefined ? [] : [{ field, text }];
    })[0];
    return said ?? (fold(id).startsWith(fold(term.text)) ? { field: 'id', text: id } : undefined);
  }
  const { name } = term;
  if (name !== 'kind' && name !== 'place' && name !== 'client' && name !== 'attendee') return undefined;
  const values: readonly Value[] = name === 'attendee' ? withMe(term.values, reading) : term.values;
  const meant = things.find(({ field, it }) => field === name && values.some(value => means(value, it)));
  return meant && { field: name, text: labelOf(meant.it) };
}

/** Whether a text has the wanted words in a row, the last of them perhaps only begun: what full text means in a query. */
const has = (text: string, wanted: string): boolean => ` ${words(text)}`.includes(` ${wanted}`);
