/**
 * Whether a text fits a pattern with `*` for any number of characters, in time proportional to both. Upper and lower case
 * differ: whoever compares folds first.
 */
export function fits(pattern: string, text: string): boolean {
  const star = pattern.indexOf('*');
  if (star === -1) return pattern === text;
  const last = pattern.lastIndexOf('*');
  const tail = pattern.slice(last + 1);
  if (!text.startsWith(pattern.slice(0, star)) || !text.endsWith(tail)) return false;
  const end = text.length - tail.length;
  let at = star;
  if (at > end) return false;
  for (const part of pattern.slice(star + 1, Math.max(star + 1, last)).split('*')) {
    const found = part === '' ? at : text.indexOf(part, at);
    if (found === -1 || found + part.length > end) return false;
    at = found + part.length;
  }
  return true;
}

/**
 * Finds what was filed under patterns that a text may fit: exact ones by look-up, the others by what stands before their first
 * `*`. Gives all that fit, and some that do not.
 */
export class PatternIndex<T> {
  private readonly exact = new Map<string, T[]>();
  private readonly prefixes = new Map<string, T[]>();
  private readonly lengths = new Set<number>();

  add(pattern: string, value: T): void {
    const star = pattern.indexOf('*');
    if (star === -1) file(this.exact, pattern, value);
    else {
      file(this.prefixes, pattern.slice(0, star), value);
      this.lengths.add(star);
    }
  }

  find(text: string, into: Set<T>): void {
    for (const value of this.exact.get(text) ?? []) into.add(value);
    for (const length of this.lengths) {
      if (length > text.length) continue;
      for (const value of this.prefixes.get(text.slice(0, length)) ?? []) into.add(value);
    }
  }
}

/** Adds to the list under a key. */
export function file<T>(map: Map<string, T[]>, key: string, value: T): void {
  const list = map.get(key);
  if (list) list.push(value);
  else map.set(key, [value]);
}
