import { compareDiagnostics, type Diagnostic, type Span } from '../../core/diagnostic.ts';
import { digest } from '../../core/digest.ts';
import { suggest } from '../../core/suggest.ts';
import type { Correlation } from '../../ir/correlation.ts';
import type { Field } from '../../ir/nodes.ts';
import type { Rule } from '../../ir/rule.ts';
import { applyActions } from './collection.ts';
import { type CorrelationDraft, readCorrelation } from './correlation.ts';
import { linkCorrelations } from './correlation-links.ts';
import { lowerDetection } from './detection.ts';
import {
  documentKind,
  extensionRefused,
  idDuplicate,
  keyMissing,
  lenient,
  wrongType,
} from './diagnostics.ts';
import { readDocuments, type SourceDocument, type SourceFile } from './documents.ts';
import { type AppliedFilter, applyFilters, type Filter, readFilter } from './filter.ts';
import { describe, entry, get, type MapNode, type Node, without } from './located.ts';
import { readId, readLogsource, readMetadata } from './metadata.ts';
import { ownModifiers } from './modifiers.ts';
import { needLists } from './needed-lists.ts';
import { parameterDiffers } from './parameter-diagnostics.ts';
import type { ParameterUse, Placeholders } from './parameters.ts';
import { setParameters } from './set-parameters.ts';
import type { Spans } from './spans.ts';
import { TakenIds } from './taken-ids.ts';

export interface LoadOptions {
  /** Parameters by name: lists for the modifier `expand`, and values for what rules declare under `nephoscope`. */
  readonly placeholders?: Placeholders;
  /**
   * Refuse our extensions, and everything else that is only accepted because public rules contain it. The attribute
   * `nephoscope` is Sigma like every custom attribute: it is passed over.
   */
  readonly strict?: boolean;
  /** What was loaded before: correlations may refer to it. */
  readonly known?: readonly (Rule | Correlation)[];
}

export interface LoadResult {
  readonly rules: readonly Rule[];
  readonly filters: readonly AppliedFilter[];
  /** Inner correlations stand before those that refer to them. */
  readonly correlations: readonly Correlation[];
  /** The parameters that rules and correlations ask for, those of refused ones too; once for each rule. */
  readonly parameters: readonly ParameterUse[];
  /** In the order of the files' places. */
  readonly diagnostics: readonly Diagnostic[];
  /** How many documents were refused because of errors. */
  readonly refused: number;
}

/** A load result together with the places of everything, for lint. */
export interface LocatedLoad extends LoadResult {
  readonly spans: Spans;
  readonly repaired: ReadonlyMap<Field, Span>;
}

interface Session {
  readonly placeholders: Placeholders;
  readonly strict: boolean;
  readonly spans: Spans;
  readonly repaired: Map<Field, Span>;
  readonly report: (diagnostic: Diagnostic) => void;
  readonly rules: Rule[];
  readonly filters: Filter[];
  readonly correlations: CorrelationDraft[];
  readonly taken: TakenIds;
  readonly uses: ParameterUse[];
}

/**
 * Reads Sigma rules, filters and correlations from YAML texts. Never throws: everything that is wrong becomes a
 * diagnostic with its place, all of a file's errors are reported, and a document that is refused does not stop the
 * others.
 */
export function loadRules(files: readonly SourceFile[], options: LoadOptions = {}): LoadResult {
  const { spans: _spans, repaired: _repaired, ...result } = loadLocated(files, options);
  return result;
}

/** `loadRules` that keeps the places of keys and values. */
export function loadLocated(files: readonly SourceFile[], options: LoadOptions = {}): LocatedLoad {
  const { placeholders = {}, strict = false, known = [] } = options;
  const diagnostics: Diagnostic[] = [];
  const report = (diagnostic: Diagnostic): void => {
    diagnostics.push(
      strict && lenient.has(diagnostic.code) ? { ...diagnostic, severity: 'error' } : diagnostic,
    );
  };
  const spans: Spans = new Map();
  const repaired = new Map<Field, Span>();
  const session: Session = {
    placeholders,
    strict,
    spans,
    repaired,
    report,
    rules: [],
    filters: [],
    correlations: [],
    taken: new TakenIds(known),
    uses: [],
  };
  const errors = (): number =>
    diagnostics.reduce((sum, { severity }) => sum + (severity === 'error' ? 1 : 0), 0);
  let refused = 0;
  for (const file of files) {
    for (const document of applyActions(readDocuments(file, report), report)) {
      const before = errors();
      const keep = document.root && readDocument(document.root, document, session);
      if (keep && errors() === before) keep();
      else refused++;
    }
  }
  reportDuplicates(session);
  reportDifferences(session);
  const { rules, applied } = applyFilters(session.rules, session.filters, session);
  const linked = linkCorrelations(
    session.correlations,
    [...rules, ...known.filter((one) => one.kind === 'rule')],
    known.filter((one) => one.kind === 'correlation'),
    report,
  );
  return {
    rules,
    filters: applied,
    correlations: linked.correlations,
    parameters: session.uses,
    diagnostics: diagnostics.sort(compareDiagnostics),
    refused: refused + linked.refused,
    spans,
    repaired,
  };
}

