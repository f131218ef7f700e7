/** A word, number, text or sign of a query. */
export interface Token {
  readonly kind: 'word' | 'number' | 'text' | 'quoted' | 'regex' | 'sign' | 'end';
  readonly text: string;
  readonly at: number;
}

/** A reader of tokens that fails loudly: a query that it does not understand is a broken query. */
export class TokenReader {
  private readonly tokens: readonly Token[];
  private place = 0;

  constructor(tokens: readonly Token[]) {
    this.tokens = tokens;
  }

  get current(): Token {
    return this.tokens[this.place] ?? { kind: 'end', text: '', at: -1 };
  }

  peek(offset = 1): Token {
    return this.tokens[this.place + offset] ?? { kind: 'end', text: '', at: -1 };
  }

  next(): Token {
    const token = this.current;
    this.place += 1;
    return token;
  }

  is(...texts: readonly string[]): boolean {
    const { kind, text } = this.current;
    return (
      (kind === 'sign' || kind === 'word') && texts.some((one) => one.toLowerCase() === text.toLowerCase())
    );
  }

  take(...texts: readonly string[]): boolean {
    if (!this.is(...texts)) return false;
    this.place += 1;
    return true;
  }

  expect(...texts: readonly string[]): Token {
    if (!this.is(...texts)) this.fail(`expected ${texts.join(' or ')}`);
    return this.next();
  }

  fail(message: string): never {
    const around = this.tokens.slice(Math.max(0, this.place - 4), this.place + 5).map(({ text }) => text);
    throw new Error(`${message}, found "${this.current.text}" near: ${around.join(' ')}`);
  }
}
