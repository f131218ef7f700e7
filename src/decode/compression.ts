import { gunzipSync } from 'node:zlib';
import { Decompress, decompress } from 'fzstd';
import { CorruptError, gunzip, INFLATE_CHUNK } from './gunzip.ts';
import type { Limits } from './limits.ts';

/** DEFLATE can make no more of a byte. */
const MOST_INFLATED = 1032;

export type Compression = 'none' | 'gzip' | 'zstd' | 'parquet' | 'zip' | 'bzip2' | 'xz';

/** Told by the first bytes, never by the name. Needs at most 6 bytes. */
export function sniffCompression(head: Uint8Array): Compression {
  const [a, b, c, d] = head;
  if (a === 0x1f && b === 0x8b) return 'gzip';
  if (a === 0x28 && b === 0xb5 && c === 0x2f && d === 0xfd) return 'zstd';
  if (a === 0x50 && b === 0x41 && c === 0x52 && d === 0x31) return 'parquet';
  if (a === 0x50 && b === 0x4b && (c === 0x03 || c === 0x05)) return 'zip';
  if (a === 0x42 && b === 0x5a && c === 0x68) return 'bzip2';
  if (a === 0xfd && b === 0x37 && c === 0x7a && d === 0x58) return 'xz';
  return 'none';
}

/** The input goes over `limits.inflationRatio`. */
export class InflationError extends Error {
  override readonly name = 'InflationError';
}

/**
 * Inflates a whole file at once; undefined when it would exceed `limits.wholeBytes` or is damaged, so that the caller
 * streams it and keeps what comes before the damage. Several gzip members or zstd frames in a row are one text.
 */
export function inflateWhole(
  bytes: Buffer,
  compression: 'gzip' | 'zstd',
  limits: Limits,
): Buffer | undefined {
  try {
    if (compression === 'gzip') {
      const size = gzipSizeHint(bytes);
      if (size > limits.wholeBytes) return undefined;
      // In one piece if the size is true: pieces have to be joined, and memory that is not needed has to be collected.
      const isLikely = size > 0 && size < bytes.length * MOST_INFLATED;
      const chunkSize = isLikely ? size + 64 : INFLATE_CHUNK;
      return gunzipSync(bytes, { maxOutputLength: limits.wholeBytes, chunkSize });
    }
    if (zstdContentSize(bytes) > limits.wholeBytes) return undefined;
    const inflated = decompress(bytes);
    return inflated.length > limits.wholeBytes
      ? undefined
      : Buffer.from(inflated.buffer, inflated.byteOffset, inflated.length);
  } catch {
    return undefined;
  }
}

/**
 * Inflates a stream. What was inflated before an error has been yielded when it is thrown.
 *
 * @throws InflationError, CorruptError, and what the source throws.
 */
export async function* inflateStream(
  source: AsyncIterable<Buffer>,
  compression: 'gzip' | 'zstd',
  limits: Limits,
): AsyncGenerator<Buffer> {
  let compressed = 0;
  let inflated = 0;
  const counted = async function* (): AsyncGenerator<Buffer> {
    for await (const chunk of source) {
      compressed += chunk.length;
      yield chunk;
    }
  };
  const chunks = compression === 'gzip' ? gunzip(counted()) : zstdChunks(counted());
  for await (const chunk of chunks) {
    inflated += chunk.length;
    if (inflated > limits.wholeBytes && inflated > compressed * limits.inflationRatio) {
      throw new InflationError(
        `inflates to more than ${limits.inflationRatio} times its ${compressed} compressed bytes`,
      );
    }
    yield chunk;
  }
}

async function* zstdChunks(source: AsyncIterable<Buffer>): AsyncGenerator<Buffer> {
  let ready: Buffer[] = [];
  const stream = new Decompress((chunk) => ready.push(Buffer.from(chunk)));
  try {
    for await (const chunk of source) {
      stream.push(chunk);
      const out = ready;
      ready = [];
      yield* out;
    }
    stream.push(new Uint8Array(0), true);
    yield* ready;
  } catch (error) {
    yield* ready;
    throw new CorruptError(`zstd: ${error instanceof Error ? error.message : String(error)}`, {
      cause: error,
    });
  }
}

/** The size of the last member's content modulo 2³² (RFC 1952 §2.3.1): the text is at least about as long. */
function gzipSizeHint(bytes: Buffer): number {
  return bytes.length < 18 ? 0 : bytes.readUInt32LE(bytes.length - 4);
}

/** The declared content size of the first frame (RFC 8878 §3.1.1.1), 0 when it declares none. */
function zstdContentSize(bytes: Buffer): number {
  const descriptor = bytes[4] ?? 0;
  const flag = descriptor >> 6;
  const single = (descriptor & 0x20) !== 0;
  const at = 5 + (single ? 0 : 1) + ([0, 1, 2, 4][descriptor & 3] ?? 0);
  if (flag === 0) return single ? (bytes[at] ?? 0) : 0;
  if (bytes.length < at + 8) return 0;
  if (flag === 1) return bytes.readUInt16LE(at) + 256;
  return flag === 2 ? bytes.readUInt32LE(at) : Number(bytes.readBigUInt64LE(at));
}
