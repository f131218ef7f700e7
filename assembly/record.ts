import { fingerprintHigh, fingerprintLow, makeFingerprint } from './fingerprint';
import { findKey } from './keys';
import {
  COUNT,
  FINDING_WORDS,
  FINDINGS,
  FLAG_ACCOUNT,
  FLAG_ID,
  FLAG_NOT_PLAIN,
  FLAG_OPERATION,
  FLAG_PARSE,
  FLAG_SERVICE,
  FLAG_TIME,
  FOUND_COUNTED,
  FOUND_PARSE,
  FOUND_UNKNOWN,
  LARGEST,
  PARSE,
  TEXT,
  UNKNOWN_PAIR,
  USE_ACCOUNT,
  USE_EQUALS,
  USE_ID,
  USE_LITERALS,
  USE_OPERATION,
  USE_PARENT,
  USE_SERVICE,
  USE_TIME,
} from './layout';
import { hasLiteral } from './literals';
import { findPair, sameBytes } from './pairs';
import { readSeconds } from './time';

/** What is known of the record at hand. */
let flags: u32 = 0;
/** The object at the top of the record whose members matter, while they come. */
export let parent: u32 = 0;
let opAt: usize = 0;
let opEnd: usize = 0;
let serviceAt: usize = 0;
let serviceEnd: usize = 0;
let idAt: usize = 0;
let accountAt: usize = 0;
let seconds: i32 = 0;

/** Flags that a record must have to be passed over or counted. */
let required: u32 = 0;
/** Literals are looked for in whole records, not in certain members only. */
let anywhere: bool = false;
export function configure(requiredFlags: u32, literalsAnywhere: bool): void {
  required = requiredFlags;
  anywhere = literalsAnywhere;
}

export let findings: u32 = 0;
export let records: i32 = 0;
export let passed: i32 = 0;

export function reset(): void {
  findings = 0;
  records = 0;
  passed = 0;
}

@inline
export function beginRecord(): void {
  flags = 0;
  parent = 0;
}

@inline
export function mustParse(): void {
  flags |= FLAG_PARSE;
}

/** Where the string that begins behind `at` ends; 0 when it has an escape, a byte beyond ASCII, or no end in the text. */
function plainEnd(at: usize, end: usize): usize {
  let p = at;
  while (p < end) {
    const bytes = v128.load(p);
    const stop = i8x16.bitmask(
      v128.or(
        v128.or(i8x16.eq(bytes, i8x16.splat(0x22)), i8x16.eq(bytes, i8x16.splat(0x5c))),
        i8x16.lt_s(bytes, i8x16.splat(0x20)),
      ),
    );
    if (stop) {
      p += ctz(stop);
      return p < end && load<u8>(p) == 0x22 ? p : 0;
    }
    p += 16;
  }
  return 0;
}

/**
 * A member at the top of the record, or of an object whose members matter; its key's closing mark stands before the colon.
 */
@inline
export function member(colon: usize, end: usize, depth: i32): void {
  const slot = findKey(colon, depth == 1 ? 0 : parent);
  if (depth == 1) parent = 0;
  if (slot == 0) unknownMember(colon, depth);
  else {
    flags |= load<u32>(slot, 60);
    const uses = load<u32>(slot, 56);
    if (uses) use(slot, uses, colon + 1, end);
  }
}

/** At the top every member has to be known; elsewhere only an escape could hide one that matters. */
function unknownMember(colon: usize, depth: i32): void {
  if (depth == 1) flags |= FLAG_PARSE;
  else {
    // Backwards to a mark: an escaped one has a backslash before it, and so has any other way to write a character.
    let at = colon - 2;
    while (load<u8>(at) != 0x22) {
      if (load<u8>(at) == 0x5c) flags |= FLAG_PARSE;
      at--;
    }
    if (load<u8>(at - 1) == 0x5c) flags |= FLAG_PARSE;
  }
}

function use(slot: usize, uses: u32, from: usize, end: usize): void {
  let at = from;
  while (at < end && load<u8>(at) <= 0x20) at++;
  if (at >= end) return;
  const byte = load<u8>(at);
  if (byte == 0x22) {
    useText(slot, uses, at + 1, end);
    return;
  }
  if (byte == 0x6e) {
    // null: a value that is not there.
    if (uses & (USE_OPERATION | USE_SERVICE | USE_TIME | USE_ID)) flags |= FLAG_PARSE;
    if (uses & USE_EQUALS) flags |= load<u32>(slot, 68);
  } else if (uses & USE_PARENT && !(uses & USE_LITERALS)) {
    if (byte == 0x7b) parent = load<u32>(slot, 64);
    else flags |= load<u32>(slot, 68);
  } else flags |= FLAG_PARSE;
}

