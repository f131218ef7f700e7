import { existsSync, statSync } from 'node:fs';
import { mkdir, writeFile } from 'node:fs/promises';
import { dirname, extname, join } from 'node:path';
import { type Provider, providers } from '../activity/vocabulary.ts';
import {
  type ContainerDefinition,
  containersOf,
  findContainer,
  type OutputFile,
} from '../emulate/containers/index.ts';
import type { EmulatedRecord } from '../emulate/emulated-record.ts';
import { cloudName } from '../report/atomic-text.ts';
import { CommandError, exitCodes } from './exit-codes.ts';
import { openOutput } from './output-file.ts';
import type { Terminal } from './terminal.ts';

export interface EmulatedOutput {
  /** A file, a folder, or nothing for stdout. */
  readonly output?: string;
  readonly container?: string;
  readonly force?: boolean;
}

/** What several clouds can share a file or stdout in. */
const SHARED = 'lines';

/** Ends with `/`, is a folder, or is not there and has no extension. */
function isFolder(path: string): boolean {
  return existsSync(path) ? statSync(path).isDirectory() : path.endsWith('/') || extname(path) === '';
}

/**
 * The container of each cloud that has tests.
 *
 * @throws CommandError for one that the cloud does not have, and for one that does not fit where it has to go
 */
export function chooseContainers(
  clouds: readonly Provider[],
  { output, container }: EmulatedOutput,
): ReadonlyMap<Provider, ContainerDefinition> {
  const folder = output !== undefined && output !== '-' && isFolder(output);
  const chosen = new Map<Provider, ContainerDefinition>();
  for (const cloud of providers.filter((one) => clouds.includes(one))) {
    const all = containersOf(cloud);
    const found = findContainer(cloud, container ?? (folder ? (all[0]?.name ?? '') : SHARED));
    if (!found) {
      const there = all.map(({ name }) => name).join(', ');
      throw new CommandError(`'${container}' is no container of ${cloudName(cloud)}; there are ${there}.`);
    }
    if (found.layout === 'folder' && !folder)
      throw new CommandError(`'${found.name}' is a folder of files: name a folder with -o.`);
    chosen.set(cloud, found);
  }
  if (!folder && chosen.size > 1 && [...chosen.values()].some(({ name }) => name !== SHARED))
    throw new CommandError(
      `records of several clouds fit into one file as '${SHARED}' only; or name a folder with -o.`,
    );
  return chosen;
}

/**
 * Writes records in their containers: to a folder, a file or stdout.
 *
 * @returns the paths written
 * @throws CommandError when a file is there already, or cannot be written
 */
export async function writeEmulated(
  records: readonly EmulatedRecord[],
  containers: ReadonlyMap<Provider, ContainerDefinition>,
  { output, force = false }: EmulatedOutput,
  terminal: Terminal,
): Promise<readonly string[]> {
  const files = [...containers].flatMap(([cloud, container]) =>
    container.write(records.filter(({ provider }) => provider === cloud)),
  );
  if (output === undefined || output === '-' || !isFolder(output)) {
    const file = await openOutput(output, force, terminal);
    for (const { content } of files) await file.writeData(String(content));
    await file.close();
    return output === undefined || output === '-' ? [] : [output];
  }
  const paths = files.map(({ path }) => join(output, path));
  const there = force ? undefined : paths.find((path) => existsSync(path));
  if (there !== undefined)
    throw new CommandError(
      `${there} exists already. Use --force to overwrite it, or another folder with -o.`,
    );
  for (const file of files) await write(join(output, file.path), file);
  return paths;
}

async function write(path: string, { content }: OutputFile): Promise<void> {
  try {
    await mkdir(dirname(path), { recursive: true });
    await writeFile(path, content);
  } catch (error) {
    const why = error instanceof Error ? error.message : String(error);
    throw new CommandError(`${path} cannot be written: ${why}`, {
      code: exitCodes.outputFailed,
      cause: error,
    });
  }
}
