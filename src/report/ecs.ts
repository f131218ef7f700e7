import type { Activity } from '../activity/activity.ts';
import type { Verb } from '../activity/vocabulary.ts';
import type { Level } from '../core/levels.ts';
import { formatTime } from '../core/time.ts';
import type { Finding } from '../detect/finding/finding.ts';
import { redactGroup } from './redact.ts';
import type { ReportDefinition } from './report.ts';

/** Elastic Common Schema. */
const VERSION = '8.17.0';

const severities: Readonly<Record<Level, number>> = {
  informational: 1,
  low: 21,
  medium: 47,
  high: 73,
  critical: 99,
};

/** Allowed values of `event.type` beside `info`. */
const types: Readonly<Partial<Record<Verb, string>>> = {
  create: 'creation',
  delete: 'deletion',
  login: 'access',
  access: 'access',
  read: 'access',
  enumerate: 'access',
};

/**
 * One alert a line in Elastic Common Schema, ready for a bulk import. What has no time gets none: it is tagged `no-time`, and
 * an index that wants an `@timestamp` has to be told which.
 */
export const ecs: ReportDefinition = {
  name: 'ecs',
  description: 'Elastic Common Schema alerts, JSON lines',
  *render({ findings }) {
    for (const finding of findings) yield `${JSON.stringify(alert(finding))}\n`;
  },
};

function alert(finding: Finding): object {
  const { id, rule, level, score, kind, time, endTime = time, activity, evidence, incident } = finding;
  const activities = evidence.flatMap(({ activity: one }) => (one ? [one] : []));
  return {
    ...(time === undefined ? { tags: ['no-time'] } : { '@timestamp': formatTime(time) }),
    ecs: { version: VERSION },
    message: rule.title,
    event: {
      kind: 'alert',
      category: ['intrusion_detection', 'configuration'],
      type: ['info', ...(activity ? [types[activity.verb] ?? 'change'] : [])],
      action: activity?.operation,
      outcome: outcomeOf(activity),
      id,
      ...(time === undefined ? {} : { start: formatTime(time) }),
      ...(endTime === undefined ? {} : { end: formatTime(endTime) }),
      severity: severities[level],
      risk_score: score,
      provider: activity?.service,
      module: 'nephoscope',
      dataset: `nephoscope.${kind}`,
    },
    rule: {
      id: rule.id,
      uuid: rule.id,
      name: rule.title,
      category: level,
      ...(rule.author === undefined ? {} : { author: [rule.author] }),
      ...(rule.description === undefined ? {} : { description: rule.description }),
      ...(rule.license === undefined ? {} : { license: rule.license }),
      ...(rule.references[0] === undefined ? {} : { reference: rule.references[0] }),
      ruleset: rule.source.path,
      version: rule.digest,
    },
    threat: {
      framework: 'MITRE ATT&CK',
      technique: { id: rule.techniques.filter((one) => !one.includes('.')) },
      ...subtechniques(rule.techniques),
      tactic: { name: rule.tactics },
    },
    ...(activity ? activityFields(activity) : {}),
    related: {
      ip: distinct(activities.flatMap(({ source }) => source.ip ?? [])),
      user: distinct(activities.map(({ principal }) => principal.name ?? principal.key)),
    },
    nephoscope: {
      level,
      score,
      parts: finding.parts,
      ...(incident === undefined ? {} : { incident }),
      ...(finding.group === undefined ? {} : { group: redactGroup(finding.group) }),
      activities: activities.map((one) => one.id),
      resources: distinct(
        activities.flatMap(({ resources }) =>
          resources.flatMap((one) => (one.role === 'target' ? one.id : [])),
        ),
      ),
    },
  };
}

function subtechniques(ids: readonly string[]): object {
  const sub = ids.filter((one) => one.includes('.'));
  if (sub.length === 0) return {};
  const parents = distinct([
    ...ids.filter((one) => !one.includes('.')),
    ...sub.map((one) => one.split('.')[0] ?? one),
  ]);
  return { technique: { id: parents, subtechnique: { id: sub } } };
}

function outcomeOf(activity: Activity | undefined): string {
  if (activity?.outcome === 'success') return 'success';
  return activity?.outcome === 'failure' || activity?.outcome === 'denied' ? 'failure' : 'unknown';
}

function activityFields({ provider, account, region, zone, principal, source, error }: Activity): object {
  return {
    cloud: {
      provider,
      account: { id: account },
      ...(region === undefined ? {} : { region }),
      ...(zone === undefined ? {} : { availability_zone: zone }),
    },
    user: { id: principal.key, ...(principal.name === undefined ? {} : { name: principal.name }) },
    ...(source.ip === undefined ? {} : { source: { ip: source.ip, address: source.ip } }),
    ...(source.userAgent === undefined ? {} : { user_agent: { original: source.userAgent } }),
    ...(error === undefined ? {} : { error: { code: error.code, message: error.message } }),
  };
}

function distinct(texts: readonly string[]): string[] {
  return [...new Set(texts)];
}
