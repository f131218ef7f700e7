import type { Activity } from '../../src/activity/activity.ts';
import type { Finding } from '../../src/detect/finding/finding.ts';
import type { Incident } from '../../src/detect/incident/incident.ts';
import type { Found } from '../../src/report/report.ts';
import { lineageActivity } from './activities.ts';

/** A finding of mara's, with what a test does not care about filled in. */
export function finding(part: Partial<Finding> = {}, activity: Activity = snapshotOfVolume()): Finding {
  return {
    id: 'f00000000000000000000001',
    revision: 1,
    kind: 'signal',
    rule: {
      id: '11111111-0000-4000-8000-000000000001',
      title: 'Snapshot shared',
      level: 'high',
      references: [],
      related: [],
      tags: ['attack.t1537', 'attack.exfiltration'],
      falsepositives: [],
      techniques: ['T1537', 'T1578.001'],
      tactics: ['exfiltration'],
      source: { path: 'rule.yml', line: 1 },
      digest: 'd1',
    },
    level: 'high',
    score: 70,
    parts: [{ name: 'rule', points: 70, reason: "the rule's level is high" }],
    time: activity.time,
    endTime: activity.time,
    count: 1,
    evidence: [{ time: activity.time, rules: [], activity, fresh: [], learning: [] }],
    activity,
    incident: 'i00000000000000000000001',
    ...part,
  };
}

export function snapshotOfVolume(part: Parameters<typeof lineageActivity>[0] = {}): Activity {
  return lineageActivity(part, [['vol-0000000a', 'snapshot<-volume', 'snap-0000000b']]);
}

export function incident(findings: readonly Finding[], part: Partial<Incident> = {}): Incident {
  const activities = findings.flatMap(({ activity }) => (activity ? [activity] : []));
  return {
    id: 'i00000000000000000000001',
    title: 'Snapshot shared',
    level: 'high',
    score: 70,
    parts: [{ name: 'strongest finding', points: 70, reason: 'Snapshot shared' }],
    time: activities[0]?.time ?? 0,
    endTime: activities.at(-1)?.time ?? 0,
    findings: findings.map(({ id }) => id),
    principals: ['aws:arn:aws:iam::210987654321:user/mara'],
    accounts: ['210987654321'],
    regions: ['eu-west-1'],
    techniques: ['T1537'],
    lineages: ['snap-0000000b'],
    story: activities.map((activity) => ({ time: activity.time, activity, rules: ['Snapshot shared'] })),
    omitted: 0,
    ...part,
  };
}

export function foundOf(findings: readonly Finding[]): Found {
  return { findings, incidents: findings.length > 0 ? [incident(findings)] : [] };
}
