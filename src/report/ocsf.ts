import type { Activity } from '../activity/activity.ts';
import type { Level } from '../core/levels.ts';
import { type Evidence, type Finding, isSuppressed } from '../detect/finding/finding.ts';
import type { ReportDefinition } from './report.ts';

/** OCSF 1.6, class Detection Finding. */
const VERSION = '1.6.0';
const CLASS = 2004;
const CATEGORY = 2;
/** The finding was made. */
const CREATE = 1;

const severities: Readonly<Record<Level, { readonly id: number; readonly name: string }>> = {
  informational: { id: 1, name: 'Informational' },
  low: { id: 2, name: 'Low' },
  medium: { id: 3, name: 'Medium' },
  high: { id: 4, name: 'High' },
  critical: { id: 5, name: 'Critical' },
};

const providers = { aws: 'AWS', azure: 'Azure', gcp: 'GCP' } as const;

/**
 * OCSF Detection Finding (class 2004) with the profile Cloud: JSON lines. The class requires a time; what has none gets 0 and
 * the label `no-time`.
 */
export const ocsf: ReportDefinition = {
  name: 'ocsf',
  description: 'OCSF Detection Finding (class 2004), JSON lines',
  *render({ findings }) {
    for (const finding of findings) yield `${JSON.stringify(detectionFinding(finding))}\n`;
  },
};

/** One finding; attributes as the class Detection Finding of OCSF names them (schema.ocsf.io, 1.6.0). */
function detectionFinding(finding: Finding): object {
  const { rule, level, score, activity, evidence, endTime = finding.time } = finding;
  const severity = severities[level];
  const isClosed = isSuppressed(finding);
  return {
    activity_id: CREATE,
    activity_name: 'Create',
    category_uid: CATEGORY,
    category_name: 'Findings',
    class_uid: CLASS,
    class_name: 'Detection Finding',
    type_uid: CLASS * 100 + CREATE,
    type_name: 'Detection Finding: Create',
    severity_id: severity.id,
    severity: severity.name,
    status_id: isClosed ? 3 : 1,
    status: isClosed ? 'Suppressed' : 'New',
    time: finding.time ?? 0,
    ...(finding.time === undefined ? {} : { start_time: finding.time }),
    ...(endTime === undefined ? {} : { end_time: endTime }),
    count: finding.count,
    risk_score: score,
    is_alert: !isClosed,
    message:
      `${rule.title}: ${activity?.principal.name ?? activity?.principal.key ?? ''} ${activity?.operation ?? ''}`.trim(),
    metadata: {
      version: VERSION,
      profiles: ['cloud'],
      product: { name: 'nephoscope', vendor_name: 'nephoscope' },
      uid: finding.id,
      ...(finding.time === undefined ? { labels: ['no-time'] } : {}),
    },
    finding_info: findingInfo(finding),
    ...(activity ? { cloud: cloudOf(activity), resources: resourcesOf(evidence) } : {}),
    evidences: evidence.flatMap(({ activity: one }) => (one ? [evidenceOf(one)] : [])),
    unmapped: { parts: finding.parts, incident: finding.incident },
  };
}

function findingInfo({ id, rule, incident, time, endTime = time, kind }: Finding): object {
  return {
    uid: id,
    title: rule.title,
    ...(rule.description === undefined ? {} : { desc: rule.description }),
    ...(time === undefined ? {} : { first_seen_time: time }),
    ...(endTime === undefined ? {} : { last_seen_time: endTime }),
    types: [kind],
    analytic: { uid: rule.id, name: rule.title, type_id: 1, type: 'Rule', version: rule.digest },
    attacks: rule.techniques.map((uid) => ({
      version: '18',
      technique: { uid },
      tactics: rule.tactics.map((name) => ({ name })),
    })),
    src_url: rule.references[0],
    ...(incident === undefined ? {} : { related_events: [{ uid: incident, type: 'incident' }] }),
  };
}

function cloudOf({ provider, account, org, region }: Activity): object {
  return {
    provider: providers[provider],
    account: { uid: account },
    ...(org === undefined ? {} : { org: { uid: org } }),
    ...(region === undefined ? {} : { region }),
  };
}

function resourcesOf(evidence: readonly Evidence[]): object[] {
  const found = new Map<string, object>();
  for (const { activity } of evidence) {
    for (const { id, type, name, role, region } of activity?.resources ?? []) {
      if (role !== 'target') continue;
      const more = { ...(name === undefined ? {} : { name }), ...(region === undefined ? {} : { region }) };
      found.set(id, { uid: id, type, ...more });
    }
  }
  return [...found.values()];
}

function evidenceOf({
  principal,
  source,
  service,
  operation,
  outcome,
  error,
  correlation,
  id,
}: Activity): object {
  return {
    uid: id,
    actor: {
      user: {
        uid: principal.key,
        ...(principal.name === undefined ? {} : { name: principal.name }),
        type: principal.type,
      },
      ...(principal.session === undefined ? {} : { session: { uid: principal.session } }),
    },
    api: {
      operation,
      service: { name: service },
      response: {
        message: outcome,
        ...(error?.code === undefined ? {} : { error: error.code }),
        ...(error?.message === undefined ? {} : { error_message: error.message }),
      },
      ...(correlation.requestId === undefined ? {} : { request: { uid: correlation.requestId } }),
    },
    ...(source.ip === undefined ? {} : { src_endpoint: { ip: source.ip } }),
    ...(source.userAgent === undefined ? {} : { http_request: { user_agent: source.userAgent } }),
  };
}
