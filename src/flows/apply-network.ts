import { levelOfScore } from '../core/levels.ts';
import type { Finding } from '../detect/finding/finding.ts';
import type { Incident } from '../detect/incident/incident.ts';
import {
  type IncidentNetwork,
  type InstanceNetwork,
  type NetworkCategory,
  networkCategories,
  UNOBSERVABLE,
} from '../detect/incident/network.ts';
import type { ScorePart } from '../detect/score/score.ts';
import { eventOf } from './machine-drafts.ts';
import type { Machine } from './machines.ts';

/** All that the network may add to a score. */
const MOST_POINTS = 25;
/** Instances of one incident or finding that are described. */
const MOST_INSTANCES = 50;

/** What was seen of a machine. */
export interface Seen {
  readonly machine: Machine;
  readonly network: InstanceNetwork;
}

export interface Linked {
  readonly findings: readonly Finding[];
  readonly incidents: readonly Incident[];
}

/** Puts what instances did on the findings and incidents that made or changed them. Ids stay; scores get the added parts. */
export function applyNetwork(
  findings: readonly Finding[],
  incidents: readonly Incident[],
  seen: readonly Seen[],
): Linked {
  const byActivity = new Map<string, Seen[]>();
  for (const one of seen) {
    for (const activity of one.machine.activities) {
      const there = byActivity.get(activity);
      if (there) there.push(one);
      else byActivity.set(activity, [one]);
    }
  }
  const of = (activities: Iterable<string | undefined>): InstanceNetwork[] => {
    const found = new Set([...activities].flatMap((id) => byActivity.get(id ?? '') ?? []));
    return [...found].map(({ network }) => network).sort(bySight);
  };
  return {
    findings: findings.map((finding) => {
      const ids = [finding.activity?.id, ...finding.evidence.map(({ activity }) => activity?.id)];
      const instances = of(ids).filter(({ status }) => status === 'seen');
      return instances.length === 0
        ? finding
        : { ...withParts(finding, instances), network: instances.slice(0, MOST_INSTANCES) };
    }),
    incidents: incidents.map((incident) => {
      const instances = of(incident.story.map(({ activity }) => activity.id));
      if (instances.length === 0) return incident;
      const network: IncidentNetwork = { observable: true, instances: instances.slice(0, MOST_INSTANCES) };
      return { ...withParts(incident, instances), network };
    }),
  };
}

/** Says of incidents with a new instance that its network use cannot be seen. */
export function withoutNetwork(incidents: readonly Incident[]): Incident[] {
  const network: IncidentNetwork = { observable: false, note: UNOBSERVABLE, instances: [] };
  return incidents.map((incident) => (makesInstance(incident) ? { ...incident, network } : incident));
}

function makesInstance({ story }: Incident): boolean {
  return story.some(({ activity }) => eventOf(activity) === 'made');
}

/** Those with uses first, then those that sent most. */
function bySight(a: InstanceNetwork, b: InstanceNetwork): number {
  return (
    pointsOf(b) - pointsOf(a) ||
    b.bytesOut - a.bytesOut ||
    b.records.queries - a.records.queries ||
    Number(b.status === 'seen') - Number(a.status === 'seen') ||
    a.since - b.since ||
    (a.instance < b.instance ? -1 : 1)
  );
}

function pointsOf({ uses }: InstanceNetwork): number {
  return Math.max(0, ...uses.map(({ points }) => points));
}

type Scored = Pick<Finding, 'score' | 'level' | 'parts'>;

function withParts<T extends Scored>(scored: T, instances: readonly InstanceNetwork[]): T {
  const parts = partsOf(instances);
  if (parts.length === 0) return scored;
  const sum = parts.reduce((total, { points }) => total + points, scored.score);
  const score = Math.min(100, sum);
  return { ...scored, score, level: levelOfScore(score), parts: [...scored.parts, ...parts] };
}

/** For each category its strongest use, and how many there are. */
function partsOf(instances: readonly InstanceNetwork[]): ScorePart[] {
  const uses = instances.flatMap((one) => one.uses);
  let left = MOST_POINTS;
  return networkCategories.flatMap((category: NetworkCategory) => {
    const own = uses.filter((one) => one.category === category);
    const [best, ...others] = own.toSorted((a, b) => b.points - a.points || a.time - b.time);
    if (!best) return [];
    const points = Math.min(left, best.points);
    left -= points;
    const more = others.length > 0 ? `; and ${others.length} more of this kind` : '';
    return [{ name: `network: ${category.replace('-', ' ')}`, points, reason: best.text + more }];
  });
}
