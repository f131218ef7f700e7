import { PAIR_SLOTS, PAIRS, UNKNOWN_PAIR } from './layout';

/**
 * A slot: place of the text (0; 0 is empty), lengths of operation and service (4, 6), hash (8), what to do and number (12).
 * The text is the operation, then the service.
 */

let used: u32 = 0;

@inline
function mix(hash: u64, bytes: u64): u64 {
  return (hash ^ bytes) * 0x9e3779b97f4a7c15;
}

function hashText(seed: u64, from: usize, length: u32): u64 {
  let hash = seed ^ length;
  let at = from;
  let left = length;
  while (left >= 8) {
    hash = mix(hash, load<u64>(at));
    hash ^= hash >> 29;
    at += 8;
    left -= 8;
  }
  if (left) hash = mix(hash, load<u64>(at) & ((<u64>1 << (<u64>left << 3)) - 1));
  return hash ^ (hash >> 31);
}

@inline
function hashPair(opAt: usize, opLength: u32, serviceAt: usize, serviceLength: u32): u32 {
  return <u32>(hashText(hashText(0x243f6a8885a308d3, opAt, opLength), serviceAt, serviceLength) >> 7);
}

/** Behind both texts eight bytes may be read. */
export function sameBytes(a: usize, b: usize, length: usize): bool {
  let at: usize = 0;
  while (at + 8 <= length) {
    if (load<u64>(a + at) != load<u64>(b + at)) return false;
    at += 8;
  }
  const left = <u64>(length - at) << 3;
  return left == 0 || ((load<u64>(a + at) ^ load<u64>(b + at)) & ((<u64>1 << left) - 1)) == 0;
}

/** The word of a pair, or `UNKNOWN_PAIR`. */
export function findPair(opAt: usize, opLength: u32, serviceAt: usize, serviceLength: u32): u32 {
  const hash = hashPair(opAt, opLength, serviceAt, serviceLength);
  let slot = hash & (PAIR_SLOTS - 1);
  while (true) {
    const entry = PAIRS + slot * 16;
    const text = <usize>load<u32>(entry);
    if (text == 0) return UNKNOWN_PAIR;
    if (
      load<u32>(entry, 8) == hash &&
      load<u16>(entry, 4) == opLength &&
      load<u16>(entry, 6) == serviceLength &&
      sameBytes(text, opAt, opLength) &&
      sameBytes(text + opLength, serviceAt, serviceLength)
    )
      return load<u32>(entry, 12);
    slot = (slot + 1) & (PAIR_SLOTS - 1);
  }
}

/** Remembers a pair whose text stands at a place that stays; false when there is no room. */
export function addPair(text: usize, opLength: u32, serviceLength: u32, word: u32): bool {
  if (used * 2 >= PAIR_SLOTS) return false;
  used += 1;
  const hash = hashPair(text, opLength, text + opLength, serviceLength);
  let slot = hash & (PAIR_SLOTS - 1);
  while (load<u32>(PAIRS + slot * 16) != 0) slot = (slot + 1) & (PAIR_SLOTS - 1);
  const entry = PAIRS + slot * 16;
  store<u32>(entry, <u32>text);
  store<u16>(entry, <u16>opLength, 4);
  store<u16>(entry, <u16>serviceLength, 6);
  store<u32>(entry, hash, 8);
  store<u32>(entry, word, 12);
  return true;
}
