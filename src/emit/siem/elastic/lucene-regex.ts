/** What may stand for one character or a group, in RE2 and in Lucene. */
const classes: Readonly<Record<string, string>> = { d: '[0-9]', w: '[a-zA-Z0-9_]', s: '[ \t\n\r\f]' };

/** A text as an expression of Lucene, which has more signs than others. */
export function quoteLucene(text: string): string {
  return text.replace(/[.?+*|{}[\]()"\\#@&<>~^$-]/g, '\\$&');
}

/**
 * An expression of RE2 as one of Lucene, which always matches the whole text and has neither anchors nor flags.
 * undefined: it uses what Lucene does not have.
 *
 * @param isLower the text is compared in lower case
 */
export function luceneRegex(source: string, isLower: boolean): string | undefined {
  const isStart = source.startsWith('^');
  const end = /(?:[^\\]|^)(?:\\\\)*(\$|\\z)$/.exec(source)?.[1];
  const body = source.slice(isStart ? 1 : 0, end ? -end.length : undefined);
  // An anchor before or behind a choice belongs to one of its parts.
  if ((isStart || end) && hasOpenChoice(body)) return undefined;
  const made = translate(body, isLower);
  if (made === undefined) return undefined;
  return `${isStart ? '' : '.*'}(${made})${end ? '' : '.*'}`;
}

function hasOpenChoice(body: string): boolean {
  let depth = 0;
  let inClass = false;
  for (let at = 0; at < body.length; at += 1) {
    const char = body.charAt(at);
    if (char === '\\') at += 1;
    else if (inClass) inClass = char !== ']';
    else if (char === '[') inClass = true;
    else if (char === '(') depth += 1;
    else if (char === ')') depth -= 1;
    else if (char === '|' && depth === 0) return true;
  }
  return false;
}

const token = /\\([^\n])|\[(\^?)((?:\\.|[^\]\\])+)\]|\(\?:|\(\?|([*+?}])\?|[\^$]|[^\n]/gy;

function translate(body: string, isLower: boolean): string | undefined {
  let made = '';
  for (const found of body.matchAll(token)) {
    const [text, escapedChar, negated = '', members, quantifier] = found;
    let piece: string | undefined = text;
    if (escapedChar !== undefined) piece = meaningOf(escapedChar, isLower);
    else if (members !== undefined) piece = characterClass(members, negated, isLower);
    else if (text === '(?:') piece = '(';
    else if (text === '(?' || text === '^' || text === '$') return undefined;
    else if (quantifier !== undefined) piece = quantifier;
    else if (/["#@&<>~]/.test(text)) piece = `\\${text}`;
    else if (isLower) piece = text.toLowerCase();
    if (piece === undefined) return undefined;
    made += piece;
  }
  return made;
}

function meaningOf(char: string, isLower: boolean): string | undefined {
  const known = classes[char];
  if (known !== undefined) return known;
  // Letters have a meaning that Lucene does not know.
  if (/[A-Za-z0-9]/.test(char)) return undefined;
  return quoteLucene(isLower ? char.toLowerCase() : char);
}

function characterClass(members: string, negated: string, isLower: boolean): string | undefined {
  const inner = members.replace(/\\([dws])/g, (_, char: string) => (classes[char] ?? '').slice(1, -1));
  if (/\\[A-Za-z0-9]/.test(inner)) return undefined;
  return `[${negated}${isLower ? inner.toLowerCase() : inner}]`;
}
