/** Two digits as a number; 100 when they are something else. */
@inline
function two(at: usize): u32 {
  const tens = <u32>load<u8>(at) - 0x30;
  const ones = <u32>load<u8>(at, 1) - 0x30;
  return tens <= 9 && ones <= 9 ? tens * 10 + ones : 100;
}

/** Whether the fraction of a second, `Z` and a quotation mark follow, as the clouds write them: up to nine digits. */
function isTail(from: usize): bool {
  let at = from;
  if (load<u8>(at) == 0x2e) {
    at++;
    while (<u32>load<u8>(at) - 0x30 <= 9) at++;
    if (at - from < 2 || at - from > 10) return false;
  }
  return load<u8>(at) == 0x5a && load<u8>(at, 1) == 0x22;
}

/** The day and hour that were read last, and their epoch seconds: neighbours share them. */
let knownHour: v128 = i64x2(0, 0);
let hourStart: i32 = 0;

/** Epoch seconds of `2026-03-01T09:14:07[.123456789]Z` of the years 2000 to 2037; -1 for anything else. */
export function readSeconds(at: usize): i32 {
  const hour = v128.and(v128.load(at), i8x16(-1, -1, -1, -1, -1, -1, -1, -1, -1, -1, -1, -1, -1, -1, 0, 0));
  if (v128.any_true(v128.xor(hour, knownHour))) {
    const start = readHour(at);
    if (start < 0) return -1;
    knownHour = hour;
    hourStart = start;
  }
  const minute = two(at + 14);
  const second = two(at + 17);
  if (minute > 59 || second > 59 || load<u8>(at, 16) != 0x3a || !isTail(at + 19)) return -1;
  return hourStart + minute * 60 + second;
}

/** Epoch seconds of `2026-03-01T09:`; -1 for anything else. */
function readHour(at: usize): i32 {
  if (load<u8>(at, 4) != 0x2d || load<u8>(at, 7) != 0x2d || load<u8>(at, 10) != 0x54) return -1;
  const year = two(at + 2);
  const month = two(at + 5);
  const day = two(at + 8);
  const hour = two(at + 11);
  if (two(at) != 20 || year > 37 || month < 1 || month > 12 || day < 1) return -1;
  if (hour > 23 || load<u8>(at, 13) != 0x3a) return -1;
  const leap: u32 = (year & 3) == 0 ? 1 : 0;
  if (day > 28 && day > daysOf(month, leap)) return -1;
  // Days since 2000-03-01 of a year that begins in March (Howard Hinnant, days_from_civil).
  const y = <i32>year - (month <= 2 ? 1 : 0);
  const m = <i32>(month > 2 ? month - 3 : month + 9);
  const days = y * 365 + (y >> 2) + (153 * m + 2) / 5 + <i32>day - 1 + 11017;
  return days * 86400 + <i32>(hour * 3600);
}

function daysOf(month: u32, leap: u32): u32 {
  if (month == 2) return 28 + leap;
  return month == 4 || month == 6 || month == 9 || month == 11 ? 30 : 31;
}
