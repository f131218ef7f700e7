import { existsSync, statSync } from 'node:fs';
import { mkdir } from 'node:fs/promises';
import { join } from 'node:path';
import type { CarriedRule, SiemTarget } from '../convert/index.ts';
import { CommandError, exitCodes } from './exit-codes.ts';
import { openOutput } from './output-file.ts';
import { printData, type Terminal } from './terminal.ts';

interface QueryOptions {
  readonly output?: string;
  readonly force?: boolean;
  readonly format: 'text' | 'json';
}

/**
 * Writes queries to stdout, into one file, or into a folder with a file of each.
 *
 * @throws CommandError when a file exists and `force` is not set, before any is written; and when one cannot be written
 */
export async function writeQueries(
  carried: readonly CarriedRule[],
  target: SiemTarget,
  { output, force = false, format }: QueryOptions,
  terminal: Terminal,
): Promise<void> {
  if (format === 'text' && output !== undefined && isFolder(output))
    return writeFolder(filesOf(carried, target), output, force, terminal);
  const text =
    format === 'json'
      ? `${JSON.stringify(carried.map(plain), null, 2)}\n`
      : carried.flatMap(({ queries }) => queries.map(({ document }) => document)).join('\n');
  if (output === undefined) return printData(terminal, text);
  await writeFile(output, text, force, terminal);
}

function isFolder(path: string): boolean {
  return /[\\/]$/.test(path) || (existsSync(path) && statSync(path).isDirectory());
}

async function writeFile(path: string, text: string, force: boolean, terminal: Terminal): Promise<void> {
  const file = await openOutput(path, force, terminal);
  await file.writeData(text);
  await file.close();
}

async function writeFolder(
  files: ReadonlyMap<string, string>,
  folder: string,
  force: boolean,
  terminal: Terminal,
): Promise<void> {
  await mkdir(folder, { recursive: true }).catch((error: unknown) => {
    const why = error instanceof Error ? error.message : String(error);
    throw new CommandError(`${folder} cannot be made: ${why}`, {
      code: exitCodes.outputFailed,
      cause: error,
    });
  });
  const there = force ? [] : [...files.keys()].filter((name) => existsSync(join(folder, name)));
  const [first] = there;
  if (first !== undefined) {
    const others = there.length > 1 ? ` and ${there.length - 1} more` : '';
    throw new CommandError(
      `${join(folder, first)}${others} exist already. Use --force to overwrite, or another folder with -o.`,
    );
  }
  for (const [name, text] of files) await writeFile(join(folder, name), text, force, terminal);
}

/** Texts by names of files: the rule and the cloud, and where that is not enough the log and the id. */
function filesOf(carried: readonly CarriedRule[], { extension }: SiemTarget): ReadonlyMap<string, string> {
  const files = new Map<string, string>();
  for (const { rule, queries } of carried) {
    for (const { cloud, service, document } of queries) {
      const short = `${fileName(rule.name ?? rule.title)}.${cloud}`;
      const long = `${short}.${fileName(service)}.${fileName(rule.id)}`;
      files.set(freeName(files, [short, long], extension), document);
    }
  }
  return files;
}

/** Two versions of a rule have one name and one id: they are numbered. */
function freeName(
  files: ReadonlyMap<string, string>,
  names: readonly [short: string, long: string],
  extension: string,
): string {
  const isFree = (name: string): boolean => !files.has(`${name}.${extension}`);
  let name = names.find(isFree);
  for (let number = 2; name === undefined; number++) name = [`${names[1]}-${number}`].find(isFree);
  return `${name}.${extension}`;
}

/** A title as the name of a file: nothing that a path or a shell could act on. */
function fileName(title: string): string {
  const name = title
    .toLowerCase()
    .replace(/[^a-z0-9]+/g, '-')
    .replace(/^-+|-+$/g, '');
  return name.slice(0, 80) || 'rule';
}

function plain({ rule, target, queries, refusals }: CarriedRule): object {
  const { id, title, name, level, source } = rule;
  return {
    rule: { id, title, ...(name === undefined ? {} : { name }), level, path: source.path },
    target,
    queries: queries.map(({ document: _, ...query }) => query),
    refusals,
  };
}
