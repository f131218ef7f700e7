import { type Provider, providers } from '../activity/vocabulary.ts';
import { all } from '../emit/siem/condition.ts';
import { lowerRule } from '../emit/siem/lower.ts';
import type { Loss } from '../emit/siem/say.ts';
import type { NativeQuery, SiemTarget } from '../emit/siem/target.ts';
import type { Correlation } from '../ir/correlation.ts';
import { appliesTo, type Rule } from '../ir/rule.ts';
import { lowerActivityRule } from './branches.ts';
import { ACTIVITY_CATEGORY, cloudLogs } from './clouds.ts';
import { type Content, emptyLists, lowerCorrelation, nothingThere } from './convert-correlation.ts';
import { logFacts } from './log-facts.ts';

/** A rule as a query over one log. */
export interface ConvertedQuery {
  readonly cloud: Provider;
  /** Sigma's service of the log, and the target's name of the table. */
  readonly service: string;
  readonly table: string;
  /** Without the comment before it. */
  readonly query: string;
  readonly losses: readonly Loss[];
  /** Where the query says something else than the rule. */
  readonly differences: readonly string[];
  /** What holds for every query of its kind. */
  readonly assumptions: readonly string[];
}

/** What could not be carried over at all, and why. */
export interface Refusal {
  readonly cloud?: Provider;
  readonly reason: string;
}

/** What became of a rule. */
export interface Conversion {
  readonly queries: readonly ConvertedQuery[];
  readonly refusals: readonly Refusal[];
}

export interface ConvertOptions {
  /** Only for these clouds; all when absent. */
  readonly clouds?: readonly Provider[];
}

/** Carries a rule or a correlation to a SIEM. `content` has what correlations refer to. */
export function convert(
  rule: Rule | Correlation,
  target: SiemTarget,
  content: Content,
  options: ConvertOptions = {},
): Conversion {
  return rule.kind === 'rule'
    ? convertRule(rule, target, options)
    : convertCorrelation(rule, target, content, options);
}

/** A query for each log in which all that the correlation needs can happen. */
function convertCorrelation(
  correlation: Correlation,
  target: SiemTarget,
  content: Content,
  { clouds }: ConvertOptions,
): Conversion {
  const queries: ConvertedQuery[] = [];
  const refusals: Refusal[] = [];
  for (const cloud of providers.filter((one) => clouds?.includes(one) ?? true)) {
    const lowered = lowerCorrelation(correlation, { cloud, target, content });
    if ('why' in lowered) {
      if (lowered.why !== nothingThere) refusals.push({ cloud, reason: lowered.why });
      continue;
    }
    const { services } = lowered.query;
    const {
      text,
      why = 'it cannot be said',
      losses,
      differences,
      assumptions,
    } = target.correlation(lowered.query, correlation);
    if (text === undefined) refusals.push({ cloud, reason: why });
    else {
      const logs = target.logs.filter((log) => log.cloud === cloud && services.includes(log.service));
      const table = logs.map((log) => log.table).join(', ');
      const all = [...new Set([...lowered.differences, ...differences])];
      const asked = correlation.rules.some((id) => isOnActivities(content.get(id), content))
        ? [onlyKnown]
        : [];
      queries.push({
        cloud,
        service: services.join(','),
        table,
        query: text,
        losses,
        differences: all,
        assumptions: [...asked, ...assumptions],
      });
    }
  }
  if (queries.length === 0 && refusals.length === 0)
    refusals.push({ reason: `it can match nothing in the logs that ${target.title} has` });
  return { queries, refusals: distinct(refusals) };
}

const onlyKnown =
  "its rules ask for operations of nephoscope's catalogue, not for operations that are unknown there";

/** Whether the rule, or one of those that it joins, is on Activities. */
function isOnActivities(rule: Rule | Correlation | undefined, content: Content): boolean {
  if (rule?.kind === 'rule') return rule.logsource.category === ACTIVITY_CATEGORY;
  return rule?.rules.some((id) => isOnActivities(content.get(id), content)) ?? false;
}

/** A reason that holds for every cloud is said once. */
function distinct(refusals: readonly Refusal[]): readonly Refusal[] {
  const reasons = new Set(refusals.map(({ reason }) => reason));
  const [only] = reasons;
  if (reasons.size === 1 && only !== undefined && refusals.length > 1) return [{ reason: only }];
  return [...new Map(refusals.map((one) => [`${one.cloud} ${one.reason}`, one])).values()];
}

