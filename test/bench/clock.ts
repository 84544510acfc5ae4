import { setTimeout as pause } from 'node:timers/promises';
import { setFlagsFromString } from 'node:v8';
import { runInNewContext } from 'node:vm';

/** Processor time of the calling thread, ms: what a stretch of work costs, however busy the machine is. */
export function threadTime(): number {
  const { user, system } = process.threadCpuUsage();
  return (user + system) / 1000;
}

/** Processor time of all threads of the process, ms: with the collector's and SQLite's. */
export function processTime(): number {
  const { user, system } = process.cpuUsage();
  return (user + system) / 1000;
}

/** How long something took. */
export interface Span {
  /** ms on the wall. */
  wall: number;
  /** ms of processor time of the whole process. */
  cpu: number;
}

export function stopwatch(): () => Span {
  const [wall, cpu] = [performance.now(), processTime()];
  return () => ({ wall: performance.now() - wall, cpu: processTime() - cpu });
}

/** Shorter blocks are nobody's trouble, ms of processor time. */
const NOTED = 20;

/** A stretch for which nothing else had its turn. `from` and `to` are on the clock of profiles, µs. */
export interface Block extends Span {
  from: number;
  to: number;
}

/** The longest stretch for which nothing else had its turn, ms on the wall and of this thread's processor time. */
export function watchBlocks(note: (block: Block) => void = () => {}): () => Span {
  let [wall, cpu] = [performance.now(), threadTime()];
  const longest = { wall: 0, cpu: 0 };
  const look = (): void => {
    const [now, worked] = [performance.now(), threadTime()];
    const block = { wall: now - wall, cpu: worked - cpu };
    longest.wall = Math.max(longest.wall, block.wall);
    longest.cpu = Math.max(longest.cpu, block.cpu);
    if (block.cpu > NOTED) {
      const to = Number(process.hrtime.bigint()) / 1000;
      note({ ...block, from: to - block.wall * 1000, to });
    }
    [wall, cpu] = [now, worked];
  };
  const ticker = setInterval(look, 1);
  return () => {
    clearInterval(ticker);
    look();
    return longest;
  };
}

/** What a process holds, MB. */
export interface Memory {
  /** On the heap and in buffers. */
  used: number;
  resident: number;
}

setFlagsFromString('--expose-gc');
const collect = runInNewContext('gc') as () => void;

/** Measured after all garbage was collected. */
export async function memory(): Promise<Memory> {
  for (let round = 0; round < 3; round++) {
    collect();
    await pause(20);
  }
  const { heapUsed, external, rss } = process.memoryUsage();
  return { used: (heapUsed + external) / 1e6, resident: rss / 1e6 };
}

export const median = (values: readonly number[]): number => percentile(values, 0.5);

/** The smallest value that so great a share of all does not exceed. */
export function percentile(values: readonly number[], share: number): number {
  const sorted = values.toSorted((a, b) => a - b);
  return sorted[Math.max(0, Math.ceil(sorted.length * share) - 1)] ?? Number.NaN;
}
