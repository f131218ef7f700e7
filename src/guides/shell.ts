/** The words of a command that a shell would see; quotes are gone. */
export type Words = readonly string[];

const bareSpecial = /[|&;()$`\\*?[\]#!{}]/;

/**
 * Splits a command into words, as a POSIX shell does. Only one plain call is understood: blanks, single and double quotes.
 * Everything that a shell would act on (pipes, redirections, variables, patterns) is refused, so that a filled command
 * does no more than what stands there. `<NAME>` is a placeholder, not a redirection.
 *
 * @returns the words, or what is wrong with the command
 */
export function shellWords(command: string): Words | string {
  const text = command.replace(/\s+/g, ' ').trim();
  const words: string[] = [];
  let word: string | undefined;
  let index = 0;
  while (index < text.length) {
    const char = text[index] ?? '';
    if (char === ' ') {
      if (word !== undefined) words.push(word);
      word = undefined;
      index += 1;
      continue;
    }
    const part = char === "'" || char === '"' ? quoted(text, index) : bare(text, index, word === undefined);
    if (typeof part === 'string') return part;
    word = (word ?? '') + part.text;
    index = part.end;
  }
  if (word !== undefined) words.push(word);
  return words.length === 0 ? 'there is no command' : words;
}

interface Part {
  readonly text: string;
  readonly end: number;
}

function quoted(text: string, start: number): Part | string {
  const quote = text[start] ?? '';
  const rest = text.slice(start + 1);
  // Within double quotes, `\"` is a quotation mark.
  const inner = (quote === '"' ? /^(?:[^"\\]|\\.)*(?=")/ : /^[^']*(?=')/).exec(rest)?.[0];
  if (inner === undefined) return `the quote ${quote} is not closed`;
  const end = start + inner.length + 2;
  if (quote === "'") return { text: inner, end };
  const plain = inner.replaceAll('\\"', '"');
  const active = /[$`\\!]/.exec(plain)?.[0];
  if (active !== undefined) return `'${active}' within double quotes is acted on by the shell`;
  return { text: plain, end };
}

function bare(text: string, start: number, isFirst: boolean): Part | string {
  const placeholder = /^<[A-Z][A-Z0-9_]*>/.exec(text.slice(start))?.[0];
  if (placeholder !== undefined) return { text: placeholder, end: start + placeholder.length };
  const char = text[start] ?? '';
  const special = bareSpecial.test(char) || char === '<' || char === '>' || (char === '~' && isFirst);
  if (special) return `'${char}' is acted on by the shell: quote it`;
  return { text: char, end: start + 1 };
}

/** A word as a POSIX shell reads it back: as it is when nothing in it is special, else in quotes, its option outside. */
export function shellQuote(word: string): string {
  if (/^[\w/:=.,@%+-]+$/.test(word) && !word.startsWith('=')) return word;
  const option = /^--[\w-]+=/.exec(word)?.[0] ?? '';
  const value = word.slice(option.length);
  if (value.includes("'") && !/[$`\\!]/.test(value)) return `${option}"${value.replaceAll('"', '\\"')}"`;
  return `${option}'${value.replaceAll("'", `'"'"'`)}'`;
}
