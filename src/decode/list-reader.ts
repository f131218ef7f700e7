import { isAscii } from 'node:buffer';
import type { Json } from '../core/json.ts';
import { quoteBigIntegers } from './big-integers.ts';

/** A document that is one list of objects: `{"Records":[{"eventVersion":…`, or a bare array. */
export interface ListStart {
  /** The member that holds the list; undefined for a bare array. */
  readonly list: string | undefined;
  /** Where the first element begins. */
  readonly at: number;
  /** The end of one element and the beginning of the next: `},{"eventVersion":`. */
  readonly seam: Buffer;
}

const start = /^\s*(?:\{"([A-Za-z]{1,32})":)?\[(\{"[^"\\\p{Cc}]{1,64}":)/u;
/**
 * Bytes that are parsed at once, at least: some dozens of records. Strings beyond about 128 KiB cost the engine half as
 * much again, and what is parsed at once lives at once.
 */
const PIECE = 64 * 1024;
const OPEN = 0x5b;
const CLOSE = 0x5d;

/** Recognises a list of objects that is written without white space between its elements. */
export function sniffList(text: Buffer, listKeys: ReadonlySet<string>): ListStart | undefined {
  const found = start.exec(text.toString('latin1', 0, 256));
  const [whole, list, first] = found ?? [];
  if (whole === undefined || first === undefined || (list !== undefined && !listKeys.has(list)))
    return undefined;
  return { list, at: whole.length - first.length, seam: Buffer.from(`},${first}`, 'latin1') };
}

/** Where the elements end if the list is all that the document holds; undefined if anything else follows. */
export function listEnd(text: Buffer, { list }: ListStart): number | undefined {
  const tail = text.toString('latin1', Math.max(0, text.length - 64));
  const found = (list === undefined ? /\][ \t\r\n]*$/ : /\][ \t\r\n]*\}[ \t\r\n]*$/).exec(tail);
  return found ? text.length - (tail.length - found.index) : undefined;
}

/**
 * Parses a list piece by piece. Pieces end at seams; a seam that stands inside an element or a string leaves brackets
 * open, so that a piece that parses is a run of whole elements.
 *
 * @param from behind the list's opening bracket or a comma
 * @param end where the elements end; undefined while that is not known, when the last piece is left
 * @param maxBytes a longer piece is not tried
 * @returns where it stopped: at `end`, or before the first piece that is left or does not parse
 */
export function readPieces(
  text: Buffer,
  from: number,
  end: number | undefined,
  { seam, maxBytes }: { readonly seam: Buffer; readonly maxBytes: number },
  open: (value: Json) => void,
): { readonly at: number; readonly failed: boolean } {
  let at = from;
  for (;;) {
    const cut = text.indexOf(seam, at + PIECE);
    if (cut === -1 && end === undefined) return { at, failed: text.length - at > maxBytes };
    const stop = cut === -1 || (end !== undefined && cut >= end) ? (end ?? 0) : cut + 1;
    const values = stop - at > maxBytes ? undefined : parsePiece(text, at, stop);
    if (values === undefined) return { at, failed: true };
    for (const value of values) open(value);
    if (stop === end) return { at: end, failed: false };
    at = stop + 1;
  }
}

function parsePiece(text: Buffer, from: number, to: number): readonly Json[] | undefined {
  const bytes = text.subarray(from, to);
  const exact = quoteBigIntegers(bytes);
  try {
    return JSON.parse(
      exact === bytes ? bracketed(text, from, to) : `[${exact.toString('utf8')}]`,
    ) as readonly Json[];
  } catch {
    return undefined;
  }
}

/** `[…]` around a part of the text, whose neighbours are changed for a moment: joining strings would copy them. */
function bracketed(text: Buffer, from: number, to: number): string {
  const before = text[from - 1] as number;
  const behind = text[to] as number;
  text[from - 1] = OPEN;
  text[to] = CLOSE;
  // Most pieces are ASCII, which is several times faster to read as Latin-1.
  const part = text.toString(isAscii(text.subarray(from, to)) ? 'latin1' : 'utf8', from - 1, to + 1);
  text[from - 1] = before;
  text[to] = behind;
  return part;
}
