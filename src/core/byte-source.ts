/** Bytes from anywhere: a file, standard input, an object store. Every member fails with `ReadError` only. */
export interface ByteSource {
  /** Compressed size where it is known. */
  readonly size?: number;
  stream(): AsyncIterable<Buffer>;
  /** Everything at once, for sources that do this faster than by streaming. */
  readAll?(): Promise<Buffer>;
  /** Lets go of a source on which bytes may never come (standard input), so that the process can end. */
  release?(): void;
  /** Reads a range, where the source can be read at random (large Parquet files need it). */
  slice?(start: number, end: number): Promise<Buffer>;
}

/** Bytes could not be read; `cause` is what the file system or the service said. */
export class ReadError extends Error {
  override readonly name = 'ReadError';
}

/** Reads ahead until `bytes` bytes are there. `rest` is undefined when the stream ended before. */
export async function takeHead(
  chunks: AsyncIterable<Buffer>,
  bytes: number,
): Promise<{ head: Buffer; rest: AsyncIterator<Buffer> | undefined }> {
  const iterator = chunks[Symbol.asyncIterator]();
  const parts: Buffer[] = [];
  let size = 0;
  while (size < bytes) {
    const next = await iterator.next();
    if (next.done) return { head: Buffer.concat(parts, size), rest: undefined };
    parts.push(next.value);
    size += next.value.length;
  }
  return { head: Buffer.concat(parts, size), rest: iterator };
}

/** The head and what follows as one stream again; ends the rest when the reader stops early. */
export async function* chain(head: Buffer, rest: AsyncIterator<Buffer> | undefined): AsyncGenerator<Buffer> {
  yield head;
  if (!rest) return;
  try {
    for (let next = await rest.next(); !next.done; next = await rest.next()) yield next.value;
  } finally {
    await rest.return?.();
  }
}

/** A source over bytes in memory. */
export function bytesSource(bytes: Buffer): ByteSource {
  return {
    size: bytes.length,
    stream: () => chain(bytes, undefined),
    readAll: () => Promise.resolve(bytes),
    slice: (start, end) => Promise.resolve(bytes.subarray(start, end)),
  };
}
