import type { Activity } from '../activity/activity.ts';
import { formatTime } from '../core/time.ts';
import { type Evidence, type Finding, isSuppressed } from '../detect/finding/finding.ts';
import type { Incident } from '../detect/incident/incident.ts';
import type { RuleMetadata } from '../ir/rule.ts';
import { type KnownActor, knownActors } from './known-actors.ts';
import { networkJson, networkSummaryJson } from './network-json.ts';
import { redact, redactGroup } from './redact.ts';

/**
 * A finding as one JSON object: times as text, the rule with its author and references (the licence of public rules,
 * DRL 1.1, wants them kept in what a match produces), the score with its parts, the Activity whole, the record when it
 * was kept. A correlation lists the events that it rests on, with their records.
 */
export function findingJson(finding: Finding): Record<string, unknown> {
  const { id, kind, rule, level, score, parts, time, endTime, group, value, count } = finding;
  const { evidence, activity, record, incident, lineage, revision, authorisation, network, guide } = finding;
  const isCorrelation = kind === 'correlation';
  return {
    id,
    kind,
    revision,
    ...(time === undefined ? {} : { time: formatTime(time) }),
    ...(isCorrelation && endTime !== undefined ? { endTime: formatTime(endTime) } : {}),
    level,
    score,
    parts,
    rule: ruleJson(rule),
    ...(group && Object.keys(group).length > 0 ? { group: redactGroup(group) } : {}),
    ...(lineage === undefined ? {} : { lineage }),
    ...(value === undefined ? {} : { value }),
    ...(isCorrelation ? { count, evidence: evidence.map(evidenceJson) } : {}),
    ...(authorisation === undefined || authorisation.kind === 'none' ? {} : { authorisation }),
    ...(isSuppressed(finding) ? { suppressed: true } : {}),
    ...(network === undefined ? {} : { network: networkSummaryJson(network) }),
    ...(incident === undefined ? {} : { incident }),
    ...(guide === undefined ? {} : { guide }),
    ...actorsJson(rule.techniques),
    ...(activity === undefined ? {} : { activity: activityJson(activity) }),
    ...(record === undefined ? {} : { record: redact(record) }),
  };
}

function actorsJson(techniques: readonly string[]): { readonly actors?: readonly KnownActor[] } {
  const actors = knownActors(techniques);
  return actors.length === 0 ? {} : { actors };
}

function ruleJson(rule: RuleMetadata): Record<string, unknown> {
  return {
    id: rule.id,
    title: rule.title,
    level: rule.level,
    ...(rule.status === undefined ? {} : { status: rule.status }),
    ...(rule.author === undefined ? {} : { author: rule.author }),
    ...(rule.license === undefined ? {} : { license: rule.license }),
    references: rule.references,
    tags: rule.tags,
    techniques: rule.techniques,
    path: rule.source.path,
  };
}

function evidenceJson({ time, rules, activity, record, fresh, learning }: Evidence): Record<string, unknown> {
  return {
    ...(time === undefined ? {} : { time: formatTime(time) }),
    rules,
    ...(fresh.length > 0 ? { new: fresh } : {}),
    ...(learning.length > 0 ? { learning } : {}),
    ...(activity === undefined ? {} : { activity: activityJson(activity) }),
    ...(record === undefined ? {} : { record: redact(record) }),
  };
}

/** An incident as one JSON object, told apart by its `kind`. The story names Activities by id. */
export function incidentJson({ time, endTime, story, network, ...rest }: Incident): Record<string, unknown> {
  return {
    kind: 'incident',
    ...rest,
    ...actorsJson(rest.techniques),
    time: formatTime(time),
    endTime: formatTime(endTime),
    story: story.map(({ time: at, activity, rules }) => ({
      time: formatTime(at),
      activity: activity.id,
      principal: activity.principal.key,
      operation: activity.operation,
      outcome: activity.outcome,
      resources: activity.resources.filter(({ role }) => role === 'target').map(({ id }) => id),
      ...(activity.evidence.path === undefined
        ? {}
        : { path: activity.evidence.path, index: activity.evidence.index ?? 0 }),
      rules,
    })),
    ...(network ? { network: networkJson(network) } : {}),
  };
}

export function activityJson({
  time,
  endTime,
  ingestedTime,
  raw: _raw,
  ...rest
}: Activity): Record<string, unknown> {
  return {
    ...rest,
    ...(time === 0 ? {} : { time: formatTime(time) }),
    ...(endTime === undefined ? {} : { endTime: formatTime(endTime) }),
    ...(ingestedTime === undefined ? {} : { ingestedTime: formatTime(ingestedTime) }),
  };
}
