import { type Readable, Transform, Writable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { createBrotliDecompress, createGunzip, createZstdDecompress } from 'node:zlib';
import { failed, ok, type Result } from '../session/problem.ts';
import { type Circumstances, LimitReached, networkProblem } from './classify.ts';
import type { Body, Limits } from './transport.ts';

/** What `decoders` can undo. */
export const ACCEPT_ENCODING = 'gzip, br, zstd';

const CHUNK = { chunkSize: 128 * 1024 };
const MOST_CODINGS = 3;

/** Characters of a part of a long text, at least. */
const PART = 128 * 1024;

/**
 * Reads a body to its end, within the limits. `codings` is the `content-encoding` still to be undone, `length` the
 * `content-length` where it counts the bytes of the text.
 */
export async function readBody(
  source: Readable,
  about: { codings: string; length: number; signal: AbortSignal; limits: Limits; at: Omit<Circumstances, 'cancelled'> },
): Promise<Result<Body>> {
  const { limits, signal } = about;
  const tooLarge = new LimitReached({ code: 'too-large', limitMegabytes: limits.bodyBytes / 1_000_000 });
  const silence = new AbortController();
  const idle = setTimeout(() => {
    silence.abort(new LimitReached({ code: 'timeout', phase: 'body', seconds: limits.idleMs / 1000 }));
  }, limits.idleMs);

  const parts: string[] = [];
  let part = '';
  let bytes = 0;
  const words = new TextDecoder();
  const heard = new Transform({
    transform(chunk, _encoding, done) {
      idle.refresh();
      done(null, chunk);
    },
  });
  const collect = new Writable({
    write(chunk: Uint8Array, _encoding, done) {
      bytes += chunk.length;
      if (bytes > limits.bodyBytes) return done(tooLarge);
      part += words.decode(chunk, { stream: true });
      if (part.length >= PART) {
        parts.push(part);
        part = '';
      }
      done();
    },
  });

  try {
    if (about.length > limits.bodyBytes) throw tooLarge;
    await pipeline([source, heard, ...decoders(about.codings, about.at.host), collect], {
      signal: AbortSignal.any([signal, silence.signal]),
    });
    parts.push(part + words.decode());
    return ok({ parts, bytes });
  } catch (error) {
    source.destroy();
    const reason = silence.signal.aborted ? silence.signal.reason : error;
    return failed(networkProblem(reason, { ...about.at, cancelled: signal.aborted }));
  } finally {
    clearTimeout(idle);
  }
}

/** The last coding named was applied last, so it is undone first. */
function decoders(codings: string, host: string): Transform[] {
  const names = codings
    .toLowerCase()
    .split(',')
    .map(name => name.trim())
    .filter(name => name !== '' && name !== 'identity');
  if (names.length > MOST_CODINGS) throw unknownCoding(names.length.toString(), host);
  return names.reverse().map(name => {
    if (name === 'gzip' || name === 'x-gzip') return createGunzip(CHUNK);
    if (name === 'br') return createBrotliDecompress(CHUNK);
    if (name === 'zstd') return createZstdDecompress(CHUNK);
    throw unknownCoding(name, host);
  });
}

const unknownCoding = (name: string, host: string): LimitReached =>
  new LimitReached({ code: 'unreachable', host, detail: `content-encoding ${name.slice(0, 20)}` });
