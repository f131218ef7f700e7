/** One simple command of a shell script. */
export interface ShellCommand {
  /** Its words as they are written, quotes included; assignments and keywords before it left out. */
  readonly words: readonly string[];
  /** `name=value` words before it, or by themselves. */
  readonly assignments: readonly { readonly name: string; readonly value: string }[];
  /** Variable of a `for` loop, with what it takes. */
  readonly loop?: { readonly name: string; readonly values: readonly string[] };
  /** It stands in `$(…)` or backquotes. */
  readonly substituted: boolean;
  /** Its output goes into another command. */
  readonly piped: boolean;
  /** Line in the script, from 0. */
  readonly line: number;
}

const keywords = new Set([
  'if',
  'then',
  'elif',
  'else',
  'fi',
  'do',
  'done',
  'while',
  'until',
  '{',
  '}',
  '!',
  'esac',
]);

/**
 * The simple commands of a script for `sh`, those in substitutions included. It is no shell: it knows quotes, substitutions,
 * comments and separators, which is what lint needs to say who is called with what.
 */
export function shellCommands(script: string): ShellCommand[] {
  return new Scanner(script, 0, false).commands;
}

class Scanner {
  readonly commands: ShellCommand[] = [];
  private readonly text: string;
  private readonly substituted: boolean;
  private readonly firstLine: number;
  private at = 0;
  private words: string[] = [];
  private word = '';
  private start = 0;

  constructor(text: string, firstLine: number, substituted: boolean) {
    this.text = text;
    this.firstLine = firstLine;
    this.substituted = substituted;
    while (this.at < text.length) this.step();
    this.endCommand(false);
  }

  private step(): void {
    const { text } = this;
    const character = text[this.at] ?? '';
    if (character === '\\') {
      const next = text[this.at + 1] ?? '';
      if (next !== '\n') this.word += character + next;
      this.at += 2;
    } else if (character === "'") this.take(this.closing("'"));
    else if (character === '"') this.quoted();
    else if (text.startsWith('$(', this.at)) this.substitution();
    else if (character === '`') this.backquotes();
    else if (character === '#' && this.word === '') this.at = endOfLine(text, this.at);
    else if (/[ \t]/.test(character)) this.endWord(1);
    else if (/[\n;&|()]/.test(character)) this.separator(character);
    else this.take(this.at + 1);
  }

  /** Moves what stands before `end` into the word. */
  private take(end: number): void {
    this.word += this.text.slice(this.at, end);
    this.at = end;
  }

  private closing(quote: string): number {
    const end = this.text.indexOf(quote, this.at + 1);
    return end < 0 ? this.text.length : end + 1;
  }

  private quoted(): void {
    this.take(this.at + 1);
    while (this.at < this.text.length) {
      if (this.text[this.at] === '"') {
        this.take(this.at + 1);
        return;
      }
      if (this.text[this.at] === '\\') this.take(this.at + 2);
      else if (this.text.startsWith('$(', this.at)) this.substitution();
      else if (this.text[this.at] === '`') this.backquotes();
      else this.take(this.at + 1);
    }
  }

  private substitution(): void {
    let depth = 0;
    let end = this.at + 1;
    for (; end < this.text.length; end += 1) {
      if (this.text[end] === "'") end = Math.max(end, this.text.indexOf("'", end + 1));
      else if (this.text[end] === '(') depth += 1;
      else if (this.text[end] === ')') depth -= 1;
      if (depth === 0) break;
    }
    this.inner(this.at + 2, end);
    this.take(end + 1);
  }

  private backquotes(): void {
    const end = this.closing('`');
    this.inner(this.at + 1, end - 1);
    this.take(end);
  }

  private inner(from: number, to: number): void {
    this.commands.push(...new Scanner(this.text.slice(from, to), this.lineOf(from), true).commands);
  }

  private separator(character: string): void {
    this.endWord(0);
    const isPipe = character === '|' && this.text[this.at + 1] !== '|';
    this.endCommand(isPipe);
    this.at += this.text[this.at + 1] === character && /[&|;]/.test(character) ? 2 : 1;
  }

  private endWord(skip: number): void {
    if (this.word !== '') {
      if (this.words.length === 0) this.start = this.at;
      this.words.push(this.word);
    }
    this.word = '';
    this.at += skip;
  }

  private endCommand(piped: boolean): void {
    this.endWord(0);
    const { words } = this;
    this.words = [];
    while (words.length > 0 && keywords.has(words[0] ?? '')) words.shift();
    if (words.length === 0) return;
    const common = { substituted: this.substituted, piped, line: this.lineOf(this.start) };
    const [, name = '', , ...values] = words;
    if (words[0] === 'for') {
      this.commands.push({ ...common, words: [], assignments: [], loop: { name, values } });
      return;
    }
    const assignments: { name: string; value: string }[] = [];
    while (words.length > 0) {
      const found = /^([A-Za-z_]\w*)=([\s\S]*)$/.exec(words[0] ?? '');
      if (!found) break;
      assignments.push({ name: found[1] ?? '', value: found[2] ?? '' });
      words.shift();
    }
    this.commands.push({ ...common, words, assignments });
  }

  private lineOf(offset: number): number {
    return this.firstLine + this.text.slice(0, offset).split('\n').length - 1;
  }
}

function endOfLine(text: string, at: number): number {
  const end = text.indexOf('\n', at);
  return end < 0 ? text.length : end;
}

/** Names of the variables in a word: `$name`, `${name}`. What stands in single quotes is no variable. */
export function variablesIn(word: string): string[] {
  const open = word.replaceAll(/'[^']*'/g, '');
  return [...open.matchAll(/\$(?:\{([A-Za-z_]\w*)|([A-Za-z_]\w*))/g)].map(([, a, b]) => a ?? b ?? '');
}
