import { KEY_BYTES, KEY_SLOTS, KEYS } from './layout';

/**
 * A slot: the 16 bytes that end with the key's closing mark (0), those that begin with its opening one (16), which bytes
 * of the former belong to the key (32), length (48), parent (52), what the value is used for (56), flags (60), index as a
 * parent (64), flags when the value is something else (68), text of the value that it has to have (72) and its length (76),
 * the members that came behind it, the latest first (80, 84), uses it has at all (88). A length of 0 is an empty slot.
 */

/** Longer members are not known: two loads of 16 bytes see all of a key. */
export const LONGEST_KEY: usize = 30;

/** The member before: what comes behind a member is most often the same. */
let latest: usize = KEYS;

@inline
function matches(slot: usize, colon: usize, parent: u32): bool {
  const length = <usize>load<u32>(slot, 48);
  const differs = v128.and(v128.xor(v128.load(colon - 16), v128.load(slot)), v128.load(slot, 32));
  return (
    length != 0 &&
    !v128.any_true(differs) &&
    load<u32>(slot, 52) == parent &&
    (length <= 14
      ? load<u8>(colon - length - 3) != 0x5c
      : !v128.any_true(v128.xor(v128.load(colon - length - 2), v128.load(slot, 16))))
  );
}

/** The slot of the key whose closing mark stands before the colon; 0 when it is not known. */
@inline
export function findKey(colon: usize, parent: u32): usize {
  const expected = <usize>load<u32>(latest, 80);
  if (matches(expected, colon, parent)) {
    latest = expected;
    return expected;
  }
  return findOther(colon, parent, expected);
}

function findOther(colon: usize, parent: u32, expected: usize): usize {
  const second = <usize>load<u32>(latest, 84);
  let found: usize = 0;
  if (second != 0 && matches(second, colon, parent)) found = second;
  else {
    const length = keyLength(colon);
    if (length == 0 || length > LONGEST_KEY) return 0;
    let slot = hashKey(colon - length - 1, length, parent);
    while (true) {
      const entry = KEYS + (<usize>slot) * KEY_BYTES;
      if (load<u32>(entry, 48) == 0) return 0;
      if (<usize>load<u32>(entry, 48) == length && matches(entry, colon, parent)) {
        found = entry;
        break;
      }
      slot = (slot + 1) & (KEY_SLOTS - 1);
    }
  }
  store<u32>(latest, <u32>expected, 84);
  store<u32>(latest, <u32>found, 80);
  latest = found;
  return found;
}

/** Length of the key before a colon; 0 when it is longer than any that is known. */
function keyLength(colon: usize): usize {
  const mark = i8x16.splat(0x22);
  const near = i8x16.bitmask(i8x16.eq(v128.load(colon - 17), mark));
  if (near) return 15 - (31 - clz(near));
  const far = i8x16.bitmask(i8x16.eq(v128.load(colon - 33), mark));
  return far ? 31 - (31 - clz(far)) : 0;
}

@inline
function hashKey(at: usize, length: usize, parent: u32): u32 {
  const first = length >= 8 ? load<u64>(at) : load<u64>(at) & ((<u64>1 << (<u64>length << 3)) - 1);
  const last = length >= 8 ? load<u64>(at + length - 8) : 0;
  const mixed = (first ^ (last << 7) ^ (<u64>length << 56) ^ (<u64>parent << 48)) * 0x9e3779b97f4a7c15;
  return <u32>(mixed >> 40) & (KEY_SLOTS - 1);
}

/**
 * A slot for a new key, whose text stands between quotation marks with 16 bytes before and behind; the caller writes what
 * it means.
 */
export function addKey(at: usize, length: u32, parent: u32): usize {
  let slot = hashKey(at, length, parent);
  while (load<u32>(KEYS + (<usize>slot) * KEY_BYTES, 48) != 0) slot = (slot + 1) & (KEY_SLOTS - 1);
  const entry = KEYS + (<usize>slot) * KEY_BYTES;
  const behind = at + length + 1;
  v128.store(entry, v128.load(behind - 16));
  v128.store(entry, v128.load(at - 1), 16);
  const own = min<u32>(length + 2, 16);
  for (let byte: u32 = 0; byte < 16; byte++) store<u8>(entry + byte, byte >= 16 - own ? 0xff : 0, 32);
  store<u32>(entry, length, 48);
  store<u32>(entry, parent, 52);
  store<u32>(entry, <u32>KEYS, 80);
  return entry;
}
