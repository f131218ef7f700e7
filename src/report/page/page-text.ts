import { paint } from '../colour.ts';
import { terminalSafe } from '../escape.ts';
import type { ReportContext } from '../report.ts';
import type { Block, Inline, Page, Section, ShownCommand } from './page.ts';
import { commandLines, type Painted, wrap } from './wrap.ts';

/** Longer lines of prose are hard to read, however wide the terminal is. */
const WIDEST = 100;

/** A page for a terminal: wrapped to its width, with colours when it has them. */
export function pageText(page: Page, { width, colour }: ReportContext): string {
  const writer = new TextWriter(Math.max(40, Math.min(width, WIDEST)), colour);
  writer.title(page.title);
  for (const section of page.sections) writer.section(section, 0);
  return writer.text();
}

class TextWriter {
  private readonly width: number;
  private readonly colour: boolean;
  private readonly lines: string[] = [];

  constructor(width: number, colour: boolean) {
    this.width = width;
    this.colour = colour;
  }

  text(): string {
    return `${this.lines.join('\n')}\n`;
  }

  title(text: string): void {
    for (const line of wrap([this.piece(text, 'bold')], this.width)) this.lines.push(line);
  }

  section({ title, blocks, sections = [] }: Section, depth: number): void {
    const heading = depth === 0 ? title.toUpperCase() : title;
    this.lines.push('', paint(depth === 0 ? ['bold', 'cyan'] : 'bold', terminalSafe(heading), this.colour));
    for (const [index, block] of blocks.entries()) {
      const above = blocks[index - 1];
      // A command stands right below what is said of it.
      const isBelow = above?.kind === 'paragraph' && (block.kind === 'commands' || block.kind === 'list');
      if (index > 0 && !isBelow) this.lines.push('');
      this.block(block);
    }
    for (const inner of sections) this.section(inner, depth + 1);
  }

  private block(block: Block): void {
    if (block.kind === 'paragraph') this.wrapped(block.text, '  ', '  ');
    else if (block.kind === 'list') for (const item of block.items) this.wrapped(item, '  - ', '    ');
    else if (block.kind === 'facts') this.facts(block.rows);
    else if (block.kind === 'table') this.table(block.head, block.rows);
    else if (block.kind === 'code') this.code(block.text, block.caption);
    else for (const command of block.commands) this.command(command);
  }

  private facts(rows: readonly (readonly [string, Inline])[]): void {
    const label = Math.min(20, Math.max(...rows.map(([name]) => name.length))) + 2;
    for (const [name, value] of rows) {
      this.wrapped(value, `  ${name.padEnd(label)}`, ' '.repeat(label + 2), name.length > label - 2);
    }
  }

  /** Side by side where it fits, else one below the other. */
  private table(head: readonly string[], rows: readonly (readonly Inline[])[]): void {
    const widths = head.map((name, column) =>
      Math.max(name.length, ...rows.map((row) => lengthOf(row[column] ?? []))),
    );
    if (widths.reduce((sum, one) => sum + one + 2, 2) <= this.width) {
      const line = (cells: readonly string[]): string => `  ${cells.join('  ').trimEnd()}`;
      this.lines.push(
        paint('dim', line(head.map((name, index) => name.padEnd(widths[index] ?? 0))), this.colour),
      );
      for (const row of rows) {
        this.lines.push(
          line(
            row.map(
              (cell, index) =>
                this.painted(cell) + ' '.repeat(Math.max(0, (widths[index] ?? 0) - lengthOf(cell))),
            ),
          ),
        );
      }
      return;
    }
    for (const [index, row] of rows.entries()) {
      if (index > 0) this.lines.push('');
      const [first = [], ...others] = row;
      this.wrapped(first, '  - ', '    ');
      for (const [column, cell] of others.entries()) {
        if (cell.length === 0) continue;
        const name = `${head[column + 1] ?? ''}: `;
        this.wrapped([{ kind: 'text', text: name }, ...cell], '    ', '      ');
      }
    }
  }

  private code(text: string, caption: string | undefined): void {
    if (caption !== undefined) this.wrapped([{ kind: 'strong', text: caption }], '  ', '  ');
    for (const line of text.trimEnd().split('\n')) {
      this.lines.push(`    ${paint('cyan', terminalSafe(line), this.colour)}`.trimEnd());
    }
  }

  private command({ words, expect }: ShownCommand): void {
    for (const line of commandLines(words, this.width - 4)) {
      this.lines.push(`    ${paint('cyan', terminalSafe(line), this.colour)}`);
    }
    if (expect !== undefined)
      this.wrapped([{ kind: 'text', text: '→ ' }, ...codeless(expect)], '      ', '        ');
  }

  /** @param isLong the lead is longer than the others': the text begins below it */
  private wrapped(text: Inline, lead: string, indent: string, isLong = false): void {
    const lines = wrap(this.pieces(text), this.width - indent.length);
    const safe = paint('dim', terminalSafe(lead), this.colour);
    if (isLong) this.lines.push(safe);
    for (const [index, line] of lines.entries()) {
      this.lines.push((index === 0 && !isLong ? safe : indent) + line);
    }
  }

  private painted(text: Inline): string {
    return this.pieces(text)
      .map((piece) => piece.paint(piece.text))
      .join('');
  }

  private pieces(text: Inline): Painted[] {
    return text.flatMap((span) => {
      if (span.kind === 'code') return this.piece(span.text, 'cyan');
      if (span.kind === 'strong') return this.piece(span.text, 'bold');
      if (span.kind === 'text' || span.text === span.url) return this.piece(span.text);
      return [this.piece(`${span.text} `), this.piece(`<${span.url}>`, 'dim')];
    });
  }

  private piece(text: string, style?: Parameters<typeof paint>[0]): Painted {
    return {
      text: terminalSafe(text),
      paint: (part) => (style === undefined ? part : paint(style, part, this.colour)),
    };
  }
}

function lengthOf(text: Inline): number {
  return text.reduce((sum, span) => {
    const address = span.kind === 'link' && span.text !== span.url ? span.url.length + 3 : 0;
    return sum + terminalSafe(span.text).length + address;
  }, 0);
}

function codeless(text: string): Inline {
  return [{ kind: 'text', text: text.replaceAll('`', '') }];
}
