import type { Span } from '../../core/diagnostic.ts';
import { suggest } from '../../core/suggest.ts';
import { type CorrelationType, correlationTypes, ownCorrelationTypes } from '../../ir/correlation.ts';
import { type DraftCondition, type Reference, readCondition, readNames } from './correlation-condition.ts';
import {
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
import { parseTimespan } from './timespan.ts';

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

/** Group-by name of our extension. */
const LINEAGE = 'lineage';

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
