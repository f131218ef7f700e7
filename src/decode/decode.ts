import type { AsyncBuffer } from 'hyparquet';
import { type ByteSource, chain, takeHead } from '../core/byte-source.ts';
import { InflationError, inflateStream, inflateWhole, sniffCompression } from './compression.ts';
import { CsvReader, type Separator, sniffCsv } from './csv.ts';
import { toUtf8, utf8Chunks } from './encoding.ts';
import { FlowTextReader, isFlowText } from './flow-text.ts';
import { CorruptError } from './gunzip.ts';
import { JsonReader, type Scanning } from './json-reader.ts';
import { defaultLimits, type Limits } from './limits.ts';
import { hasValueLine, isBlank, isJsonStart } from './line-reader.ts';
import { parquetRows } from './parquet.ts';
import type { RecordSink } from './record-sink.ts';
import { Unwrapper } from './unwrap.ts';

/** What is wrong with an input as a whole; what was read before it has been handed over. */
export interface InputProblem {
  readonly kind: 'empty' | 'unknown-format' | 'corrupt' | 'inflation-limit' | 'unsupported-compression';
  readonly detail: string;
}

/** Bytes handled, and the problem with the input if there is one. */
export interface DecodeResult {
  readonly compressedBytes: number;
  readonly textBytes: number;
  readonly problem?: InputProblem;
}

/**
 * Bytes → records. Compression, encoding, format and envelopes are recognised by content. Every piece of the input
 * ends in exactly one call of the sink. Damage is reported and never fatal; memory is bounded by
 * `limits.wholeBytes` and the largest record.
 *
 * @param scanning passes over records that do not matter, where they are of a shape that it knows
 * @throws only what the source throws (the file is gone, a read fails).
 */
export async function decode(
  source: ByteSource,
  sink: RecordSink,
  limits: Limits = defaultLimits,
  scanning?: Scanning,
): Promise<DecodeResult> {
  const decoder = new Decoder(sink, limits, scanning);
  await decoder.read(source);
  return decoder.result();
}

class Decoder {
  private readonly unwrapper: Unwrapper;
  private readonly sink: RecordSink;
  private readonly limits: Limits;
  private readonly scanning: Scanning | undefined;
  private compressedBytes = 0;
  private textBytes = 0;
  private problem: InputProblem | undefined;

  constructor(sink: RecordSink, limits: Limits, scanning: Scanning | undefined) {
    this.scanning = scanning;
    this.sink = sink;
    this.limits = limits;
    this.unwrapper = new Unwrapper(sink, limits);
  }

  result(): DecodeResult {
    const { compressedBytes, textBytes, problem } = this;
    return problem ? { compressedBytes, textBytes, problem } : { compressedBytes, textBytes };
  }

  async read(source: ByteSource): Promise<void> {
    const { head, rest } = await this.open(source);
    if (head.length === 0) return this.fail('empty', 'the input is empty');
    const compression = sniffCompression(head);
    if (compression === 'parquet') return this.parquet(source, head, rest);
    if (compression === 'none') {
      return rest ? this.stream(utf8Chunks(chain(head, rest))) : this.whole(toUtf8(head));
    }
    if (compression !== 'gzip' && compression !== 'zstd') {
      return this.fail('unsupported-compression', `${compression} archives are not read; unpack it first`);
    }
    const inflated = rest ? undefined : inflateWhole(head, compression, this.limits);
    if (inflated) return this.whole(toUtf8(inflated));
    const bytes = chain(head, rest);
    await this.stream(utf8Chunks(this.untilDamage(inflateStream(bytes, compression, this.limits))));
  }

  private async open(source: ByteSource): ReturnType<typeof takeHead> {
    if (source.readAll && source.size !== undefined && source.size <= this.limits.wholeBytes) {
      const head = await source.readAll();
      this.compressedBytes = head.length;
      return { head, rest: undefined };
    }
    return takeHead(this.counted(source.stream()), this.limits.wholeBytes);
  }

  private async *counted(chunks: AsyncIterable<Buffer>): AsyncGenerator<Buffer> {
    for await (const chunk of chunks) {
      this.compressedBytes += chunk.length;
      yield chunk;
    }
  }

  private fail(kind: InputProblem['kind'], detail: string): void {
    // The first says why the others followed.
    this.problem ??= { kind, detail };
  }

  /** What can be inflated: for what reads it, the text ends where the damage begins. */
  private async *untilDamage(chunks: AsyncIterable<Buffer>): AsyncGenerator<Buffer> {
    try {
      yield* chunks;
    } catch (error) {
      if (error instanceof InflationError) this.fail('inflation-limit', error.message);
      else if (error instanceof CorruptError) this.fail('corrupt', error.message);
      else throw error;
    }
  }

