/** What time it is at the service. */
export interface ServiceClock {
  /** Learns from one answer's headers. Both instants are epoch ms on this machine's clock. */
  observe(headers: Readonly<Record<string, string>>, sentAt: number, receivedAt: number): void;
  /** Epoch ms on the service's clock; this machine's until an answer told otherwise. */
  now(): number;
}

const ANSWERS_KEPT = 9;
/** `Date` is cut to the second: on average it is half a second old. */
const CUT_OFF_MS = 500;

/** A clock corrected by the `Date` headers: the median of the last answers, so that one odd answer moves nothing. */
export function createServiceClock(now: () => number): ServiceClock {
  const offsets: number[] = [];
  let offset = 0;
  return {
    observe(headers, sentAt, receivedAt) {
      const told = Date.parse(headers.date ?? '');
      if (Number.isNaN(told)) return;
      // A cache repeats the Date of the first answer and says in Age how many seconds ago that was.
      const age = Number(headers.age ?? 0) * 1000 || 0;
      offsets.push(told + age + CUT_OFF_MS - (sentAt + receivedAt) / 2);
      if (offsets.length > ANSWERS_KEPT) offsets.shift();
      offset = median(offsets);
    },
    now: () => now() + offset,
  };
}

function median(values: readonly number[]): number {
  const sorted = [...values].sort((a, b) => a - b);
  const [lower, upper] = [sorted[(sorted.length - 1) >> 1], sorted[sorted.length >> 1]];
  return Math.round((Number(lower) + Number(upper)) / 2);
}
