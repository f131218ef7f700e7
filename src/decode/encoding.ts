import { TextDecoder } from 'node:util';

export type Encoding = 'utf-8' | 'utf-16le' | 'utf-16be';

/**
 * The encoding of a text and the length of its byte order mark. Without a mark, UTF-16 is told by the zero byte that
 * every ASCII character has in it (JSON and CSV begin with ASCII: RFC 4627 §3).
 */
export function sniffEncoding(head: Uint8Array): { encoding: Encoding; mark: number } {
  const [a, b, c, d] = head;
  if (a === 0xef && b === 0xbb && c === 0xbf) return { encoding: 'utf-8', mark: 3 };
  if (a === 0xff && b === 0xfe) return { encoding: 'utf-16le', mark: 2 };
  if (a === 0xfe && b === 0xff) return { encoding: 'utf-16be', mark: 2 };
  if (a !== 0 && b === 0 && c !== 0 && d === 0) return { encoding: 'utf-16le', mark: 0 };
  if (a === 0 && b !== 0 && c === 0 && d !== 0) return { encoding: 'utf-16be', mark: 0 };
  return { encoding: 'utf-8', mark: 0 };
}

/** The whole text as UTF-8 bytes without a byte order mark. */
export function toUtf8(bytes: Buffer): Buffer {
  const { encoding, mark } = sniffEncoding(bytes);
  const body = bytes.subarray(mark);
  return encoding === 'utf-8' ? body : Buffer.from(new TextDecoder(encoding).decode(body));
}

/** The same, chunk by chunk; a character that a chunk boundary cuts is kept whole. */
export async function* utf8Chunks(source: AsyncIterable<Buffer>): AsyncGenerator<Buffer> {
  let decoder: TextDecoder | undefined;
  let held: Buffer | undefined = Buffer.alloc(0);
  for await (const piece of source) {
    let chunk: Buffer = piece;
    if (held) {
      held = Buffer.concat([held, piece]);
      if (held.length < 4) continue;
      const { encoding, mark } = sniffEncoding(held);
      if (encoding !== 'utf-8') decoder = new TextDecoder(encoding);
      chunk = held.subarray(mark);
      held = undefined;
    }
    yield decoder ? Buffer.from(decoder.decode(chunk, { stream: true })) : chunk;
  }
  if (held) yield toUtf8(held);
  else if (decoder) yield Buffer.from(decoder.decode());
}
