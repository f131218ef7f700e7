import { type Command, Option } from 'commander';
import type { Page } from '../report/page/page.ts';
import { pageHtml } from '../report/page/page-html.ts';
import { pageMarkdown } from '../report/page/page-markdown.ts';
import { pageText } from '../report/page/page-text.ts';
import { extensionOf, openOutput } from './output-file.ts';
import type { Terminal } from './terminal.ts';
import { oneOf } from './values.ts';

/** A page in a file is not wrapped to the terminal. */
const FILE_WIDTH = 100;

const pageFormats = ['text', 'markdown', 'html', 'json'] as const;
type PageFormat = (typeof pageFormats)[number];

export interface PageOptions {
  readonly format?: PageFormat;
  readonly output?: string;
  readonly force?: boolean;
}

/** How a page is written, and to where. */
export function pageOptions(command: Command): void {
  command
    .addOption(
      new Option(
        '-f, --format <format>',
        `${pageFormats.join(', ')} (default: text, or what the name of the file says)`,
      ).argParser(oneOf(pageFormats)),
    )
    .option('-o, --output <file>', 'write to a file (.md, .html, .json and .txt choose the format)')
    .option('--force', 'overwrite an existing output file');
}

/** Writes a page, or the same as data. @throws CommandError when the file exists or cannot be written */
export async function writePage(
  page: Page,
  json: () => unknown,
  options: PageOptions,
  terminal: Terminal,
): Promise<void> {
  const toFile = options.output !== undefined && options.output !== '-';
  const format = options.format ?? (toFile ? formatOf(options.output ?? '') : 'text');
  const output = await openOutput(options.output, options.force ?? false, terminal);
  if (format === 'text') {
    const width = toFile ? FILE_WIDTH : terminal.width;
    // The text has colours, and escapes names itself.
    await output.write(pageText(page, { width, colour: terminal.outColour && !toFile }));
  } else if (format === 'markdown') await output.writeData(pageMarkdown(page));
  else if (format === 'html') await output.writeData(pageHtml(page));
  else await output.writeData(`${JSON.stringify(json(), null, 2)}\n`);
  await output.close();
}

function formatOf(path: string): PageFormat {
  const formats: Readonly<Record<string, PageFormat>> = {
    md: 'markdown',
    html: 'html',
    htm: 'html',
    json: 'json',
  };
  return formats[extensionOf(path)] ?? 'text';
}
