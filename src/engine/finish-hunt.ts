import type { Limits } from '../decode/index.ts';
import type { NetworkStats } from '../detect/incident/network-stats.ts';
import { withoutNetwork } from '../flows/apply-network.ts';
import type { RunStats } from '../report/run-stats.ts';
import type { Listing } from '../sources/index.ts';
import type { PathProblem } from '../sources/source.ts';
import {
  type Detected,
  type DetectionOptions,
  detectEverything,
  type Everything,
  rememberedActivities,
  shownOf,
  withFindings,
} from './detection.ts';
import type { Inspection } from './explain-finding.ts';
import { type LinkFlowsOptions, linkFlows } from './link-flows.ts';
import type { Merger } from './merge.ts';
import type { RuleSet } from './rule-set.ts';

export interface FlowsOptions {
  /** Flow and DNS logs of the network, and how they are read: what instances of incidents did is looked up in them. */
  readonly flows?: Pick<LinkFlowsOptions, 'window' | 'parameters'> & {
    readonly places: readonly string[] | Listing;
  };
  readonly limits?: Limits;
  readonly signal?: AbortSignal;
  /** Called after each of these inputs. */
  readonly onFlows?: LinkFlowsOptions['onProgress'];
}

/** The end of a hunt, wherever the events came from: detection over everything that was observed. */
export async function finishHunt(
  ruleSet: RuleSet,
  merger: Merger,
  problems: readonly PathProblem[],
  options: DetectionOptions & FlowsOptions & { readonly inspect?: (inspection: Inspection) => void },
): Promise<Detected & { readonly stats: RunStats }> {
  const stats = merger.finish(problems);
  const { observations } = merger;
  const everything = detectEverything(ruleSet, observations, options);
  const network = await withNetwork(everything, merger, options);
  const detected = shownOf({ ...everything, ...network.found }, options.minRank);
  options.inspect?.({ ruleSet, detected, find: observations.find, matched: observations.matched });
  observations.close();
  const counted = withFindings(stats, detected);
  return { ...detected, stats: { ...counted, ...(network.stats ? { network: network.stats } : {}) } };
}

/** Looks the instances of incidents up in flow logs, or says that there were none. */
async function withNetwork(
  { all, incidents }: Everything,
  { observations }: Merger,
  { flows, limits, signal, onFlows }: FlowsOptions,
): Promise<{ readonly found: Partial<Everything>; readonly stats?: NetworkStats }> {
  if (!flows) return { found: { incidents: withoutNetwork(incidents) } };
  const { findings, stats, ...linked } = await linkFlows({ findings: all, incidents }, flows.places, {
    ...flows,
    activities: rememberedActivities(observations),
    ...(limits ? { limits } : {}),
    ...(signal ? { signal } : {}),
    ...(onFlows ? { onProgress: onFlows } : {}),
  });
  return { found: { all: findings, incidents: linked.incidents }, stats };
}
