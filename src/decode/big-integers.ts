const ZERO = 0x30;
const NINE = 0x39;
const QUOTE = 0x22;
/** 2^53 has 16 digits: a shorter run is always exact. */
const EXACT_DIGITS = 15;

/**
 * Puts quotation marks around integers beyond 2^53, which `JSON.parse` would round: account and sequence numbers in
 * cloud logs exceed it. Fractions and exponents stay numbers.
 *
 * @returns the same buffer when there is nothing to do.
 */
export function quoteBigIntegers(bytes: Buffer): Buffer {
  let pieces: Buffer[] | undefined;
  let strings: StringTracker | undefined;
  let copied = 0;
  for (let at = findLongRun(bytes, 0); at < bytes.length; ) {
    let start = at;
    while (start > 0 && isDigit(bytes[start - 1])) start -= 1;
    let end = at + 1;
    while (end < bytes.length && isDigit(bytes[end])) end += 1;
    if (end - start > EXACT_DIGITS && isToken(bytes, start, end)) {
      const from = bytes[start - 1] === MINUS ? start - 1 : start;
      strings ??= new StringTracker(bytes);
      if (!Number.isSafeInteger(Number(bytes.toString('latin1', from, end))) && !strings.covers(from)) {
        pieces ??= [];
        pieces.push(bytes.subarray(copied, from), MARK, bytes.subarray(from, end), MARK);
        copied = end;
      }
    }
    at = findLongRun(bytes, end);
  }
  if (pieces === undefined) return bytes;
  pieces.push(bytes.subarray(copied));
  return Buffer.concat(pieces);
}

/** The upper half of each of four bytes, and that of four digits (and of `:;<=>?`, which do no harm). */
const UPPER_HALVES = 0xf0f0f0f0 | 0;
const DIGITS = 0x30303030;

/**
 * A place at or behind `from` inside what may be a run of 16 digits; the length of the text when there is none. Four
 * bytes are looked at at once, and of these only every third four: a run of 16 covers three aligned fours in a row.
 */
function findLongRun(bytes: Buffer, from: number): number {
  const { buffer, byteOffset, length } = bytes;
  const first = (byteOffset + from + 3) >> 2;
  const count = ((byteOffset + length) >> 2) - first;
  if (count < 3) return length;
  const words = new Int32Array(buffer, first * 4, count);
  for (let at = 0; at < count; at += 3) {
    if (((words[at] as number) & UPPER_HALVES) !== DIGITS) continue;
    const before = at > 0 ? (words[at - 1] as number) & UPPER_HALVES : 0;
    const after = at + 1 < count ? (words[at + 1] as number) & UPPER_HALVES : 0;
    if (before !== DIGITS && after !== DIGITS) continue;
    const place = (first + at) * 4 - byteOffset;
    if (isDigit(bytes[place])) return place;
    // `:` and its like before the digits: the run begins inside these four bytes.
    for (let next = place + 1; next < place + 4; next += 1) if (isDigit(bytes[next])) return next;
  }
  return length;
}

const MINUS = 0x2d;
const MARK = Buffer.from('"');

function isDigit(byte: number | undefined): boolean {
  return byte !== undefined && byte >= ZERO && byte <= NINE;
}

/** Stands where a number token may: after `:`, `,`, `[` or white space, before `,`, `]`, `}` or white space. */
function isToken(bytes: Buffer, start: number, end: number): boolean {
  const left = bytes[bytes[start - 1] === MINUS ? start - 2 : start - 1];
  const right = bytes[end];
  const opens = left === undefined || left === 0x3a || left === 0x2c || left === 0x5b || isSpace(left);
  const closes = right === undefined || right === 0x2c || right === 0x5d || right === 0x7d || isSpace(right);
  return opens && closes;
}

function isSpace(byte: number): boolean {
  return byte === 0x20 || byte === 0x0a || byte === 0x0d || byte === 0x09;
}

/** Tells whether a place lies inside a string. Asked for rising places only, it reads the text once. */
class StringTracker {
  private readonly bytes: Buffer;
  private at = 0;
  private inside = false;

  constructor(bytes: Buffer) {
    this.bytes = bytes;
  }

  covers(place: number): boolean {
    for (; this.at < place; this.at += 1) {
      const byte = this.bytes[this.at];
      if (byte === 0x5c && this.inside) this.at += 1;
      else if (byte === QUOTE) this.inside = !this.inside;
      else if (byte === 0x0a) this.inside = false;
    }
    return this.inside;
  }
}
