import type { DatePart } from '../../ir/query/date-part.ts';

export interface DatePattern {
  readonly parts: readonly DatePart[];
  /** Letters that are not supported, with their offsets in the pattern. */
  readonly unknown: readonly { readonly letters: string; readonly offset: number }[];
  /** A quotation mark that is not closed. */
  readonly isUnclosed: boolean;
}

/** What Java's SimpleDateFormat means by a letter, repeated so often; undefined for letters that are not supported. */
const letters: Readonly<Record<string, (count: number) => DatePart | undefined>> = {
  y: (count) => ({ kind: 'year', digits: count === 2 ? 2 : count }),
  u: (count) => (count >= 3 ? { kind: 'year', digits: count } : undefined),
  Y: (count) => ({ kind: 'week-year', digits: count }),
  M: (count) => (count >= 3 ? { kind: 'month-name', long: count > 3 } : { kind: 'month', digits: count }),
  L: (count) => (count >= 3 ? { kind: 'month-name', long: count > 3 } : { kind: 'month', digits: count }),
  d: (count) => ({ kind: 'day', digits: count }),
  D: (count) => ({ kind: 'day-of-year', digits: count }),
  E: (count) => ({ kind: 'weekday-name', long: count > 3 }),
  a: () => ({ kind: 'half-day' }),
  H: (count) => ({ kind: 'hour', clock: 24, base: 0, digits: count }),
  k: (count) => ({ kind: 'hour', clock: 24, base: 1, digits: count }),
  h: (count) => ({ kind: 'hour', clock: 12, base: 1, digits: count }),
  K: (count) => ({ kind: 'hour', clock: 12, base: 0, digits: count }),
  m: (count) => ({ kind: 'minute', digits: count }),
  s: (count) => ({ kind: 'second', digits: count }),
  S: (count) => ({ kind: 'millisecond', digits: count }),
  Z: () => ({ kind: 'offset', colon: false, zulu: false }),
  X: (count) => (count === 1 ? undefined : { kind: 'offset', colon: count === 3, zulu: true }),
};

/** Reads a date pattern in the letters of Java; texts stand in 'single' quotation marks, `''` is one of them. */
export function readDatePattern(pattern: string): DatePattern {
  const parts: DatePart[] = [];
  const unknown: { letters: string; offset: number }[] = [];
  let isUnclosed = false;
  const addText = (text: string): void => {
    const last = parts.at(-1);
    if (text === '') return;
    if (last?.kind === 'text') parts[parts.length - 1] = { kind: 'text', text: last.text + text };
    else parts.push({ kind: 'text', text });
  };
  for (const match of pattern.matchAll(/''|'(?:[^']|'')*'|'[\s\S]*|([A-Za-z])\1*|[^A-Za-z']+/g)) {
    const [piece, letter] = match;
    if (piece === "''") addText("'");
    else if (piece.startsWith("'")) {
      const isClosed = piece.length > 1 && piece.endsWith("'");
      isUnclosed ||= !isClosed;
      addText(piece.slice(1, isClosed ? -1 : undefined).replaceAll("''", "'"));
    } else if (letter === undefined) addText(piece);
    else {
      const part = letters[letter]?.(piece.length);
      if (part) parts.push(part);
      else unknown.push({ letters: piece, offset: match.index });
    }
  }
  return { parts, unknown, isUnclosed };
}
