import type { Span } from '../../core/diagnostic.ts';
import { suggest } from '../../core/suggest.ts';
import {
  type Comparison,
  type CorrelationType,
  comparisonOps,
  correlationTypes,
  ownCorrelationTypes,
} from '../../ir/correlation.ts';
import { type Condition, parseCondition } from './condition.ts';
import {
  correlationCondition,
  correlationTimeframe,
  correlationTimespan,
  correlationType,
  extensionRefused,
  keyMissing,
  wrongType,
} from './correlation-diagnostics.ts';
import { refuseImpossible } from './correlation-limits.ts';
import { describe, entry, get, type MapNode, type Node, scalarString } from './located.ts';
import { type Metadata, readId, readMetadata } from './metadata.ts';
import type { Report } from './report.ts';
import { within } from './spans.ts';
import { parseTimespan } from './timespan.ts';

export interface Reference {
  readonly text: string;
  readonly at: Span;
}

/** A correlation as it was read; what it refers to is looked up when all rules are known. */
export interface CorrelationDraft {
  readonly id?: string;
  readonly metadata: Metadata;
  readonly type: CorrelationType;
  readonly references: readonly Reference[];
  readonly groupBy: readonly Reference[];
  readonly byLineage: boolean;
  readonly timespan: number;
  readonly condition: DraftCondition;
  readonly history?: number;
  readonly aliases: readonly Alias[];
  readonly generate: boolean;
  readonly at: Span;
}

interface Alias {
  readonly name: string;
  readonly fields: readonly { readonly rule: Reference; readonly field: string }[];
}

interface DraftCondition {
  readonly comparisons: readonly Comparison[];
  readonly fields: readonly Reference[];
  readonly percentile?: number;
  readonly minimum?: number;
  /** An extended condition over rules. */
  readonly steps?: Condition;
  readonly at: Span;
}

/** Group-by name of our extension. */
const LINEAGE = 'lineage';

const needsField: ReadonlySet<CorrelationType> = new Set([
  'value_count',
  'value_sum',
  'value_avg',
  'value_percentile',
  'value_median',
  'first_seen',
]);
const needsComparison: ReadonlySet<CorrelationType> = new Set([
  'event_count',
  'value_count',
  'value_sum',
  'value_avg',
  'value_percentile',
  'value_median',
  'rate',
]);

/**
 * Reads a correlation document (Sigma specification 2.1, correlation rules, with pySigma's extensions and ours). Returns
 * undefined after an error, which has been reported; all errors of the document are.
 */
export function readCorrelation(
  root: MapNode,
  at: Span,
  { report, strict }: { readonly report: Report; readonly strict: boolean },
): CorrelationDraft | undefined {
  const metadata = readMetadata(root, report, 'the correlation');
  const id = readId(root, report);
  const body = get(root, 'correlation');
  if (body?.kind !== 'map') {
    if (body) report(wrongType('correlation', 'a map', describe(body), body.at));
    return undefined;
  }
  const type = readType(body, report, strict);
  const timespan = readTimespan(body, report);
  const condition = type && readCondition(body, type, report);
  const references = readNames(body, 'rules', report);
  const groupBy = readNames(body, 'group-by', report) ?? [];
  const history = readDuration(body, 'history', report);
  const aliases = readAliases(body, report);
  if (!references && !condition?.steps) report(keyMissing('the correlation', 'rules', body.at));
  const byLineage = groupBy.some(({ text }) => text === LINEAGE);
  if (strict && byLineage)
    report(extensionRefused('`group-by: [lineage]`', get(body, 'group-by')?.at ?? body.at));
  if (!metadata || !type || timespan === undefined || !condition || !(references || condition.steps))
    return undefined;
  const said = { type, condition, timespan, ...(history === undefined ? {} : { history }) };
  if (refuseImpossible(body, said, report)) return undefined;
  const generate = [get(body, 'generate'), get(root, 'generate')].some(
    (node) => scalarString(node) === 'true',
  );
  return {
    ...(id === undefined ? {} : { id }),
    metadata,
    ...said,
    references: references ?? [],
    groupBy: groupBy.filter(({ text }) => text !== LINEAGE),
    byLineage,
    aliases,
    generate,
    at,
  };
}

function readType(body: MapNode, report: Report, strict: boolean): CorrelationType | undefined {
  const node = get(body, 'type');
  if (!node) {
    report(keyMissing('the correlation', 'type', body.at));
    return undefined;
  }
  const text = scalarString(node) ?? describe(node);
  const type = correlationTypes.find((one) => one === text);
  if (!type) report(correlationType(text, node.at, suggest(text, correlationTypes)));
  else if (strict && ownCorrelationTypes.has(type)) {
    report(extensionRefused(`the correlation type \`${type}\``, node.at));
  }
  return type;
}

function readTimespan(body: MapNode, report: Report): number | undefined {
  const old = entry(body, 'timeframe');
  const written = get(body, 'timespan');
  if (old && !written) report(correlationTimeframe(old.keyAt));
  const node = written ?? old?.value;
  if (!node) {
    report(keyMissing('the correlation', 'timespan', body.at));
    return undefined;
  }
  return duration('timespan', node, report);
}

function readDuration(body: MapNode, key: string, report: Report): number | undefined {
  const node = get(body, key);
  return node && duration(key, node, report);
}

