const ZERO = 0x30;
const NINE = 0x39;
const QUOTE = 0x22;
/** 2^53 has 16 digits: a shorter run is always exact. */
const EXACT_DIGITS = 15;

/** The upper half of each of four bytes, and that of four digits. */
const UPPER_HALVES = 0xf0f0f0f0 | 0;
const DIGITS = 0x30303030;
/** Lifts `:;<=>?`, which have the upper half of digits, out of it. */
const SIX_EACH = 0x06060606;

/**
 * Puts quotation marks around integers beyond 2^53, which `JSON.parse` would round: account and sequence numbers in
 * cloud logs exceed it. Fractions and exponents stay numbers. A run of 16 digits covers three aligned groups of four
 * bytes one after the other, so that every third group is looked at.
 *
 * @returns the same buffer when there is nothing to do.
 */
export function quoteBigIntegers(bytes: Buffer): Buffer {
  const words = alignedWords(bytes);
  const origin = words.byteOffset - bytes.byteOffset;
  let quoting: Quoting | undefined;
  for (let at = 0; at < words.length; at += 3) {
    if (!isDigits(words, at) || !isOneOfThree(words, at)) continue;
    const end = longRunEnd(bytes, origin + at * 4);
    if (end < 0) continue;
    quoting ??= new Quoting(bytes);
    quoting.run(end);
    at = Math.max(at, (end - origin) >> 2) - 2;
  }
  return quoting ? quoting.finish() : bytes;
}

const noWords = new Int32Array(0);

/** The whole aligned groups of four bytes in a text. */
function alignedWords({ buffer, byteOffset, length }: Buffer): Int32Array {
  const first = (byteOffset + 3) >> 2;
  const count = ((byteOffset + length) >> 2) - first;
  // An empty array may not begin behind the end of its memory, which need not be whole groups.
  return count > 0 ? new Int32Array(buffer, first * 4, count) : noWords;
}

/** Three groups of digits one after the other, the one at `at` among them. */
function isOneOfThree(words: Int32Array, at: number): boolean {
  let first = at;
  while (first > 0 && at - first < 2 && isDigits(words, first - 1)) first -= 1;
  let last = at;
  while (last + 1 < words.length && last - first < 2 && isDigits(words, last + 1)) last += 1;
  return last - first === 2;
}

function isDigits(words: Int32Array, at: number): boolean {
  const word = words[at] as number;
  return (word & UPPER_HALVES) === DIGITS && ((word + SIX_EACH) & UPPER_HALVES) === DIGITS;
}

/** The end of the run of digits around a place if it has more than 15 of them; -1 when it has not. */
function longRunEnd(bytes: Buffer, place: number): number {
  let start = place;
  while (start > 0 && isDigit(bytes[start - 1])) start -= 1;
  let end = place + 1;
  while (end < bytes.length && isDigit(bytes[end])) end += 1;
  return end - start > EXACT_DIGITS ? end : -1;
}

/** The text with marks around the integers that need them, put together when there are any. */
class Quoting {
  private readonly bytes: Buffer;
  private readonly strings: StringTracker;
  private readonly pieces: Buffer[] = [];
  private copied = 0;

  constructor(bytes: Buffer) {
    this.bytes = bytes;
    this.strings = new StringTracker(bytes);
  }

  /** A run of more than 15 digits that ends here; runs are given in their order. */
  run(end: number): void {
    const { bytes, pieces } = this;
    let start = end - 1;
    while (start > this.copied && isDigit(bytes[start - 1])) start -= 1;
    if (!isToken(bytes, start, end)) return;
    const from = bytes[start - 1] === MINUS ? start - 1 : start;
    if (Number.isSafeInteger(Number(bytes.toString('latin1', from, end))) || this.strings.covers(from))
      return;
    pieces.push(bytes.subarray(this.copied, from), MARK, bytes.subarray(from, end), MARK);
    this.copied = end;
  }

  finish(): Buffer {
    const { bytes, pieces } = this;
    return pieces.length === 0 ? bytes : Buffer.concat([...pieces, bytes.subarray(this.copied)]);
  }
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
