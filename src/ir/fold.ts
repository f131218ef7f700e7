const ascii = /^[\0-\x7f]*$/;
const remembered = 4096;
const longest = 256;

/**
 * Folds the case of a text, code point by code point, so that comparing two folded texts ignores case as Sigma asks.
 * `toLowerCase` alone would not do: it turns `İ` into two code points and `Σ` into `ς` or `σ` by what follows it, so a
 * text and a part of it could fold differently.
 */
export function fold(text: string): string {
  const lower = text.toLowerCase();
  return ascii.test(lower) && lower.length === text.length ? lower : foldSlowly(text);
}

function foldSlowly(text: string): string {
  let folded = '';
  for (const char of text) {
    const lower = char.toLowerCase();
    if (lower === 'ς') folded += 'σ';
    else folded += lower.length > char.length ? char : lower;
  }
  return folded;
}

/** A `fold` that remembers what it has seen, since operation names, sources and regions repeat; bounded. */
export function createFolder(): (text: string) => string {
  const memo = new Map<string, string>();
  return (text) => {
    if (text.length > longest) return fold(text);
    const known = memo.get(text);
    if (known !== undefined) return known;
    const folded = fold(text);
    if (memo.size >= remembered) memo.clear();
    memo.set(text, folded);
    return folded;
  };
}
