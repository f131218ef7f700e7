import { crc32, createInflateRaw, type InflateRaw } from 'node:zlib';

/** Output is made in pieces of this size: zlib's own 16 KiB cost a fifth of the time of inflating. */
export const INFLATE_CHUNK: number = 256 * 1024;
/**
 * Input goes to zlib in pieces, since what a piece gave before the damage in it is lost: small ones at the beginning, then
 * a fixed part of what has been read.
 */
const SMALLEST_PIECE = 64;
const LARGEST_PIECE = 32 * 1024;
const PIECES = 256;

/** The compressed data end early or are damaged. */
export class CorruptError extends Error {
  override readonly name = 'CorruptError';
}

/**
 * Inflates gzip members in a row (RFC 1952). Everything that can be inflated is yielded before an error is thrown: zlib's
 * own reader of gzip drops what it holds when the data end early, when a checksum is wrong, or when something else follows.
 *
 * @throws CorruptError, and what the source throws
 */
export async function* gunzip(source: AsyncIterable<Buffer>): AsyncGenerator<Buffer> {
  const input = new Input(source);
  let isWrong = false;
  try {
    do {
      await skipHeader(input);
      let checksum = 0;
      let size = 0;
      for await (const chunk of inflateMember(input)) {
        checksum = crc32(chunk, checksum);
        size = (size + chunk.length) >>> 0;
        yield chunk;
      }
      const trailer = await input.take(8);
      isWrong ||= trailer.readUInt32LE(0) !== checksum || trailer.readUInt32LE(4) !== size;
    } while (await anotherMember(input));
  } finally {
    await input.close();
  }
  if (isWrong) throw new CorruptError('gzip: the checksum is wrong');
}

const HAS_CHECKSUM = 2;
const HAS_EXTRA = 4;
const HAS_NAME = 8;
const HAS_COMMENT = 16;

async function skipHeader(input: Input): Promise<void> {
  const header = await input.take(10);
  if (header.readUInt16BE(0) !== 0x1f8b || header[2] !== 8) throw new CorruptError('gzip: no gzip header');
  const flags = header[3] ?? 0;
  if (flags & HAS_EXTRA) await input.take((await input.take(2)).readUInt16LE(0));
  for (const text of [HAS_NAME, HAS_COMMENT]) {
    if (flags & text) while ((await input.take(1))[0] !== 0);
  }
  if (flags & HAS_CHECKSUM) await input.take(2);
}

/** Zeros after the last member are padding; anything else is neither ours nor harmless. */
async function anotherMember(input: Input): Promise<boolean> {
  if (!(await input.has(1))) return false;
  if ((await input.has(2)) && input.startsMember()) return true;
  for (let piece = await input.piece(); piece; piece = await input.piece()) {
    if (piece.some((byte) => byte !== 0)) throw new CorruptError('gzip: something else follows the data');
  }
  return false;
}

/** Inflates up to the end of the DEFLATE data, and leaves what follows in the input. */
async function* inflateMember(input: Input): AsyncGenerator<Buffer> {
  const inflate = createInflateRaw({ chunkSize: INFLATE_CHUNK });
  const state: { isAccepted: boolean; isEnded: boolean; error?: Error; wake: () => void } = {
    isAccepted: false,
    isEnded: false,
    wake: () => {},
  };
  const failed = (error: Error): void => {
    state.error ??= error;
    state.wake();
  };
  inflate.on('readable', () => state.wake()).on('error', failed);
  inflate.on('end', () => {
    state.isEnded = true;
    state.wake();
  });
  try {
    while (!state.isEnded) {
      const piece = await input.piece();
      if (!piece) throw new CorruptError('gzip: the data end early');
      const before = inflate.bytesWritten;
      state.isAccepted = false;
      inflate.write(piece, (error) => {
        if (error) failed(error);
        state.isAccepted = true;
        state.wake();
      });
      while (!state.isAccepted && !state.isEnded) {
        const woken = new Promise<void>((resolve) => {
          state.wake = resolve;
        });
        yield* held(inflate);
        if (!state.error && !state.isAccepted && !state.isEnded) await woken;
        if (state.error) break;
      }
      yield* held(inflate);
      if (state.error) throw new CorruptError(`gzip: ${state.error.message}`, { cause: state.error });
      input.giveBack(piece.length - (inflate.bytesWritten - before));
    }
  } finally {
    inflate.destroy();
  }
}

function* held(inflate: InflateRaw): Generator<Buffer> {
  for (let chunk = inflate.read(); chunk !== null; chunk = inflate.read()) yield chunk as Buffer;
}

/** Bytes of a source, taken in any amount. */
class Input {
  private readonly iterator: AsyncIterator<Buffer>;
  private bytes: Buffer = Buffer.alloc(0);
  private at = 0;
  private passed = 0;

  constructor(source: AsyncIterable<Buffer>) {
    this.iterator = source[Symbol.asyncIterator]();
  }

  async close(): Promise<void> {
    await this.iterator.return?.();
  }

  /** Whether so many more bytes are there. */
  async has(bytes: number): Promise<boolean> {
    while (this.bytes.length - this.at < bytes) {
      const next = await this.iterator.next();
      if (next.done) return false;
      const rest = this.bytes.subarray(this.at);
      this.bytes = rest.length === 0 ? next.value : Buffer.concat([rest, next.value]);
      this.at = 0;
    }
    return true;
  }

  async take(bytes: number): Promise<Buffer> {
    if (!(await this.has(bytes))) throw new CorruptError('gzip: the data end early');
    return this.pass(bytes);
  }

  /** The next bytes, as many as zlib is to have at once; undefined at the end. */
  async piece(): Promise<Buffer | undefined> {
    if (!(await this.has(1))) return undefined;
    const wanted = Math.min(LARGEST_PIECE, Math.max(SMALLEST_PIECE, Math.floor(this.passed / PIECES)));
    return this.pass(Math.min(wanted, this.bytes.length - this.at));
  }

  giveBack(bytes: number): void {
    this.at -= bytes;
    this.passed -= bytes;
  }

  startsMember(): boolean {
    return this.bytes[this.at] === 0x1f && this.bytes[this.at + 1] === 0x8b;
  }

  private pass(bytes: number): Buffer {
    this.at += bytes;
    this.passed += bytes;
    return this.bytes.subarray(this.at - bytes, this.at);
  }
}