function duration(key: string, node: Node, report: Report): number | undefined {
  const text = scalarString(node) ?? describe(node);
  const milliseconds = parseTimespan(text);
  if (milliseconds === undefined) report(correlationTimespan(key, text, node.at));
  return milliseconds;
}

/** A list of names, or one name; undefined when the key is not there. */
function readNames(body: MapNode, key: string, report: Report): Reference[] | undefined {
  const node = get(body, key);
  if (!node || (node.kind === 'scalar' && node.value === null)) return undefined;
  const items = node.kind === 'list' ? node.items : [node];
  return items.flatMap((item) => {
    const text = scalarString(item);
    if (text !== undefined) return [{ text, at: item.at }];
    report(wrongType(key, 'a name or a list of names', describe(item), item.at));
    return [];
  });
}

function readAliases(body: MapNode, report: Report): Alias[] {
  const node = get(body, 'aliases') ?? get(body, 'alias');
  if (!node) return [];
  if (node.kind !== 'map') {
    report(wrongType('aliases', 'a map of names', describe(node), node.at));
    return [];
  }
  return node.entries.flatMap(({ key, value }) => {
    if (value.kind === 'map') return [{ name: key, fields: aliasFields(value, report) }];
    report(wrongType(key, 'a map of rules and their fields', describe(value), value.at));
    return [];
  });
}

function aliasFields(node: MapNode, report: Report): Alias['fields'] {
  return node.entries.flatMap(({ key, keyAt, value }) => {
    const field = scalarString(value);
    if (field !== undefined) return [{ rule: { text: key, at: keyAt }, field }];
    report(wrongType(key, "a field's name", describe(value), value.at));
    return [];
  });
}

function readCondition(body: MapNode, type: CorrelationType, report: Report): DraftCondition | undefined {
  const node = get(body, 'condition');
  const isTemporal = type === 'temporal' || type === 'temporal_ordered';
  if (node?.kind === 'scalar' && node.value !== null) {
    if (isTemporal) return readSteps(node, report);
    report(correlationCondition(`a condition over rules is for temporal types, not for ${type}`, node.at));
    return undefined;
  }
  if (node && node.kind !== 'map' && !(node.kind === 'scalar' && node.value === null)) {
    report(wrongType('condition', 'a map such as `gte: 10`', describe(node), node.at));
    return undefined;
  }
  const map = node?.kind === 'map' ? node : undefined;
  const condition = { ...readMembers(map, report), at: node?.at ?? body.at };
  if (needsComparison.has(type) && condition.comparisons.length === 0) {
    // A comparison that could not be read has been reported.
    if (!map?.entries.some(({ key }) => key !== 'field'))
      report(
        correlationCondition(`${type} needs a comparison`, condition.at, 'Write for example `gte: 10`.'),
      );
    return undefined;
  }
  if (needsField.has(type) && condition.fields.length === 0) {
    report(correlationCondition(`${type} needs a \`field\` whose values it looks at`, condition.at));
    return undefined;
  }
  if (type === 'value_percentile' && condition.percentile === undefined) {
    report(correlationCondition('value_percentile needs `percentile`, a number from 0 to 100', condition.at));
    return undefined;
  }
  return condition;
}

function readSteps(node: Node & { readonly kind: 'scalar' }, report: Report): DraftCondition | undefined {
  const text = String(node.value);
  const steps = parseCondition(text, (offset, length) => within(node.at, text, offset, length), report);
  return steps && { comparisons: [], fields: [], steps, at: node.at };
}

const otherNumbers = ['percentile', 'minimum'] as const;

function readMembers(map: MapNode | undefined, report: Report): Omit<DraftCondition, 'at' | 'steps'> {
  const members = map?.entries ?? [];
  for (const { key, keyAt } of members) reportUnknown(key, keyAt, report);
  const number = (key: string): number | undefined => {
    const node = map && get(map, key);
    return node && numberOf(key, node, report);
  };
  const comparisons = members.flatMap(({ key }) => {
    const op = comparisonOps.find((one) => one === key);
    const value = op && number(op);
    return op && value !== undefined ? [{ op, value }] : [];
  });
  const [percentile, minimum] = otherNumbers.map(number);
  return {
    comparisons,
    fields: (map && readNames(map, 'field', report)) ?? [],
    ...(percentile === undefined ? {} : { percentile }),
    ...(minimum === undefined ? {} : { minimum }),
  };
}

function reportUnknown(key: string, at: Span, report: Report): void {
  const known: readonly string[] = [...comparisonOps, 'field', ...otherNumbers];
  if (known.includes(key)) return;
  const near = suggest(key, known);
  const help = near === undefined ? `Known are ${known.join(', ')}.` : `Did you mean '${near}'?`;
  report(correlationCondition(`unknown key '${key}' in the condition`, at, help));
}

function numberOf(key: string, node: Node, report: Report): number | undefined {
  const text = scalarString(node);
  const number = text === undefined || text.trim() === '' ? Number.NaN : Number(text);
  const isValid = Number.isFinite(number) && (key !== 'percentile' || (number >= 0 && number <= 100));
  if (isValid) return number;
  const expected = key === 'percentile' ? 'a number from 0 to 100' : 'a number';
  report(wrongType(key, expected, text === undefined ? describe(node) : `'${text}'`, node.at));
  return undefined;
}
