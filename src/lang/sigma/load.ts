import { compareDiagnostics, type Diagnostic, type Span } from '../../core/diagnostic.ts';
import { digest } from '../../core/digest.ts';
import type { Json } from '../../core/json.ts';
import type { Field } from '../../ir/nodes.ts';
import type { Rule } from '../../ir/rule.ts';
import { applyActions } from './collection.ts';
import { lowerDetection } from './detection.ts';
import {
  correlationKept,
  documentKind,
  extensionRefused,
  idDuplicate,
  keyMissing,
  lenient,
  wrongType,
} from './diagnostics.ts';
import { readDocuments, type SourceDocument, type SourceFile } from './documents.ts';
import { type AppliedFilter, applyFilters, type Filter, readFilter } from './filter.ts';
import { describe, entry, get, type MapNode, toJson } from './located.ts';
import { readId, readLogsource, readMetadata, readText, readTitle } from './metadata.ts';
import type { Placeholders } from './placeholders.ts';
import type { Spans } from './spans.ts';
import { suggest } from './suggest.ts';

export interface LoadOptions {
  /** The values of `%name%` for the modifier `expand`. */
  readonly placeholders?: Placeholders;
  /** Refuse our extensions, and everything else that is only accepted because public rules contain it. */
  readonly strict?: boolean;
}

/** A correlation document as it was written; it is not run yet. */
export interface CorrelationDocument {
  readonly id?: string;
  readonly name?: string;
  readonly title: string;
  readonly source: { readonly path: string; readonly line: number };
  readonly document: Json;
}

export interface LoadResult {
  readonly rules: readonly Rule[];
  readonly filters: readonly AppliedFilter[];
  readonly correlations: readonly CorrelationDocument[];
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
  readonly correlations: CorrelationDocument[];
}

/**
 * Reads Sigma rules, filters and correlations from YAML texts. Never throws: everything that is wrong becomes a
 * diagnostic with its place, all of a file's errors are reported, and a document that is refused does not stop the
 * others.
 */
export function loadRules(files: readonly SourceFile[], options: LoadOptions = {}): LoadResult {
  const { rules, filters, correlations, diagnostics, refused } = loadLocated(files, options);
  return { rules, filters, correlations, diagnostics, refused };
}

/** `loadRules` that keeps the places of keys and values. */
export function loadLocated(files: readonly SourceFile[], options: LoadOptions = {}): LocatedLoad {
  const { placeholders = {}, strict = false } = options;
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
  const { rules, applied } = applyFilters(session.rules, session.filters, session);
  return {
    rules,
    filters: applied,
    correlations: session.correlations,
    diagnostics: diagnostics.sort(compareDiagnostics),
    refused,
    spans,
    repaired,
  };
}

/** Returns what to do when the document turned out to be good; undefined when it is refused. */
function readDocument(root: MapNode, document: SourceDocument, session: Session): (() => void) | undefined {
  if (entry(root, 'correlation')) return readCorrelation(root, document.at, session);
  if (entry(root, 'filter')) {
    const filter = readFilter(root, document.at, session);
    return filter && (() => session.filters.push(filter));
  }
  if (entry(root, 'detection') || entry(root, 'logsource') || entry(root, 'title')) {
    const rule = readRule(root, document.at, session);
    return rule && (() => session.rules.push(rule));
  }
  const keys = root.entries.map(({ key }) => key);
  const near = suggest('detection', keys);
  session.report(documentKind(near ? `a document with the key '${near}'` : 'the document', document.at));
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
  const detection = lowerDetection(node, 'the detection', { ...session, logsource: logsource ?? {} });
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
  const attribute = entry(root, 'nephoscope');
  if (attribute) report(extensionRefused('the attribute `nephoscope`', attribute.keyAt));
  const logsource = get(root, 'logsource');
  const category = logsource?.kind === 'map' ? get(logsource, 'category') : undefined;
  if (category?.kind === 'scalar' && category.value === 'cloud_activity') {
    report(extensionRefused('the log source category `cloud_activity`', category.at));
  }
}

function readCorrelation(root: MapNode, at: Span, session: Session): (() => void) | undefined {
  const { report } = session;
  const title = readTitle(root, 'the correlation', report);
  const id = readId(root, report);
  const name = readText(root, 'name', report);
  if (title === undefined) return undefined;
  report(correlationKept(title, at));
  const source = { path: at.file, line: at.line };
  const document = toJson(root);
  return () =>
    session.correlations.push({ ...(id ? { id } : {}), ...(name ? { name } : {}), title, source, document });
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
