/** A table that finds any of some texts in bytes, whatever their case, in one pass. */
export interface LiteralAutomaton {
  /** The class of each byte. */
  readonly classOf: Uint8Array;
  readonly classes: number;
  /** For each state and class the next state. */
  readonly next: Uint16Array;
  /** States from this one on end a text. */
  readonly accepting: number;
}

const BACKSLASH = 0x5c;
const LETTER_U = 0x75;
/** U+212A, the Kelvin sign, is the one character beyond ASCII whose lower case is in ASCII. */
const KELVIN = [0xe2, 0x84, 0xaa];
/** More states would not fit into the scanner's memory. */
const MOST_STATES = 4000;

/**
 * Builds the automaton (Aho and Corasick 1975). A Unicode escape and the Kelvin sign are found, too, since they may spell
 * a letter in another way. undefined when there are too many texts.
 *
 * @param texts in lower case, ASCII
 */
export function buildAutomaton(texts: readonly string[]): LiteralAutomaton | undefined {
  const patterns = [...texts.map((text) => [...Buffer.from(text, 'latin1')]), [BACKSLASH, LETTER_U], KELVIN];
  if (patterns.reduce((sum, { length }) => sum + length, 0) > MOST_STATES) return undefined;
  const { classOf, classes } = classify(patterns);
  const trie = grow(patterns, classOf, classes);
  return renumber(trie, classOf, classes);
}

/** Bytes that no text has are of one class; a letter and its capital are of the same. */
function classify(patterns: readonly (readonly number[])[]): { classOf: Uint8Array; classes: number } {
  const classOf = new Uint8Array(256);
  let classes = 1;
  for (const byte of patterns.flat()) {
    if (classOf[byte] !== 0) continue;
    classOf[byte] = classes;
    if (byte >= 0x61 && byte <= 0x7a) classOf[byte - 0x20] = classes;
    classes += 1;
  }
  return { classOf, classes };
}

interface Trie {
  readonly next: number[][];
  readonly ends: boolean[];
}

function grow(patterns: readonly (readonly number[])[], classOf: Uint8Array, classes: number): Trie {
  const next: number[][] = [new Array<number>(classes).fill(0)];
  const ends = [false];
  for (const pattern of patterns) {
    let state = 0;
    for (const byte of pattern) {
      const of = classOf[byte] as number;
      const row = next[state] as number[];
      if (row[of] === 0) {
        row[of] = next.length;
        next.push(new Array<number>(classes).fill(0));
        ends.push(false);
      }
      state = row[of] as number;
    }
    ends[state] = true;
  }
  link({ next, ends }, classes);
  return { next, ends };
}

/** Where a text goes on in no way, the longest end of it that begins another goes on. */
function link({ next, ends }: Trie, classes: number): void {
  const back = new Array<number>(next.length).fill(0);
  const queue = (next[0] as number[]).filter((state) => state !== 0);
  for (const state of queue) {
    const row = next[state] as number[];
    const behind = next[back[state] as number] as number[];
    ends[state] ||= ends[back[state] as number] as boolean;
    for (let of = 0; of < classes; of += 1) {
      const child = row[of] as number;
      if (child === 0) row[of] = behind[of] as number;
      else {
        back[child] = behind[of] as number;
        queue.push(child);
      }
    }
  }
}

/** Puts the states that end a text last, so that one comparison tells them. */
function renumber({ next, ends }: Trie, classOf: Uint8Array, classes: number): LiteralAutomaton {
  const order = [...next.keys()].sort((a, b) => Number(ends[a]) - Number(ends[b]) || a - b);
  const place = new Map(order.map((state, index) => [state, index]));
  const table = new Uint16Array(next.length * classes);
  for (const [index, state] of order.entries()) {
    for (let of = 0; of < classes; of += 1) {
      table[index * classes + of] = place.get((next[state] as number[])[of] as number) ?? 0;
    }
  }
  return { classOf, classes, next: table, accepting: order.findIndex((state) => ends[state]) };
}

/** Whether a part of the bytes holds one of the texts. */
export function hasLiteral(
  { classOf, classes, next, accepting }: LiteralAutomaton,
  text: Uint8Array,
  from: number,
  to: number,
): boolean {
  let state = 0;
  for (let at = from; at < to; at += 1) {
    state = next[state * classes + (classOf[text[at] as number] as number)] as number;
    if (state >= accepting) return true;
  }
  return false;
}