/** Returns what to do when the document turned out to be good; undefined when it is refused. */
function readDocument(
  written: MapNode,
  document: SourceDocument,
  session: Session,
): (() => void) | undefined {
  const { report, taken, strict } = session;
  const root = setParameters(strict ? without(written, 'nephoscope') : written, session);
  if (entry(root, 'correlation')) {
    const draft = readCorrelation(root, document.at, session);
    if (!draft || taken.refuses('correlation', draft.id, draft.at, report)) return undefined;
    return () => {
      taken.take('correlation', draft.id, draft.at);
      session.correlations.push(draft);
    };
  }
  if (entry(root, 'filter')) {
    const filter = readFilter(root, document.at, session);
    return filter && (() => session.filters.push(filter));
  }
  if (entry(root, 'detection') || entry(root, 'logsource') || entry(root, 'title')) {
    const rule = readRule(root, document.at, session);
    if (!rule || taken.refuses('rule', rule.id, document.at, report)) return undefined;
    return () => {
      taken.take('rule', rule.id, document.at);
      session.rules.push(rule);
    };
  }
  const keys = root.entries.map(({ key }) => key);
  const near = suggest('detection', keys);
  report(documentKind(near ? `a document with the key '${near}'` : 'the document', document.at));
  return undefined;
}

function readRule(root: MapNode, at: Span, session: Session): Rule | undefined {
  const { report } = session;
  const metadata = readMetadata(root, report);
  const id = readId(root, report);
  const logsource = readLogsource(root, 'the rule', report);
  const node = get(root, 'detection');
  if (!node) {
    report(
      keyMissing(
        'the rule',
        'detection',
        at,
        suggest(
          'detection',
          root.entries.map(({ key }) => key),
        ),
      ),
    );
    return undefined;
  }
  if (node.kind !== 'map') {
    report(wrongType('detection', 'a map', describe(node), node.at));
    return undefined;
  }
  if (session.strict) refuseExtensions(root, report);
  const lowered = lowerDetection(node, 'the detection', { ...session, logsource: logsource ?? {} });
  const detection = lowered && needLists(root, lowered, metadata?.nephoscope?.needs ?? [], session);
  if (!metadata || !logsource || !detection) return undefined;
  const content = digest('sigma-rule', JSON.stringify([metadata, logsource, detection]));
  const rule: Rule = {
    kind: 'rule',
    id: id ?? content,
    ...metadata,
    logsource,
    ...detection,
    source: { path: at.file, line: at.line },
    digest: content,
  };
  const tags = entry(root, 'tags');
  if (tags) {
    const items = tags.value.kind === 'list' ? tags.value.items.map((item) => item.at) : [tags.value.at];
    session.spans.set(rule.tags, { key: tags.keyAt, value: tags.value.at, items });
  }
  session.spans.set(rule, { key: at, value: get(root, 'title')?.at ?? at });
  return rule;
}

function refuseExtensions(root: MapNode, report: (diagnostic: Diagnostic) => void): void {
  refuseModifiers(get(root, 'detection'), report);
  const logsource = get(root, 'logsource');
  const category = logsource?.kind === 'map' ? get(logsource, 'category') : undefined;
  if (category?.kind === 'scalar' && category.value === 'cloud_activity') {
    report(extensionRefused('the log source category `cloud_activity`', category.at));
  }
}

/** One parameter is one number or timespan: two rules that share it have the same value to begin with. */
function reportDifferences({ uses, report }: Session): void {
  const first = new Map<string, ParameterUse>();
  for (const use of uses) {
    const other = first.get(use.name);
    if (!other) first.set(use.name, use);
    else if (other.kind !== use.kind || other.standard !== use.standard)
      report(parameterDiffers(use.name, use.at, other.at));
  }
}

function refuseModifiers(node: Node | undefined, report: (diagnostic: Diagnostic) => void): void {
  if (node?.kind === 'list') for (const item of node.items) refuseModifiers(item, report);
  if (node?.kind !== 'map') return;
  for (const { key, keyAt, value } of node.entries) {
    const own = key
      .split('|')
      .slice(1)
      .find((name) => ownModifiers.has(name));
    if (own !== undefined) report(extensionRefused(`the modifier \`${own}\``, keyAt));
    refuseModifiers(value, report);
  }
}

function reportDuplicates({ rules, spans, report }: Session): void {
  const first = new Map<string, Rule>();
  for (const rule of rules) {
    const other = first.get(rule.id);
    if (!other) {
      first.set(rule.id, rule);
      continue;
    }
    const at = spans.get(rule)?.key;
    const otherAt = spans.get(other)?.key;
    if (at && otherAt) report(idDuplicate(rule.id, at, otherAt));
  }
}
