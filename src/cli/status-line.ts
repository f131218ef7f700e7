import type { Terminal } from './terminal.ts';

const EVERY_MS = 100;

/** One line on stderr that is drawn over itself; silent where stderr is no terminal. */
export class StatusLine {
  private readonly terminal: Terminal;
  private drawn = 0;
  private shown = false;

  constructor(terminal: Terminal) {
    this.terminal = terminal;
  }

  /** Whether it is time to draw again. */
  get isDue(): boolean {
    return this.terminal.errIsTerminal && this.terminal.now() - this.drawn >= EVERY_MS;
  }

  show(text: string): void {
    if (!this.isDue) return;
    this.drawn = this.terminal.now();
    this.shown = true;
    this.terminal.err(`\r\u001b[2K${text.slice(0, this.terminal.width - 1)}`);
  }

  /** Shows a text that stays until the next one. */
  say(text: string): void {
    this.drawn = 0;
    this.show(text);
  }

  clear(): void {
    if (this.shown) this.terminal.err('\r\u001b[2K');
    this.shown = false;
  }
}
