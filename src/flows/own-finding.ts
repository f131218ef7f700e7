import type { Activity } from '../activity/activity.ts';
import { digest } from '../core/digest.ts';
import { pointsOfLevel } from '../core/levels.ts';
import { type Finding, findingId } from '../detect/finding/finding.ts';
import type { Incident } from '../detect/incident/incident.ts';
import type { Seen } from './apply-network.ts';

/** What the network adds has to be worth this, or the new instance is as good as any other. */
const LEAST_POINTS = 10;

/** A detection that only flow and DNS logs show: in no rule file. */
export const suspiciousUse: Finding['rule'] = Object.freeze({
  id: '5f0c1c9e-7d0a-4a57-9a4b-52a0f4c6a303',
  title: 'New instance whose traffic is suspicious',
  level: 'low',
  status: 'experimental',
  author: 'nephoscope',
  description:
    'An instance was created in a way that is nothing by itself. Flow or DNS logs show that it then sent data to a file-sharing, paste or messaging service, to an account that is not trusted, or spoke with a mining pool.',
  references: [],
  related: [],
  tags: ['attack.exfiltration', 'attack.t1567', 'attack.t1537', 'attack.impact', 'attack.t1496.001'],
  techniques: ['T1567', 'T1537', 'T1496.001'],
  tactics: ['exfiltration', 'impact'],
  falsepositives: ['Software that is fetched from, or reports to, a service of the lists: shorten them'],
  source: { path: 'nephoscope', line: 1 },
  digest: 'suspicious-use-1',
});

/** Findings for new instances that no incident knows and whose traffic counts, each with an incident of its own. */
export function ownFindings(seen: readonly Seen[]): { findings: Finding[]; incidents: Incident[] } {
  const origins = new Map<string, Activity>();
  for (const { machine, network } of seen) {
    const points = network.uses.reduce((sum, use) => sum + use.points, 0);
    // One launch may have made several.
    if (machine.origin && points >= LEAST_POINTS) origins.set(machine.origin.id, machine.origin);
  }
  const findings = [...origins.values()].map(findingOf);
  return { findings, incidents: findings.map(incidentOf) };
}

function findingOf(activity: Activity): Finding & { readonly activity: Activity } {
  const { level, id, title } = suspiciousUse;
  const points = pointsOfLevel(level);
  return {
    id: findingId(suspiciousUse, '', activity.id),
    revision: 1,
    kind: 'signal',
    rule: suspiciousUse,
    level,
    score: points,
    parts: [{ name: 'rule', points, reason: `the rule's level is ${level}` }],
    time: activity.time,
    endTime: activity.endTime ?? activity.time,
    count: 1,
    evidence: [{ time: activity.time, rules: [{ id, title }], activity, fresh: [], learning: [] }],
    activity,
  };
}

function incidentOf({
  id,
  rule,
  level,
  score,
  activity,
}: Finding & { readonly activity: Activity }): Incident {
  const { title, techniques } = rule;
  const { time, endTime = time, principal, account, region } = activity;
  return {
    id: digest('incident', id),
    title,
    level,
    score,
    parts: [{ name: 'strongest finding', points: score, reason: title }],
    time,
    endTime,
    findings: [id],
    principals: [principal.key],
    accounts: [account],
    regions: region === undefined ? [] : [region],
    techniques: techniques.toSorted(),
    lineages: [],
    story: [{ time, activity, rules: [title] }],
    omitted: 0,
  };
}