/** Carries a rule to a SIEM: a query for each log in which it can match something. */
export function convertRule(rule: Rule, target: SiemTarget, options: ConvertOptions = {}): Conversion {
  if (rule.off) return { queries: [], refusals: [{ reason: emptyLists(rule.off) }] };
  const isWanted = (cloud: Provider): boolean => options.clouds?.includes(cloud) ?? true;
  const lowered =
    rule.logsource.category === ACTIVITY_CATEGORY ? onActivities(rule, target) : onRecords(rule, target);
  const wanted = lowered.filter(({ query }) => isWanted(query.cloud));
  const queries: ConvertedQuery[] = [];
  const refusals: Refusal[] = [];
  for (const { query, differences, table } of wanted) {
    const emitted = target.query(query, rule);
    const { cloud, service } = query;
    if (emitted.text === undefined) refusals.push({ cloud, reason: reasonOf(emitted.losses, target) });
    else
      queries.push({
        cloud,
        service,
        table,
        query: emitted.text,
        losses: emitted.losses,
        differences: [...differences, ...emitted.differences],
        assumptions: [...assumptionsOf(rule, query), ...emitted.assumptions],
      });
  }
  if (wanted.length === 0) refusals.push({ reason: nothingReason(rule, target, lowered.length > 0) });
  return { queries, refusals };
}

/** A rule on Activities is carried to the operations that the catalogue knows; of others nephoscope guesses. */
function assumptionsOf(rule: Rule, { branches }: NativeQuery): readonly string[] {
  if (rule.logsource.category !== ACTIVITY_CATEGORY) return [];
  const names = new Set(branches.flatMap(({ operations }) => operations));
  if (names.size === 0 || branches.some(({ operations }) => operations.length === 0)) return [];
  return [
    `it asks for the ${names.size} operations of nephoscope's catalogue that the rule can match, not for operations that are unknown there`,
  ];
}

interface Lowered {
  readonly query: NativeQuery;
  readonly differences: readonly string[];
  readonly table: string;
}

function onActivities(rule: Rule, target: SiemTarget): readonly Lowered[] {
  return cloudLogs.flatMap((log) => {
    const { cloud, service } = log;
    const table = target.logs.find((one) => one.cloud === cloud && one.service === service)?.table;
    if (table === undefined || !appliesTo(rule.logsource, { category: ACTIVITY_CATEGORY, product: cloud }))
      return [];
    const lowered = lowerActivityRule(rule, log);
    return lowered ? [{ ...lowered, table }] : [];
  });
}

function onRecords(rule: Rule, target: SiemTarget): readonly Lowered[] {
  return target.logs
    .filter(({ cloud, service }) => appliesTo(rule.logsource, { product: cloud, service }))
    .map(({ cloud, service, table }) => {
      const condition = lowerRule(rule, logFacts(target, { cloud, service }));
      const query = { cloud, service, branches: [{ operations: [], scope: all(), condition }] };
      return { query, differences: [], table };
    });
}

const MOST_NAMES = 4;

function reasonOf(losses: readonly Loss[], { title }: SiemTarget): string {
  const byReason = new Map<string, string[]>();
  for (const { what, why, effect } of losses)
    if (effect === 'narrower') byReason.set(why, [...(byReason.get(why) ?? []), what]);
  if (byReason.size === 0) return 'the rule can match nothing there';
  const parts = [...byReason].map(([why, names]) => {
    const more = names.length - MOST_NAMES;
    return `${names.slice(0, MOST_NAMES).join(', ')}${more > 0 ? ` and ${more} more` : ''} (${why})`;
  });
  return `it needs what ${title} cannot be asked: ${parts.join('; ')}`;
}

function nothingReason({ logsource }: Rule, { title }: SiemTarget, isElsewhere: boolean): string {
  if (isElsewhere) return 'it can match nothing in the clouds that were asked for';
  const { category, product, service } = logsource;
  if (category === ACTIVITY_CATEGORY) return `it can match nothing in the logs that ${title} has`;
  const named = [product, service, category].filter((part) => part !== undefined).join('/');
  return `no table of ${title} is known for the log source ${named || '(none)'}`;
}
