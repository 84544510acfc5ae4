/** The parts of a whole that have to be ended with it. */
export interface Ending {
  /** Ends this part with the whole, and hands it back. */
  add<T extends { dispose(): unknown }>(part: T): T;
}

/**
 * Builds a whole out of parts. What `build` adds is ended, the last part first, by the `end` of the answer, or at once
 * where building fails: nothing of a half-built whole stays behind.
 */
export async function built<T>(build: (ending: Ending) => Promise<T>): Promise<{ whole: T; end(): Promise<void> }> {
  const parts: { dispose(): unknown }[] = [];
  async function end(): Promise<void> {
    for (const part of parts.splice(0).reverse()) {
      try {
        await part.dispose();
      } catch {
        // The others are ended all the same.
      }
    }
  }
  try {
    const whole = await build({
      add(part) {
        parts.push(part);
        return part;
      },
    });
    return { whole, end };
  } catch (error) {
    await end();
    throw error;
  }
}