  private async whole(text: Buffer): Promise<void> {
    this.textBytes += text.length;
    if (isJson(text)) this.json().whole(text);
    else await this.notJson(chain(text, undefined));
  }

  private json(): JsonReader {
    return new JsonReader(this.unwrapper, this.sink, this.limits, this.scanning);
  }

  private async stream(chunks: AsyncIterable<Buffer>): Promise<void> {
    const { head, rest } = await takeHead(this.countedText(chunks), 64 * 1024);
    if (head.length === 0) return this.fail('empty', 'the input is empty once inflated');
    const all = chain(head, rest);
    await (isJson(head) ? this.streamJson(all) : this.notJson(all));
  }

  private async *countedText(chunks: AsyncIterable<Buffer>): AsyncGenerator<Buffer> {
    for await (const chunk of chunks) {
      this.textBytes += chunk.length;
      yield chunk;
    }
  }

  private async streamJson(chunks: AsyncIterable<Buffer>): Promise<void> {
    const reader = this.json();
    // A source that fails or is stopped does not make its last record a truncated one.
    for await (const chunk of chunks) reader.feed(chunk);
    reader.end();
  }

  private async notJson(chunks: AsyncIterable<Buffer>): Promise<void> {
    const { head, rest } = await takeHead(chunks, 64 * 1024);
    const separator = sniffCsv(head);
    if (separator) await this.csv(chain(head, rest), separator);
    else if (isFlowText(head)) await this.flowText(chain(head, rest));
    else {
      await rest?.return?.();
      if (!rest && isBlank(head, 0, head.length)) this.fail('empty', 'the input holds white space only');
      else if (isTar(head))
        this.fail('unsupported-compression', 'tar archives are not read; unpack it first');
      else this.fail('unknown-format', 'neither JSON, nor a table with a header, nor Parquet');
    }
  }

  private async csv(chunks: AsyncIterable<Buffer>, separator: Separator): Promise<void> {
    const reader = new CsvReader(separator, this.limits.recordBytes, {
      row: (row, place) => this.unwrapper.open(row, 'csv', place),
      broken: (reason, place, detail) => this.sink.reject(reason, this.unwrapper.place(place), detail),
    });
    for await (const chunk of chunks) reader.feed(chunk);
    reader.end(this.problem !== undefined);
  }

  private async flowText(chunks: AsyncIterable<Buffer>): Promise<void> {
    const reader = new FlowTextReader({
      row: (row, place) => this.unwrapper.open(row, 'flow-text', place),
      broken: (reason, place, detail) => this.sink.reject(reason, this.unwrapper.place(place), detail),
    });
    for await (const chunk of chunks) reader.feed(chunk);
    reader.end(this.problem !== undefined);
  }

  private async parquet(
    source: ByteSource,
    head: Buffer,
    rest: AsyncIterator<Buffer> | undefined,
  ): Promise<void> {
    try {
      const file = rest ? await randomAccess(source, head, rest) : inMemory(head);
      for await (const row of parquetRows(file)) this.unwrapper.open(row, 'parquet');
    } catch (error) {
      this.fail('corrupt', `Parquet: ${error instanceof Error ? error.message : String(error)}`);
    }
  }
}

/** The magic word of POSIX and GNU tar, in the header of the first member. */
function isTar(head: Buffer): boolean {
  return head.toString('latin1', 257, 262) === 'ustar';
}

async function randomAccess(
  source: ByteSource,
  head: Buffer,
  rest: AsyncIterator<Buffer>,
): Promise<AsyncBuffer> {
  if (source.slice && source.size !== undefined) {
    await rest.return?.();
    const { size } = source;
    const slice = source.slice.bind(source);
    return { byteLength: size, slice: async (start, end = size) => toArrayBuffer(await slice(start, end)) };
  }
  const parts: Buffer[] = [];
  for await (const part of chain(head, rest)) parts.push(part);
  return inMemory(Buffer.concat(parts));
}

function inMemory(bytes: Buffer): AsyncBuffer {
  return { byteLength: bytes.length, slice: (start, end) => toArrayBuffer(bytes.subarray(start, end)) };
}

function toArrayBuffer(bytes: Buffer): ArrayBuffer {
  const copy = new ArrayBuffer(bytes.length);
  new Uint8Array(copy).set(bytes);
  return copy;
}

/** JSON from the start, or from a line near it: a file that was cut off at its head begins in the middle of a record. */
function isJson(text: Buffer): boolean {
  return isJsonStart(text) || hasValueLine(text);
}
