import { existsSync, statSync } from 'node:fs';
import { resolve } from 'node:path';
import { type Listing, listInputs } from '../sources/index.ts';
import { isPartOfLake } from '../store/places.ts';
import { CommandError } from './exit-codes.ts';

/** What is read: files, or a lake. */
export type ReadSource =
  | { readonly kind: 'files'; readonly listing: Listing }
  | { readonly kind: 'lake'; readonly lake: string };

/** @throws CommandError when an output is one of the inputs: evidence is never written over */
export function refuseInputsAsOutputs(
  source: ReadSource,
  more: Listing['inputs'],
  outputs: readonly (string | boolean | undefined)[],
): void {
  for (const output of outputs) {
    if (typeof output !== 'string' || output === '-') continue;
    const place = resolve(output);
    if (isOneOf(more, place) || isInput(source, place)) {
      throw new CommandError(
        `${output} is one of the inputs: it would be written over. Choose another name.`,
      );
    }
  }
}

/**
 * The same for commands that read what paths name: logs, queries, rules, lists.
 *
 * @throws CommandError when the output is one of them
 */
export async function keepInputs(
  read: readonly (string | undefined)[],
  output: string | undefined,
): Promise<void> {
  if (output === undefined || output === '-' || !existsSync(output)) return;
  const paths = read.filter((path) => path !== undefined && path !== '-') as string[];
  refuseInputsAsOutputs({ kind: 'files', listing: await listInputs(paths) }, [], [output]);
}

function isInput(source: ReadSource, place: string): boolean {
  if (source.kind === 'lake') return isPartOfLake(source.lake, place);
  return isOneOf(source.listing.inputs, place);
}

function isOneOf(inputs: Listing['inputs'], place: string): boolean {
  const there = identityOf(place);
  return inputs.some(
    ({ path, source }) =>
      source === 'file' && (resolve(path) === place || (there !== undefined && identityOf(path) === there)),
  );
}

/** The file itself, whatever links lead to it; undefined when there is none. */
function identityOf(path: string): string | undefined {
  try {
    const { dev, ino } = statSync(path, { bigint: true });
    return `${dev} ${ino}`;
  } catch {
    // Not there, below a file, or in a folder that may not be looked into.
    return undefined;
  }
}
