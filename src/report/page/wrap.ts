/** A piece of text of which each part is painted after it was wrapped. */
export interface Painted {
  readonly text: string;
  readonly paint: (text: string) => string;
}

/**
 * Breaks a line of pieces at blanks so that it fits; a word that is longer than a line stays whole, so that addresses and ids
 * can be copied.
 */
export function wrap(pieces: readonly Painted[], width: number): string[] {
  const lines: string[] = [];
  let line = '';
  let used = 0;
  for (const word of wordsOf(pieces)) {
    const size = word.reduce((sum, { text }) => sum + text.length, 0);
    if (used > 0 && used + 1 + size > width) {
      lines.push(line);
      line = '';
      used = 0;
    }
    line += (used > 0 ? ' ' : '') + word.map(({ text, paint }) => paint(text)).join('');
    used += (used > 0 ? 1 : 0) + size;
  }
  if (used > 0) lines.push(line);
  return lines;
}

/** Words that may go over the border of pieces: `` `code`, `` is one. */
function wordsOf(pieces: readonly Painted[]): Painted[][] {
  const words: Painted[][] = [];
  let open: Painted[] = [];
  const close = (): void => {
    if (open.length > 0) words.push(open);
    open = [];
  };
  for (const { text, paint } of pieces) {
    for (const [index, part] of text.split(/\s+/).entries()) {
      if (index > 0) close();
      if (part !== '') open.push({ text: part, paint });
    }
  }
  close();
  return words;
}

/** The words of a command in lines that a shell joins again; an option stays with its values. */
export function commandLines(words: readonly string[], width: number): string[] {
  const lines: string[] = [];
  let line = '';
  for (const group of groupsOf(words)) {
    if (line !== '' && line.length + 1 + group.length + 2 > width) {
      lines.push(`${line} \\`);
      line = `  ${group}`;
    } else line = line === '' ? group : `${line} ${group}`;
  }
  // A text of several lines stays one; blanks before its lines say nothing.
  return [...lines, line]
    .filter((one) => one !== '')
    .flatMap((one) => one.split('\n'))
    .map((one, index) => (index > 0 && !/^ /.test(one) ? `  ${one}` : one));
}

function groupsOf(words: readonly string[]): string[] {
  const groups: string[] = [];
  let group: string[] = [];
  for (const word of words) {
    const begins = /^'?-/.test(word) || word.length > LONG_WORD;
    if (begins && group.length > 0) {
      // A long value stands on a line of its own, below its option.
      groups.push(group.join(' '));
      group = [];
    }
    group.push(word);
  }
  return group.length > 0 ? [...groups, group.join(' ')] : groups;
}

const LONG_WORD = 50;
