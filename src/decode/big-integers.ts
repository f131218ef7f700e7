const ZERO = 0x30;
const NINE = 0x39;
const QUOTE = 0x22;
/** 2^53 has 16 digits: a shorter run is always exact. */
const EXACT_DIGITS = 15;

/**
 * Puts quotation marks around integers beyond 2^53, which `JSON.parse` would round: account and sequence numbers in
 * cloud logs exceed it. Fractions and exponents stay numbers. Most texts hold no such integer: only every 16th byte
 * is looked at, since a run of 16 digits must cover one of them.
 *
 * @returns the same buffer when there is nothing to do.
 */
export function quoteBigIntegers(bytes: Buffer): Buffer {
  const pieces: Buffer[] = [];
  const strings = new StringTracker(bytes);
  let copied = 0;
  for (let at = EXACT_DIGITS; at < bytes.length; at += EXACT_DIGITS + 1) {
    if (!isDigit(bytes[at])) continue;
    let start = at;
    while (start > 0 && isDigit(bytes[start - 1])) start -= 1;
    let end = at + 1;
    while (end < bytes.length && isDigit(bytes[end])) end += 1;
    if (end - start > EXACT_DIGITS && isToken(bytes, start, end)) {
      const from = bytes[start - 1] === MINUS ? start - 1 : start;
      if (!Number.isSafeInteger(Number(bytes.toString('latin1', from, end))) && !strings.covers(from)) {
        pieces.push(bytes.subarray(copied, from), MARK, bytes.subarray(from, end), MARK);
        copied = end;
      }
    }
    // The byte at `end` is no digit, so the next run of 16 covers `end + 16` at the latest.
    at = end - 1;
  }
  if (pieces.length === 0) return bytes;
  pieces.push(bytes.subarray(copied));
  return Buffer.concat(pieces);
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