function useText(slot: usize, uses: u32, at: usize, end: usize): void {
  if (uses & USE_TIME) {
    seconds = readSeconds(at);
    once(FLAG_TIME);
    if (seconds < 0) flags |= FLAG_PARSE;
    // What is counted has whole seconds.
    if (load<u8>(at, 19) != 0x5a) flags |= FLAG_NOT_PLAIN;
  } else if (uses & USE_ID) {
    idAt = at;
    once(FLAG_ID);
  } else if (uses & USE_ACCOUNT) {
    accountAt = at;
    once(FLAG_ACCOUNT);
  } else {
    if (uses & USE_PARENT) flags |= load<u32>(slot, 68);
    const close = plainEnd(at, end);
    if (close == 0) {
      flags |= FLAG_PARSE;
      return;
    }
    if (uses & USE_OPERATION) {
      opAt = at;
      opEnd = close;
      once(FLAG_OPERATION);
    } else if (uses & USE_SERVICE) {
      serviceAt = at;
      serviceEnd = close;
      once(FLAG_SERVICE);
    }
    if (uses & USE_EQUALS && !isText(at, close, load<u32>(slot, 72), load<u32>(slot, 76)))
      flags |= load<u32>(slot, 68);
    if (uses & USE_LITERALS && hasLiteral(at - 1, close + 1)) flags |= FLAG_PARSE;
  }
}

function isText(at: usize, close: usize, text: usize, length: u32): bool {
  return close - at == length && sameBytes(at, text, length);
}

/** Of a member that comes twice JSON keeps the last: the parser is to say. */
@inline
function once(flag: u32): void {
  if (flags & flag) flags |= FLAG_PARSE;
  flags |= flag;
}

/** The last record, and what there was before it. */
export let lastStart: usize = 0;
export let lastEnd: usize = 0;
let findingsBefore: u32 = 0;
let passedBefore: i32 = 0;

/** As if the last record had not been read: its line holds something else, too. */
export function takeBack(): void {
  findings = findingsBefore;
  passed = passedBefore;
  records -= 1;
}

/** The record ends: it is passed over, counted, or to be parsed. */
export function endRecord(start: usize, end: usize, line: i32): void {
  const ordinal = records;
  lastStart = start;
  lastEnd = end;
  findingsBefore = findings;
  passedBefore = passed;
  records += 1;
  if (flags & FLAG_PARSE || (flags & required) != required || end - start > LARGEST) {
    find(FOUND_PARSE, start, end, ordinal, line);
    return;
  }
  if (!(flags & FLAG_SERVICE)) serviceAt = serviceEnd = 0;
  const pair = findPair(opAt, <u32>(opEnd - opAt), serviceAt, <u32>(serviceEnd - serviceAt));
  if (pair == UNKNOWN_PAIR) {
    if (anywhere && hasLiteral(start, end)) {
      find(FOUND_PARSE, start, end, ordinal, line);
      return;
    }
    const at = find(FOUND_UNKNOWN, start, end, ordinal, line);
    store<i32>(at, <i32>(opAt - TEXT), 20);
    store<i32>(at, <i32>(opEnd - TEXT), 24);
    store<i32>(at, serviceAt == 0 ? 0 : <i32>(serviceAt - TEXT), 28);
    store<i32>(at, serviceAt == 0 ? 0 : <i32>(serviceEnd - TEXT), 32);
    store<i32>(at, flags & FLAG_NOT_PLAIN ? 0 : 1, 36);
    return;
  }
  const todo = flags & FLAG_NOT_PLAIN ? (pair >> 2) & 3 : pair & 3;
  if (todo == PARSE || (anywhere && hasLiteral(start, end))) {
    find(FOUND_PARSE, start, end, ordinal, line);
    return;
  }
  if (todo == COUNT) {
    if (!(flags & FLAG_ID)) {
      find(FOUND_PARSE, start, end, ordinal, line);
      return;
    }
    const none = !(flags & FLAG_ACCOUNT);
    const idEnd = plainEnd(idAt, end);
    const accountEnd: usize = none ? 0 : plainEnd(accountAt, end);
    // Without an id of its own a record is known by all of its content.
    if (idEnd <= idAt || (!none && accountEnd == 0)) {
      find(FOUND_PARSE, start, end, ordinal, line);
      return;
    }
    makeFingerprint(none ? 0 : accountAt, accountEnd, idAt, idEnd);
    const at = find(FOUND_COUNTED, start, end, ordinal, line);
    store<i32>(at, <i32>(pair >> 4), 20);
    store<i32>(at, fingerprintHigh, 24);
    store<i32>(at, fingerprintLow, 28);
    store<i32>(at, seconds, 32);
    return;
  }
  passed += 1;
}

/** A part of the text that is no record which can be vouched for. */
export function findOther(start: usize, end: usize, line: i32): void {
  find(FOUND_PARSE, start, end, records, line);
  records += 1;
}

function find(kind: i32, start: usize, end: usize, ordinal: i32, line: i32): usize {
  const at = FINDINGS + (<usize>findings) * FINDING_WORDS * 4;
  findings += 1;
  store<i32>(at, kind);
  store<i32>(at, <i32>(start - TEXT), 4);
  store<i32>(at, <i32>(end - TEXT), 8);
  store<i32>(at, ordinal, 12);
  store<i32>(at, line, 16);
  return at;
}
