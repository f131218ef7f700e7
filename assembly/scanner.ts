import {
  DEEPEST,
  FULL,
  LIST_ENDED,
  MOST_FINDINGS,
  NEEDS_MORE,
  ODD,
} from './layout';
import {
  beginRecord,
  configure,
  endRecord,
  findings,
  findOther,
  lastEnd,
  lastStart,
  member,
  mustParse,
  parent,
  passed,
  records,
  reset,
  takeBack,
} from './record';

export { addKey } from './keys';
export { setLiterals } from './literals';
export { addPair } from './pairs';
export { configure };

/** What the last scan did. */
export let consumed: usize = 0;
export let lines: i32 = 0;
/** Nothing has to come before the next record: `consumed` is where the list or a line begins. */
export let separated: bool = false;
export function findingCount(): u32 {
  return findings;
}
export function recordCount(): i32 {
  return records;
}
export function passedCount(): i32 {
  return passed;
}

/** One bit for each of 64 bytes that equals one of the five that give JSON its shape, quotation marks apart. */
@inline
function shapeBits(bytes: v128): i32 {
  const lower = v128.or(bytes, i8x16.splat(0x20));
  return i8x16.bitmask(
    v128.or(
      v128.or(i8x16.eq(lower, i8x16.splat(0x7b)), i8x16.eq(lower, i8x16.splat(0x7d))),
      i8x16.eq(bytes, i8x16.splat(0x3a)),
    ),
  );
}

@inline
function bitsOf(a: i32, b: i32, c: i32, d: i32): u64 {
  return <u64>(<u32>(a | (b << 16))) | (<u64>(<u32>(c | (d << 16))) << 32);
}

@inline
function equalBits(a: v128, b: v128, c: v128, d: v128, byte: v128): u64 {
  return bitsOf(
    i8x16.bitmask(i8x16.eq(a, byte)),
    i8x16.bitmask(i8x16.eq(b, byte)),
    i8x16.bitmask(i8x16.eq(c, byte)),
    i8x16.bitmask(i8x16.eq(d, byte)),
  );
}

@inline
function controlBits(bytes: v128): i32 {
  return i8x16.bitmask(i8x16.lt_u(bytes, i8x16.splat(0x20)));
}

/** Every bit becomes the parity of itself and those below: set from an opening mark up to the closing one. */
@inline
function prefixXor(quotes: u64): u64 {
  let bits = quotes ^ (quotes << 1);
  bits ^= bits << 2;
  bits ^= bits << 4;
  bits ^= bits << 8;
  bits ^= bits << 16;
  return bits ^ (bits << 32);
}

/** Bits of the bytes that a backslash makes literal; `carry` is set when the last byte of the 64 is such a backslash. */
let carry: u64 = 0;
function escapedBits(backslashes: u64): u64 {
  let escaped: u64 = carry;
  let left = backslashes & ~carry;
  carry = 0;
  while (left) {
    const at = ctz(left);
    if (at == 63) {
      carry = 1;
      break;
    }
    escaped |= <u64>2 << at;
    left &= ~(<u64>3 << at);
  }
  return escaped;
}

/** Only white space, with one comma among it when `commas` is 1. */
function isListGap(from: usize, to: usize, commas: i32): bool {
  let found = 0;
  for (let at = from; at < to; at++) {
    const byte = load<u8>(at);
    if (byte == 0x2c) found++;
    else if (byte != 0x20 && byte != 0x0a && byte != 0x0d && byte != 0x09) return false;
  }
  return found == commas;
}

/** Line feeds in white space; -1 when there is something else. */
function linesIn(from: usize, to: usize): i32 {
  let found = 0;
  for (let at = from; at < to; at++) {
    const byte = load<u8>(at);
    if (byte == 0x0a) found++;
    else if (byte != 0x20 && byte != 0x0d && byte != 0x09) return -1;
  }
  return found;
}

function lineEnd(from: usize, end: usize): usize {
  for (let at = from; at < end; at++) if (load<u8>(at) == 0x0a) return at;
  return 0;
}

/**
 * Scans elements of a list, or one object a line, from between two of them. What is incomplete at the end is left:
 * `consumed` is behind the last whole one.
 *
 * @param isFirst nothing of the list, or no line, came before
 * @param isLast the text ends here
 */
export function scan(start: usize, end: usize, isLines: bool, isFirst: bool, isLast: bool): i32 {
  reset();
  lines = 0;
  let from = start;
  let first = isFirst;
  while (true) {
    const status = run(from, end, isLines, first);
    separated = first && consumed == from;
    if (isLines && consumed == lastEnd && consumed > from && !endsLine(consumed, end, isLast)) {
      takeBack();
      consumed = lastStart;
    }
    if (status == FULL) return FULL;
    if (!isLines) return status == NEEDS_MORE && isLast ? ODD : status;
    // A line that is something else than one object is parsed by itself.
    const begin = skipBlank(consumed, end);
    if (begin == end) {
      if (status == ODD || isLast) consumed = end;
      return NEEDS_MORE;
    }
    lines += linesIn(consumed, begin);
    consumed = begin;
    separated = true;
    let stop = lineEnd(begin, end);
    if (stop == 0) {
      if (!isLast) return NEEDS_MORE;
      stop = end;
    }
    if (findings >= MOST_FINDINGS) return FULL;
    findOther(begin, stop, lines);
    consumed = stop;
    from = stop;
    first = false;
  }
}

