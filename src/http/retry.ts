import type { Problem } from '../session/problem.ts';

/** How often one request is sent in all. */
export const TRIES = 3;

const FIRST_PAUSE_MS = 1000;

/** Whether the same request may fare better in a moment. All requests are GETs, so asking twice does no harm. */
export function worthRetrying(
  outcome: { ok: true; value: { status: number } } | { ok: false; problem: Problem },
): boolean {
  if (outcome.ok) return [429, 502, 503, 504].includes(outcome.value.status);
  switch (outcome.problem.code) {
    case 'dns':
    case 'refused':
    case 'unreachable':
    case 'timeout':
      return true;
    // A proxy that answered has decided; one that could not be reached may be there again in a moment.
    case 'proxy':
      return outcome.problem.status === undefined;
    default:
      return false;
  }
}

/** The pause after the given try, in ms: twice as long each time, cut by up to half so that clients do not march in step. */
export const pauseAfter = (tried: number, random: () => number): number =>
  FIRST_PAUSE_MS * 2 ** (tried - 1) * (1 - random() / 2);
