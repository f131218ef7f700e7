/**
 * Where things stand in the scanner's memory, and what the words of its tables mean. `src/decode/scan/wasm-memory.ts` has
 * the same numbers; a test compares them.
 */

/** Members that are known: `KEY_SLOTS` slots of `KEY_BYTES`, open addressing. */
export const KEYS: usize = 0x10000;
export const KEY_SLOTS: u32 = 512;
export const KEY_BYTES: usize = 96;
/** What is known of pairs of operation and service: `PAIR_SLOTS` slots of 16 bytes. */
export const PAIRS: usize = 0x20000;
export const PAIR_SLOTS: u32 = 8192;
/** The automaton of the literals: 256 classes of bytes, then a row of words for each state. */
export const LITERALS: usize = 0xc0000;
/** Findings: `FINDING_WORDS` words each. */
export const FINDINGS: usize = 0x140000;
export const FINDING_WORDS: usize = 10;
export const MOST_FINDINGS: u32 = 8000;
/** The text. Before and behind it are 64 bytes that may be read. */
export const TEXT: usize = 0x190040;

/** What a member's value is used for: bits of `uses`. */
export const USE_OPERATION: u32 = 1;
export const USE_SERVICE: u32 = 2;
export const USE_TIME: u32 = 4;
export const USE_ID: u32 = 8;
export const USE_ACCOUNT: u32 = 16;
/** Look for the rules' literals in it. */
export const USE_LITERALS: u32 = 32;
/** Its members are looked at, too. */
export const USE_PARENT: u32 = 64;
/** It has to be a certain text. */
export const USE_EQUALS: u32 = 128;

/** Bits of a record's flags that have a fixed meaning; the others are the shape's own. */
export const FLAG_PARSE: u32 = 1;
export const FLAG_NOT_PLAIN: u32 = 2;
export const FLAG_OPERATION: u32 = 4;
export const FLAG_SERVICE: u32 = 8;
export const FLAG_TIME: u32 = 16;
export const FLAG_ID: u32 = 32;
export const FLAG_ACCOUNT: u32 = 64;

/** What is done with a record of a pair: two bits for one that plainly succeeded, two for any other. */
export const PASS: u32 = 0;
export const PARSE: u32 = 1;
export const COUNT: u32 = 2;
export const UNKNOWN_PAIR: u32 = 0xffffffff;

/** Kinds of findings. */
export const FOUND_PARSE: i32 = 0;
export const FOUND_UNKNOWN: i32 = 1;
export const FOUND_COUNTED: i32 = 2;

/** How a scan ended. */
export const NEEDS_MORE: i32 = 0;
export const LIST_ENDED: i32 = 1;
export const ODD: i32 = 2;
export const FULL: i32 = 3;

/** Larger records are parsed: they may break the caps on members and nesting. */
export const LARGEST: usize = 128 * 1024;
export const DEEPEST: i32 = 60;