/** Whether a line ends here, after white space. */
function endsLine(from: usize, end: usize, isLast: bool): bool {
  for (let at = from; at < end; at++) {
    const byte = load<u8>(at);
    if (byte == 0x0a) return true;
    if (byte != 0x20 && byte != 0x0d && byte != 0x09) return false;
  }
  return isLast;
}

function skipBlank(from: usize, end: usize): usize {
  let at = from;
  while (at < end && linesIn(at, at + 1) >= 0) at++;
  return at;
}

/** Scans until something is odd; `consumed` is behind the last record that was not. */
function run(start: usize, end: usize, isLines: bool, isFirst: bool): i32 {
  let depth: i32 = 0;
  let kinds: u64 = 0;
  let inString: u64 = 0;
  let recordStart: usize = 0;
  let gap: usize = start;
  let first = isFirst;
  carry = 0;
  consumed = start;
  for (let at = start; at < end; at += 64) {
    const a = v128.load(at);
    const b = v128.load(at, 16);
    const c = v128.load(at, 32);
    const d = v128.load(at, 48);
    const valid: u64 = end - at >= 64 ? u64.MAX_VALUE : (<u64>1 << (end - at)) - 1;
    let quotes = equalBits(a, b, c, d, i8x16.splat(0x22)) & valid;
    const slash = i8x16.splat(0x5c);
    const anySlash = v128.any_true(
      v128.or(
        v128.or(i8x16.eq(a, slash), i8x16.eq(b, slash)),
        v128.or(i8x16.eq(c, slash), i8x16.eq(d, slash)),
      ),
    );
    let odd: u64 = 0;
    if (anySlash || carry) {
      odd = equalBits(a, b, c, d, slash) & valid;
      quotes &= ~escapedBits(odd);
    }
    const strings = prefixXor(quotes) ^ inString;
    inString = <u64>(<i64>strings >> 63);
    // A backslash outside a string is no JSON.
    odd &= ~strings;
    const low = i8x16.splat(0x1f);
    if (
      v128.any_true(
        v128.or(
          v128.or(i8x16.eq(i8x16.min_u(a, low), a), i8x16.eq(i8x16.min_u(b, low), b)),
          v128.or(i8x16.eq(i8x16.min_u(c, low), c), i8x16.eq(i8x16.min_u(d, low), d)),
        ),
      )
    )
      odd |= bitsOf(controlBits(a), controlBits(b), controlBits(c), controlBits(d)) & valid;
    let events = (bitsOf(shapeBits(a), shapeBits(b), shapeBits(c), shapeBits(d)) & valid & ~strings) | odd;
    while (events) {
      const bit = ctz(events);
      events &= events - 1;
      const place = at + <usize>bit;
      const byte = load<u8>(place);
      if (byte == 0x3a) {
        if (depth == 1 || (depth == 2 && parent != 0)) {
          if (load<u8>(place - 1) != 0x22) mustParse();
          else member(place, end, depth);
        }
        continue;
      }
      if (byte == 0x7b || byte == 0x5b) {
        if (depth == 0) {
          if (byte == 0x5b) return ODD;
          if (findings >= MOST_FINDINGS) return FULL;
          if (isLines) {
            const passedLines = linesIn(gap, place);
            if (passedLines < 0 || (!first && passedLines == 0)) return ODD;
            lines += passedLines;
          } else if (!isListGap(gap, place, first ? 0 : 1)) return ODD;
          // The gap is behind us, also when the record turns out to be odd.
          consumed = isLines ? place : gap;
          first = false;
          recordStart = place;
          beginRecord();
        }
        depth++;
        kinds = (kinds << 1) | (byte == 0x7b ? 1 : 0);
        if (depth > DEEPEST) mustParse();
        if (depth > 63) return ODD;
        continue;
      }
      if (byte == 0x7d || byte == 0x5d) {
        if (depth == 0) {
          if (byte == 0x5d && !isLines && isListGap(gap, place, 0)) {
            consumed = place;
            return LIST_ENDED;
          }
          return ODD;
        }
        if ((kinds & 1) != (byte == 0x7d ? 1 : 0)) return ODD;
        kinds >>= 1;
        depth--;
        if (depth == 0) {
          endRecord(recordStart, place + 1, lines);
          gap = place + 1;
          consumed = gap;
          recordStart = 0;
        }
        continue;
      }
      // A control character or a backslash where JSON has none; white space between tokens is neither.
      const isInString = (strings >> bit) & 1;
      if (byte == 0x5c || isInString) {
        if (depth > 0) return ODD;
      } else if (byte == 0x0a ? isLines && depth > 0 : byte != 0x0d && byte != 0x09 && byte != 0x0a) return ODD;
    }
  }
  if (isLines && depth == 0) {
    const more = linesIn(gap, end);
    if (more < 0) return ODD;
  }
  return NEEDS_MORE;
}
