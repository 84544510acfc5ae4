import type { Session } from '../../../../src/session/session.ts';

/** Sessions as an export reads them. */
export async function* inSlices(...slices: Session[][]): AsyncGenerator<Session[]> {
  yield* slices;
}

/** All of a text that comes in parts. */
export async function joined(parts: AsyncIterable<string>): Promise<string> {
  let text = '';
  for await (const part of parts) text += part;
  return text;
}
