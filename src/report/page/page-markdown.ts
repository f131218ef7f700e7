import { plain } from '../markdown-text.ts';
import type { Block, Inline, Page, Section, ShownCommand } from './page.ts';
import { commandLines } from './wrap.ts';

const WIDTH = 100;

/** A page as Markdown (CommonMark with tables). */
export function pageMarkdown(page: Page): string {
  const parts = [`# ${plain(page.title)}`, ...page.sections.flatMap((section) => sectionLines(section, 2))];
  return `${parts.join('\n\n')}\n`;
}

function sectionLines({ title, blocks, sections = [] }: Section, depth: number): string[] {
  return [
    `${'#'.repeat(Math.min(6, depth))} ${plain(title)}`,
    ...blocks.map(blockText),
    ...sections.flatMap((inner) => sectionLines(inner, depth + 1)),
  ];
}

function blockText(block: Block): string {
  if (block.kind === 'paragraph') return spans(block.text);
  if (block.kind === 'list') return block.items.map((item) => `- ${spans(item)}`).join('\n');
  if (block.kind === 'facts')
    return table(
      ['', ''],
      block.rows.map(([name, value]) => [plain(name), spans(value)]),
    );
  if (block.kind === 'table')
    return table(
      block.head.map(plain),
      block.rows.map((row) => row.map(spans)),
    );
  if (block.kind === 'code') {
    const caption = block.caption === undefined ? '' : `${plain(block.caption)}\n\n`;
    return caption + fenced(block.language, block.text);
  }
  return block.commands.map(commandText).join('\n\n');
}

function commandText({ words, expect }: ShownCommand): string {
  const command = fenced('sh', commandLines(words, WIDTH).join('\n'));
  return expect === undefined ? command : `${command}\n\n→ ${spans(withCode(expect))}`;
}

function withCode(text: string): Inline {
  return text
    .split('`')
    .map((part, index) => ({ kind: index % 2 === 1 ? ('code' as const) : ('text' as const), text: part }));
}

/** A fence that is longer than any run of back-quotes in the text, so that nothing in it ends it. */
function fenced(language: string, text: string): string {
  const longest = Math.max(2, ...[...text.matchAll(/`+/g)].map(([run]) => run.length));
  const fence = '`'.repeat(longest + 1);
  // Line ends stay, everything else that acts is shown.
  const safe = text
    .trimEnd()
    .split('\n')
    .map((line) => line.replace(/[\p{Cc}\p{Cf}\p{Zl}\p{Zp}]/gu, '\u{fffd}'));
  return `${fence}${language}\n${safe.join('\n')}\n${fence}`;
}

function table(head: readonly string[], rows: readonly (readonly string[])[]): string {
  const line = (cells: readonly string[]): string => `| ${cells.join(' | ')} |`;
  return [line(head), line(head.map(() => '---')), ...rows.map(line)].join('\n');
}

function spans(text: Inline): string {
  return text
    .map((span) => {
      if (span.kind === 'code') return code(span.text);
      if (span.kind === 'strong') return `**${plain(span.text)}**`;
      if (span.kind === 'link' && isWeb(span.url)) return `[${plain(span.text)}](<${address(span.url)}>)`;
      return plain(span.text);
    })
    .join('');
}

/** Code within a line; a text with back-quotes or bars of its own is written as text. */
function code(text: string): string {
  return /^[^`|\p{Cc}\p{Cf}]+$/u.test(text) ? `\`${text}\`` : plain(text);
}

function isWeb(url: string): boolean {
  return /^https?:\/\/[^\s<>]+$/i.test(url);
}

function address(url: string): string {
  return url.replaceAll('|', '%7C');
}
