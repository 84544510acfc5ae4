/*
 * Long work is done in stretches of some milliseconds. Were all that is under way to go on in the same turn of the event loop,
 * five loads and a search would together block the thread for as long as none of them may: so one goes on in each turn.
 */

const waiting: (() => void)[] = [];
let scheduled = false;

/** Resolves in a turn of the event loop that no other stretch of work has had. `urgent`: somebody waits for the answer. */
export function nextTurn({ urgent = false } = {}): Promise<void> {
  return new Promise(resolve => {
    if (urgent) waiting.unshift(resolve);
    else waiting.push(resolve);
    if (scheduled) return;
    scheduled = true;
    setImmediate(give);
  });
}

/** What is scheduled from within an immediate runs in the next turn. */
function give(): void {
  waiting.shift()?.();
  scheduled = waiting.length > 0;
  if (scheduled) setImmediate(give);
}
