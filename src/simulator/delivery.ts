import type { ServerResponse } from 'node:http';
import { Readable, type Transform } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { createBrotliCompress, createGzip, createZstdCompress } from 'node:zlib';
import { type Fault, faultOf } from './faults.ts';

const BLANKS = Buffer.alloc(65_536, ' ');

const ENCODERS: Record<'gzip' | 'br' | 'zstd', () => Transform> = {
  gzip: createGzip,
  br: createBrotliCompress,
  zstd: createZstdCompress,
};

export interface Delivery {
  status: number;
  headers: Record<string, string>;
  body: Buffer;
}

/** Resolves once the other side is gone, or the simulator closes. */
export const closed = (response: ServerResponse): Promise<void> =>
  new Promise(resolve => (response.destroyed ? resolve() : response.once('close', () => resolve())));

/** Resolves after some ms, or as soon as the other side is gone. */
export async function pause(response: ServerResponse, ms: number): Promise<void> {
  let timer: NodeJS.Timeout | undefined;
  await Promise.race([new Promise(resolve => (timer = setTimeout(resolve, ms))), closed(response)]);
  clearTimeout(timer);
}

/** Sends an answer with the misbehaviours that lie in its sending. */
export async function deliver(response: ServerResponse, delivery: Delivery, faults: readonly Fault[]): Promise<void> {
  const encoding = faultOf(faults, 'encoding')?.name;
  const body = faultOf(faults, 'truncate') ? firstHalf(delivery.body) : delivery.body;
  const streamed = encoding ?? faults.find(({ kind }) => ['stall', 'cut', 'huge', 'endless'].includes(kind));
  response.writeHead(delivery.status, {
    ...delivery.headers,
    ...(encoding ? { 'content-encoding': encoding } : {}),
    ...(streamed ? {} : { 'content-length': String(body.length) }),
  });
  if (!streamed) {
    response.end(body);
    return;
  }
  const source = Readable.from(pieces(response, body, faults));
  try {
    await (encoding ? pipeline(source, ENCODERS[encoding](), response) : pipeline(source, response));
  } catch {
    // The other side left before the end, as it should with an answer like this.
  }
}

const firstHalf = (body: Buffer): Buffer => body.subarray(0, Math.floor(body.length / 2));

async function* pieces(response: ServerResponse, body: Buffer, faults: readonly Fault[]): AsyncGenerator<Buffer> {
  if (faultOf(faults, 'stall')) {
    yield firstHalf(body);
    await closed(response);
    return;
  }
  if (faultOf(faults, 'cut')) {
    yield firstHalf(body);
    // The half must reach the other side before the connection breaks.
    await new Promise(setImmediate);
    response.destroy();
    return;
  }
  yield body;
  const huge = faultOf(faults, 'huge');
  const most = faultOf(faults, 'endless') ? Number.POSITIVE_INFINITY : (huge?.bytes ?? 0);
  for (let sent = body.length; sent < most && !response.destroyed; sent += BLANKS.length) yield BLANKS;
}
