import { formatTime } from '../core/time.ts';
import type { IncidentNetwork, InstanceNetwork } from '../detect/incident/network.ts';

/** The network side of an incident with times as text. */
export function networkJson({ instances, ...rest }: IncidentNetwork): Record<string, unknown> {
  return { ...rest, instances: instances.map(instanceJson) };
}

function instanceJson(instance: InstanceNetwork): Record<string, unknown> {
  const { since, until, firstPublic, peers, domains, uses, ...rest } = instance;
  return {
    ...rest,
    since: formatTime(since),
    ...(until === undefined ? {} : { until: formatTime(until) }),
    ...(firstPublic ? { firstPublic: { ...firstPublic, time: formatTime(firstPublic.time) } } : {}),
    uses: uses.map(({ time, ...use }) => ({ ...use, time: formatTime(time) })),
    peers: peers.map(datedPeriod),
    domains: domains.map(datedPeriod),
  };
}

function datedPeriod<T extends { readonly first: number; readonly last: number }>({
  first,
  last,
  ...rest
}: T): Record<string, unknown> {
  return { ...rest, first: formatTime(first), last: formatTime(last) };
}

/** What a finding says of it: the sums and what counts; peers and names are with its incident. */
export function networkSummaryJson(instances: readonly InstanceNetwork[]): Record<string, unknown>[] {
  return instances.map((instance) => {
    const { peers: _peers, domains: _domains, ...rest } = instanceJson(instance);
    return rest;
  });
}
