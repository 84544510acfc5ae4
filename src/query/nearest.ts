/** The candidates by likeness to a mistyped word, likest first. */
export function byLikeness(word: string, candidates: readonly string[]): string[] {
  const typed = word.toLowerCase();
  return candidates
    .map(candidate => ({ candidate, far: distance(typed, candidate.toLowerCase()) }))
    .sort((a, b) => a.far - b.far)
    .map(({ candidate }) => candidate);
}

/** Those that a mistyped word may have meant: at most a third of it is wrong, or they go on where it stops. */
export function likely(word: string, candidates: readonly string[]): string[] {
  const typed = word.toLowerCase();
  const allowed = Math.max(1, Math.ceil(typed.length / 3));
  return byLikeness(word, candidates).filter(
    candidate => candidate.toLowerCase().startsWith(typed) || distance(typed, candidate.toLowerCase()) <= allowed,
  );
}

/** Levenshtein's distance: letters inserted, removed or replaced. */
function distance(a: string, b: string): number {
  let row = Array.from({ length: b.length + 1 }, (_, column) => column);
  for (let i = 1; i <= a.length; i++) {
    const next = [i];
    for (let j = 1; j <= b.length; j++) {
      const replace = (row[j - 1] ?? 0) + (a[i - 1] === b[j - 1] ? 0 : 1);
      next.push(Math.min(replace, (row[j] ?? 0) + 1, (next[j - 1] ?? 0) + 1));
    }
    row = next;
  }
  return row[b.length] ?? 0;
}
