/** The cells of one row, read line by line: a cell in quotation marks may hold line breaks. */
export class CsvRow {
  readonly cells: string[] = [];
  private readonly separator: string;
  /** The cell in quotation marks that is being read. */
  private quoted: string | undefined;

  constructor(separator: string) {
    this.separator = separator;
  }

  /** Adds a line without any quotation mark that is a row by itself. */
  addPlain(line: string): 'whole' {
    // Not spread: a line may have more cells than a call may have arguments.
    for (const cell of withoutReturn(line).split(this.separator)) this.cells.push(cell);
    return 'whole';
  }

  /**
   * Adds the next line, without its line feed. `open`: a quotation mark is not closed yet; `broken`: something else than a
   * separator follows a closing one. A mark inside a cell that does not begin with one stands for itself.
   */
  add(line: string): 'whole' | 'open' | 'broken' {
    let at = 0;
    for (;;) {
      if (this.quoted === undefined && line[at] !== '"') {
        at = this.addBare(line, at);
        if (at < 0) return 'whole';
        continue;
      }
      if (this.quoted === undefined) at += 1;
      at = this.addQuoted(line, at);
      if (at < 0) return 'open';
      const rest = line.length - at;
      if (rest === 0 || (rest === 1 && line[at] === '\r')) return 'whole';
      if (line[at] !== this.separator) return 'broken';
      at += 1;
    }
  }

  /** Reads a cell without quotation marks around it; gives the place of the next, or -1 when it is the last. */
  private addBare(line: string, at: number): number {
    const end = line.indexOf(this.separator, at);
    this.cells.push(end === -1 ? withoutReturn(line.slice(at)) : line.slice(at, end));
    return end === -1 ? -1 : end + 1;
  }

  /** Reads on in a cell in quotation marks; gives the place behind the closing one, or -1 when there is none. */
  private addQuoted(line: string, from: number): number {
    let at = from;
    this.quoted ??= '';
    for (;;) {
      const close = line.indexOf('"', at);
      if (close === -1) {
        this.quoted += `${line.slice(at)}\n`;
        return -1;
      }
      this.quoted += line.slice(at, close);
      if (line[close + 1] !== '"') {
        this.cells.push(this.quoted);
        this.quoted = undefined;
        return close + 1;
      }
      this.quoted += '"';
      at = close + 2;
    }
  }
}

function withoutReturn(line: string): string {
  return line.endsWith('\r') ? line.slice(0, -1) : line;
}
