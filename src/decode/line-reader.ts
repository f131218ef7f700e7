import { isAscii } from 'node:buffer';
import type { Json } from '../core/json.ts';
import { quoteBigIntegers } from './big-integers.ts';
import { NEWLINE, OPEN_ARRAY, OPEN_OBJECT } from './json-bytes.ts';
import { parseJson } from './payload.ts';
import type { TextPlace } from './value-splitter.ts';

/** Text that becomes one JavaScript string: small enough to stay in the processor's cache. */
const BLOCK = 64 * 1024;

/** How far reading came: a place in the text, and whether the line there is something else than one value. */
export interface LinesRead {
  readonly at: number;
  readonly line: number;
  readonly stopped: boolean;
}

/**
 * Reads one JSON object or array a line, which is what nearly all NDJSON is, and stops before the first line that is
 * something else. Blank lines are passed over.
 *
 * @param from where the first line begins in the input
 * @param last the text ends here; otherwise what follows the last newline is left for the next call
 * @param maxBytes a longer line is something else
 */
export function readLines(
  text: Buffer,
  from: TextPlace,
  { last, maxBytes }: { readonly last: boolean; readonly maxBytes: number },
  open: (value: Json, place: TextPlace) => void,
): LinesRead {
  let at = 0;
  let line = from.line;
  const end = last ? text.length : text.lastIndexOf(NEWLINE) + 1;
  while (at < end) {
    const stop = blockEnd(text, at, end);
    const block = text.subarray(at, stop);
    const plain = isAscii(block) && quoteBigIntegers(block) === block ? block.toString('latin1') : undefined;
    const read = readBlock(block, { plain, maxBytes }, { offset: from.offset + at, line }, open);
    at += read.at;
    line = read.line;
    if (read.stopped) return { at, line, stopped: true };
  }
  return { at, line, stopped: false };
}

/** The end of the lines that begin in the next `BLOCK` bytes. */
function blockEnd(text: Buffer, at: number, end: number): number {
  if (at + BLOCK >= end) return end;
  const newline = text.lastIndexOf(NEWLINE, at + BLOCK);
  if (newline >= at) return newline + 1;
  const next = text.indexOf(NEWLINE, at + BLOCK);
  return next === -1 || next >= end ? end : next + 1;
}

/** @param plain the text of the block where byte and character are the same and `JSON.parse` is exact */
function readBlock(
  block: Buffer,
  { plain, maxBytes }: { readonly plain: string | undefined; readonly maxBytes: number },
  from: TextPlace,
  open: (value: Json, place: TextPlace) => void,
): LinesRead {
  let at = 0;
  let line = from.line;
  while (at < block.length) {
    const next = block.indexOf(NEWLINE, at);
    const end = next === -1 ? block.length : next;
    if (!isBlank(block, at, end)) {
      if (end - at > maxBytes) return { at, line, stopped: true };
      const value =
        plain === undefined ? parseJson(block.subarray(at, end)) : parseText(plain.slice(at, end));
      if (value === undefined || typeof value !== 'object') return { at, line, stopped: true };
      open(value, { offset: from.offset + at, line });
    }
    at = end + 1;
    line += 1;
  }
  return { at: block.length, line, stopped: false };
}

function parseText(text: string): Json | undefined {
  try {
    return JSON.parse(text) as Json;
  } catch {
    return undefined;
  }
}

/** Nothing but white space. */
export function isBlank(text: Buffer, from: number, to: number): boolean {
  for (let at = from; at < to; at += 1) {
    const byte = text[at] as number;
    if (byte !== 0x20 && byte !== NEWLINE && byte !== 0x0d && byte !== 0x09) return false;
  }
  return true;
}

/** One of the lines behind the first is a JSON object by itself: what stands before it is a damaged line. */
export function hasValueLine(text: Buffer): boolean {
  let newline = text.indexOf(NEWLINE);
  for (let line = 0; newline !== -1 && newline < FARTHEST && line < 3; line += 1) {
    const end = text.indexOf(NEWLINE, newline + 1);
    const next = text.subarray(newline + 1, end === -1 ? text.length : end);
    if (next[0] === OPEN_OBJECT && next.length < FARTHEST && parseJson(next) !== undefined) return true;
    newline = end;
  }
  return false;
}

/** Lines that begin farther from the head of the text are not looked at. */
const FARTHEST = 256 * 1024;

/** Begins with an object or an array, after white space or a record separator. */
export function isJsonStart(text: Buffer): boolean {
  for (const byte of text) {
    if (byte === OPEN_OBJECT || byte === OPEN_ARRAY) return true;
    if (byte !== 0x20 && byte !== NEWLINE && byte !== 0x0d && byte !== 0x09 && byte !== 0x1e) return false;
  }
  return false;
}
