import type { Activity, Resource } from '../activity/activity.ts';
import { formatTime } from '../core/time.ts';
import type { Finding } from '../detect/finding/finding.ts';

/** One finding as text columns, the same in every flat format. Absent values are empty. */
export interface Row {
  readonly time: string;
  readonly level: string;
  readonly score: string;
  readonly kind: string;
  readonly rule: string;
  readonly cloud: string;
  readonly account: string;
  readonly region: string;
  readonly principal: string;
  readonly principalType: string;
  readonly principalKey: string;
  readonly session: string;
  readonly sourceIp: string;
  readonly userAgent: string;
  readonly service: string;
  readonly operation: string;
  readonly verb: string;
  readonly object: string;
  readonly outcome: string;
  readonly error: string;
  readonly resources: string;
  readonly count: string;
  readonly components: string;
  readonly techniques: string;
  readonly automation: string;
  readonly ruleAuthor: string;
  readonly ruleId: string;
  readonly findingId: string;
  readonly incident: string;
  readonly events: string;
  readonly activityId: string;
  readonly evidence: string;
}

/** The columns of `Row` with the headings that CSV uses. */
export const columns: readonly { readonly key: keyof Row; readonly heading: string }[] = [
  { key: 'time', heading: 'Time' },
  { key: 'level', heading: 'Level' },
  { key: 'rule', heading: 'Rule' },
  { key: 'cloud', heading: 'Cloud' },
  { key: 'account', heading: 'Account' },
  { key: 'region', heading: 'Region' },
  { key: 'principal', heading: 'Principal' },
  { key: 'principalType', heading: 'PrincipalType' },
  { key: 'principalKey', heading: 'PrincipalKey' },
  { key: 'session', heading: 'Session' },
  { key: 'sourceIp', heading: 'SrcIP' },
  { key: 'userAgent', heading: 'UserAgent' },
  { key: 'service', heading: 'Service' },
  { key: 'operation', heading: 'Operation' },
  { key: 'verb', heading: 'Verb' },
  { key: 'object', heading: 'Object' },
  { key: 'outcome', heading: 'Outcome' },
  { key: 'error', heading: 'Error' },
  { key: 'resources', heading: 'Resources' },
  { key: 'count', heading: 'Count' },
  { key: 'components', heading: 'DataComponents' },
  { key: 'techniques', heading: 'Techniques' },
  { key: 'automation', heading: 'Automation' },
  { key: 'score', heading: 'Score' },
  { key: 'kind', heading: 'Kind' },
  { key: 'events', heading: 'Events' },
  { key: 'ruleAuthor', heading: 'RuleAuthor' },
  { key: 'ruleId', heading: 'RuleID' },
  { key: 'findingId', heading: 'FindingID' },
  { key: 'incident', heading: 'IncidentID' },
  { key: 'activityId', heading: 'ActivityID' },
  { key: 'evidence', heading: 'Evidence' },
];

export function toRow(finding: Finding): Row {
  const { id, kind, rule, level, score, time, activity, incident, count } = finding;
  return {
    time: time === undefined ? '' : formatTime(time),
    level,
    score: String(score),
    kind,
    rule: rule.title,
    ...(activity ? activityCells(activity) : noActivity),
    techniques: rule.techniques.join(' ¦ '),
    ruleAuthor: rule.author ?? '',
    ruleId: rule.id,
    findingId: id,
    incident: incident ?? '',
    events: String(count),
  };
}

type RuleCells =
  | 'time'
  | 'level'
  | 'score'
  | 'kind'
  | 'rule'
  | 'techniques'
  | 'ruleAuthor'
  | 'ruleId'
  | 'findingId'
  | 'incident'
  | 'events';
type ActivityCells = Omit<Row, RuleCells>;

function activityCells(activity: Activity): ActivityCells {
  const { principal, source, error, evidence, automation } = activity;
  return {
    cloud: activity.provider,
    account: activity.account,
    region: activity.region ?? '',
    principal: who(activity),
    principalType: principal.type,
    principalKey: principal.key,
    session: principal.session ?? '',
    sourceIp: source.ip ?? '',
    userAgent: source.userAgent ?? '',
    service: activity.service,
    operation: activity.operation,
    verb: activity.verb,
    object: activity.object,
    outcome: activity.outcome,
    error: [error?.code, error?.message].filter((part) => part !== undefined).join(': '),
    resources: activity.resources.map(resourceText).join(' ¦ '),
    count: String(activity.count),
    components: activity.components.map(({ name }) => name).join(' ¦ '),
    automation: automation ? `${automation.kind}: ${automation.evidence}` : '',
    activityId: activity.id,
    evidence: evidence.path === undefined ? '' : `${evidence.path}#${evidence.index ?? 0}`,
  };
}

const noActivity: ActivityCells = {
  cloud: '',
  account: '',
  region: '',
  principal: '',
  principalType: '',
  principalKey: '',
  session: '',
  sourceIp: '',
  userAgent: '',
  service: '',
  operation: '',
  verb: '',
  object: '',
  outcome: '',
  error: '',
  resources: '',
  count: '',
  components: '',
  automation: '',
  activityId: '',
  evidence: '',
};

/** The shortest text by which a person knows the principal, its sessions together. */
export function principalName({ principal }: Activity): string {
  return principal.name ?? principal.id ?? principal.key;
}

function who(activity: Activity): string {
  const { session, type } = activity.principal;
  const name = principalName(activity);
  return session !== undefined && session !== name && type === 'role' ? `${name} (${session})` : name;
}

function resourceText({ role, type, id, name, account }: Resource): string {
  const label = name !== undefined && name !== id ? `${name} (${id})` : id;
  const owner = account === undefined ? '' : ` @${account}`;
  return role === 'target' ? `${type} ${label}${owner}` : `${role} ${type} ${label}${owner}`;
}

/** The part of a resource id that tells it from others: Azure and Google ids are long paths. */
export function shortId(id: string): string {
  const parts = id.split('/');
  return parts.length > 2 ? (parts.at(-1) ?? id) : id;
}
