import type { Activity } from '../activity/activity.ts';
import { compareTexts } from '../core/text-order.ts';
import { decode, type Limits } from '../decode/index.ts';
import { compareFindings, type Finding } from '../detect/finding/finding.ts';
import type { Incident } from '../detect/incident/incident.ts';
import type { NetworkStats } from '../detect/incident/network-stats.ts';
import { applyNetwork } from '../flows/apply-network.ts';
import { evidenceOf } from '../flows/evidence.ts';
import { FlowCollector } from '../flows/flow-collector.ts';
import { Machines } from '../flows/machines.ts';
import { ownFindings } from '../flows/own-finding.ts';
import type { Placeholders } from '../lang/sigma/index.ts';
import { type Listing, listInputs } from '../sources/index.ts';
import { loadPack } from './load-content.ts';
import { networkListsFrom } from './network-parameters.ts';
import { readInput } from './task.ts';

/** How long after its creation an instance is followed. */
export const FLOW_WINDOW: number = 7 * 24 * 3_600_000;

export interface LinkFlowsOptions {
  /** How long after its creation, or the first change that an incident knows, an instance is followed; 7 days if absent. */
  readonly window?: number;
  /** What domains and ports are known for, and `trusted_accounts`; those of the shipped pack fill what is absent. */
  readonly parameters?: Placeholders;
  /**
   * All Activities that are known: other new instances, which interfaces instances have, when they were deleted. Gone
   * through twice.
   */
  readonly activities?: Iterable<Activity>;
  /** What one input may cost. */
  readonly limits?: Limits;
  /** Called after each input with how many there are, and the bytes read. */
  readonly onProgress?: (progress: {
    readonly inputs: number;
    readonly done: number;
    readonly bytes: number;
  }) => void;
  /** Ends the reading early; what was seen until then counts. */
  readonly signal?: AbortSignal;
}

export interface LinkedFlows {
  readonly findings: readonly Finding[];
  readonly incidents: readonly Incident[];
  readonly stats: NetworkStats;
}

/**
 * Reads flow and DNS logs for what the instances of incidents, and other new ones, did: who they spoke with, how much, and
 * which names they looked up. Findings and incidents keep their ids; what is seen adds parts to their scores, and makes a
 * finding and an incident of a new instance that was none.
 *
 * @param places paths as they are given on the command line, or what `listInputs` made of them
 * @throws ContentError when a parameter cannot be used
 */
export async function linkFlows(
  { findings, incidents }: { readonly findings: readonly Finding[]; readonly incidents: readonly Incident[] },
  places: readonly string[] | Listing,
  options: LinkFlowsOptions = {},
): Promise<LinkedFlows> {
  const lists = networkListsFrom({ ...loadPack('cloud-compute').parameters, ...options.parameters });
  const { inputs, problems } = 'inputs' in places ? places : await listInputs(places);
  const involved = incidents.flatMap(({ story }) => story.map(({ activity }) => activity));
  const machines = new Machines(involved, options.activities ?? involved, options.window ?? FLOW_WINDOW);
  const collector = new FlowCollector(machines, lists);
  const { signal } = options;
  const brake = { stopped: () => signal?.aborted ?? false, ...(signal ? { signal } : {}) };
  // What has no room depends on what came before: at least not on how the paths were given.
  const sorted = inputs.toSorted((a, b) => compareTexts(a.path, b.path));
  let [done, bytes] = [0, 0];
  // Nobody to look for: nothing has to be read.
  for (const input of machines.all.length > 0 ? sorted : []) {
    if (brake.stopped()) break;
    collector.begin(input.path);
    const isRead = await readInput(
      input,
      brake,
      async (source) => collector.end(await decode(source, collector, options.limits)),
      (problem) => collector.fail(problem),
    );
    if (!isRead) break;
    done += 1;
    bytes += input.size ?? 0;
    options.onProgress?.({ inputs: sorted.length, done, bytes });
  }
  const seen = machines.all.map((machine) => ({
    machine,
    network: evidenceOf(machine, collector.of(machine), lists),
  }));
  const own = ownFindings(seen);
  const linked = applyNetwork(
    [...findings, ...own.findings].sort(compareFindings),
    // Those of the hunt are in the order of their first findings.
    [...incidents, ...own.incidents].sort((a, b) => a.time - b.time),
    seen,
  );
  return { ...linked, stats: collector.stats(problems) };
}
