import type { Diagnostic, Span } from '../../core/diagnostic.ts';
import { suggest } from '../../core/suggest.ts';
import { type Comparison, type CorrelationType, comparisonOps } from '../../ir/correlation.ts';
import { type DimensionName, dimensionNames } from '../../ir/dimension-names.ts';
import { type Condition, parseCondition } from './condition.ts';
import { correlationCondition, wrongType } from './correlation-diagnostics.ts';
import { describe, get, type MapNode, type Node, scalarString } from './located.ts';
import type { Report } from './report.ts';
import { within } from './spans.ts';

export interface Reference {
  readonly text: string;
  readonly at: Span;
}

/** What a correlation asks of the events of its rules. */
export interface DraftCondition {
  readonly comparisons: readonly Comparison[];
  readonly fields: readonly Reference[];
  readonly percentile?: number;
  readonly minimum?: number;
  readonly dimensions?: readonly DimensionName[];
  /** An extended condition over rules. */
  readonly steps?: Condition;
  readonly at: Span;
}

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

/** A list of names, or one name; undefined when the key is not there. */
export function readNames(body: MapNode, key: string, report: Report): Reference[] | undefined {
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

/** Reads the condition; undefined after an error, which has been reported. */
export function readCondition(
  body: MapNode,
  type: CorrelationType,
  report: Report,
): DraftCondition | undefined {
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
  const problem = lack(type, condition, map);
  if (!problem) return condition;
  if (problem !== 'reported') report(problem);
  return undefined;
}

/** What a condition of this type needs and has not. A comparison or dimension that could not be read has been reported. */
function lack(
  type: CorrelationType,
  { comparisons, fields, percentile, dimensions = [], at }: DraftCondition,
  map: MapNode | undefined,
): Diagnostic | 'reported' | undefined {
  if (needsComparison.has(type) && comparisons.length === 0) {
    if (map?.entries.some(({ key }) => key !== 'field')) return 'reported';
    return correlationCondition(`${type} needs a comparison`, at, 'Write for example `gte: 10`.');
  }
  if (needsField.has(type) && fields.length === 0)
    return correlationCondition(`${type} needs a \`field\` whose values it looks at`, at);
  if (type === 'value_percentile' && percentile === undefined)
    return correlationCondition('value_percentile needs `percentile`, a number from 0 to 100', at);
  if (type !== 'unusual' || dimensions.length > 0) return undefined;
  if (map && get(map, 'dimension')) return 'reported';
  const help = `There are ${dimensionNames.join(', ')}.`;
  return correlationCondition('unusual needs a `dimension` of the baseline', at, help);
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
    ...readDimensions(map, report),
  };
}

function readDimensions(
  map: MapNode | undefined,
  report: Report,
): { readonly dimensions?: readonly DimensionName[] } {
  const written = map && readNames(map, 'dimension', report);
  if (!written) return {};
  const dimensions = written.flatMap(({ text, at }) => {
    const name = dimensionNames.find((one) => one === text);
    if (name) return [name];
    const near = suggest(text, dimensionNames);
    const help = near === undefined ? `There are ${dimensionNames.join(', ')}.` : `Did you mean '${near}'?`;
    report(correlationCondition(`the baseline has no dimension '${text}'`, at, help));
    return [];
  });
  return { dimensions };
}

function reportUnknown(key: string, at: Span, report: Report): void {
  const known: readonly string[] = [...comparisonOps, 'field', 'dimension', ...otherNumbers];
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
