import type { Span } from '../core/diagnostic.ts';
import type { Entry, Node } from '../lang/sigma/located.ts';

const DEEPEST = 64;

/** A JSON text that is none: what is wrong, and where. */
export class JsonSyntaxError extends Error {
  override readonly name = 'JsonSyntaxError';
  readonly at: Span;

  constructor(message: string, at: Span) {
    super(message);
    this.at = at;
  }
}

/**
 * Reads one JSON document (RFC 8259) with the place of every key and value. Numbers keep their digits. Of a key that
 * occurs twice both stay, as in YAML.
 *
 * @throws JsonSyntaxError
 */
export function readJson(path: string, text: string): Node {
  return new JsonText(path, text).document();
}

class JsonText {
  private readonly path: string;
  private readonly text: string;
  private at: number;
  private line = 1;
  private lineStart = 0;

  constructor(path: string, text: string) {
    this.path = path;
    this.text = text;
    this.at = text.startsWith('\ufeff') ? 1 : 0;
  }

  document(): Node {
    const node = this.value(0);
    this.skip();
    if (this.at < this.text.length) this.fail('something follows the end of the document');
    return node;
  }

  private value(depth: number): Node {
    this.skip();
    if (depth > DEEPEST) this.fail(`nested deeper than ${DEEPEST} levels`);
    const first = this.text[this.at];
    if (first === '{') return this.object(depth);
    if (first === '[') return this.list(depth);
    if (first === '"') {
      const at = this.place();
      const from = this.at;
      const value = this.string();
      return { kind: 'scalar', value, at: { ...at, length: this.at - from } };
    }
    return this.word();
  }

  private object(depth: number): Node {
    const at = this.place();
    const entries: Entry[] = [];
    this.at += 1;
    this.skip();
    if (this.take('}')) return { kind: 'map', entries, at };
    for (;;) {
      this.skip();
      if (this.text[this.at] !== '"') this.fail('expected a key in quotation marks');
      const keyAt = this.place();
      const from = this.at;
      const key = this.string();
      const length = this.at - from;
      this.skip();
      if (!this.take(':')) this.fail(`expected ':' behind the key`);
      entries.push({ key, keyAt: { ...keyAt, length }, value: this.value(depth + 1) });
      this.skip();
      if (this.take('}')) return { kind: 'map', entries, at };
      if (!this.take(',')) this.fail(`expected ',' or '}'`);
    }
  }

  private list(depth: number): Node {
    const at = this.place();
    const items: Node[] = [];
    this.at += 1;
    this.skip();
    if (this.take(']')) return { kind: 'list', items, at };
    for (;;) {
      items.push(this.value(depth + 1));
      this.skip();
      if (this.take(']')) return { kind: 'list', items, at };
      if (!this.take(',')) this.fail(`expected ',' or ']'`);
    }
  }

  private string(): string {
    const from = this.at;
    let end = this.text.indexOf('"', from + 1);
    while (end !== -1 && this.isEscaped(end)) end = this.text.indexOf('"', end + 1);
    if (end === -1) this.fail('a quotation mark is not closed');
    const raw = this.text.slice(from, end + 1);
    try {
      const value = JSON.parse(raw) as string;
      this.at = end + 1;
      return value;
    } catch {
      return this.fail('the text holds a character or an escape that JSON does not know');
    }
  }

  private isEscaped(quote: number): boolean {
    let slashes = 0;
    while (this.text[quote - 1 - slashes] === '\\') slashes += 1;
    return slashes % 2 === 1;
  }

  private word(): Node {
    const at = this.place();
    const word = /[^\s,\]}:"{[]*/y;
    word.lastIndex = this.at;
    const found = word.exec(this.text)?.[0] ?? '';
    if (!/^(?:true|false|null|-?(?:0|[1-9]\d*)(?:\.\d+)?(?:[eE][+-]?\d+)?)$/.test(found)) {
      this.fail(this.at < this.text.length ? 'expected a value' : 'the text ends before the document does');
    }
    this.at += found.length;
    const value = JSON.parse(found) as number | boolean | null;
    const place = { ...at, length: found.length };
    return typeof value === 'number'
      ? { kind: 'scalar', value, decimal: found, at: place }
      : { kind: 'scalar', value, at: place };
  }

  private take(character: string): boolean {
    if (this.text[this.at] !== character) return false;
    this.at += 1;
    return true;
  }

  /** Line breaks stand between tokens only, so lines are counted here. */
  private skip(): void {
    for (;;) {
      const character = this.text[this.at];
      if (character === '\n') {
        this.line += 1;
        this.lineStart = this.at + 1;
      } else if (character !== ' ' && character !== '\t' && character !== '\r') return;
      this.at += 1;
    }
  }

  private place(): Span {
    return { file: this.path, line: this.line, column: this.at - this.lineStart + 1, length: 1 };
  }

  private fail(message: string): never {
    throw new JsonSyntaxError(message, this.place());
  }
}
