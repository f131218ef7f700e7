import { Command, Option } from 'commander';
import { type Family, familyOf, findResources } from '../../detect/lineage/family.ts';
import { terminalSafe } from '../../report/escape.ts';
import { lineageDot, lineageJson, lineageMermaid, lineageTree } from '../../report/lineage-text.ts';
import { CommandError, type ExitCode, exitCodes } from '../exit-codes.ts';
import { type ReadingOptions, readingOptions, readLogs } from '../reading.ts';
import { printData, type Terminal } from '../terminal.ts';
import { oneOf } from '../values.ts';

const formats: Readonly<Record<string, (family: Family, asked: string, colour: boolean) => string>> = {
  text: lineageTree,
  json: lineageJson,
  dot: lineageDot,
  mermaid: lineageMermaid,
};

interface LineageOptions extends ReadingOptions {
  readonly format: string;
}

const MOST_CHOICES = 10;

const examples = `
Examples:
  nephoscope lineage snap-0a1b2c3d4e5f60718 logs/       what it came from, and what came from that
  nephoscope lineage restored-disk logs/ -f mermaid     the end of a path is enough`;

export function lineageCommand(terminal: Terminal, finish: (code: ExitCode) => void): Command {
  const command = new Command('lineage')
    .description(
      'Follow a resource: which volume, snapshot, image or instance it came from, and what came from it.',
    )
    .argument('<resource>', 'its id, or the end of it')
    .argument('<path...>', 'audit logs: files, folders, globs, or - for standard input')
    .addHelpText('after', examples);
  readingOptions(command);
  return command
    .addOption(
      new Option('-f, --format <format>', 'text, json, dot, mermaid')
        .argParser(oneOf(Object.keys(formats)))
        .default('text'),
    )
    .action(async (resource: string, paths: string[], options: LineageOptions) =>
      finish(await lineage(resource, paths, options, terminal)),
    );
}

async function lineage(
  resource: string,
  paths: readonly string[],
  options: LineageOptions,
  terminal: Terminal,
): Promise<ExitCode> {
  const result = await readLogs(paths, options, terminal);
  const nodes = [...result.lineage.all()];
  const [node, ...others] = findResources(nodes, resource);
  if (!node) {
    throw new CommandError(
      `${terminalSafe(resource)}: these logs do not show where it came from or what came from it ` +
        `(${nodes.length} resources are followed in them).`,
      { code: exitCodes.usage },
    );
  }
  if (others.length > 0) {
    const keys = [node, ...others].map(({ key }) => `  ${terminalSafe(key)}`);
    const more = keys.length > MOST_CHOICES ? `\n  … and ${keys.length - MOST_CHOICES} more` : '';
    throw new CommandError(
      `${terminalSafe(resource)} is the end of several ids; which one?\n${keys.slice(0, MOST_CHOICES).join('\n')}${more}`,
    );
  }
  const family = familyOf(nodes, node.key);
  const text = formats[options.format]?.(family, node.key, terminal.outColour) ?? '';
  // The tree has colours, and escapes names itself.
  if (options.format === 'text') await terminal.out(text);
  else await printData(terminal, text);
  return result.interrupted ? exitCodes.interrupted : exitCodes.done;
}
