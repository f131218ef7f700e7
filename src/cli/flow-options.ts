import { type Command, Option } from 'commander';
import type { HuntFilesOptions } from '../engine/hunt-files.ts';
import { ContentError } from '../engine/load-content.ts';
import { networkListsFrom } from '../engine/network-parameters.ts';
import type { Placeholders } from '../lang/sigma/index.ts';
import { type Listing, listInputs } from '../sources/index.ts';
import { CommandError } from './exit-codes.ts';
import { collect, durationValue } from './values.ts';

/** Which logs of the network to look the instances of incidents up in. */
export interface FlowOptions {
  readonly flows?: readonly string[];
  readonly flowWindow?: number;
}

export function flowOptions(command: Command): void {
  command
    .option(
      '--flows <path>',
      'flow and DNS logs (files, folders, globs): what new instances did on the network; may be given again',
      collect,
    )
    .addOption(
      new Option(
        '--flow-window <duration>',
        'how long after its creation an instance is looked for in them (default: 7d)',
      ).argParser(durationValue),
    );
}

type Flows = NonNullable<HuntFilesOptions['flows']> & { readonly places: Listing };

/**
 * The flow logs as a hunt takes them; undefined when none are given.
 *
 * @param paths the audit logs: both cannot come from standard input
 * @throws CommandError for options that do not go together, and for a parameter that cannot be used
 */
export async function flowsOf(
  { flows, flowWindow }: FlowOptions,
  parameters: Placeholders,
  paths: readonly string[],
): Promise<Flows | undefined> {
  if (!flows) {
    if (flowWindow === undefined) return undefined;
    throw new CommandError('--flow-window says how flow logs are read: give them with --flows.');
  }
  if (flows.includes('-') && paths.includes('-')) {
    throw new CommandError('audit logs and flow logs cannot both come from standard input.');
  }
  try {
    networkListsFrom(parameters);
  } catch (error) {
    if (error instanceof ContentError) throw new CommandError(error.message, { cause: error });
    throw error;
  }
  return {
    places: await listInputs(flows),
    parameters,
    ...(flowWindow === undefined ? {} : { window: flowWindow }),
  };
}
