import { compareDiagnostics, type Diagnostic } from '../../../core/diagnostic.ts';
import type { SelectStatement } from '../ast.ts';
import { walk } from '../children.ts';
import type { QueryOptions } from '../options.ts';
import { parse } from '../parser.ts';
import { Reporter } from '../reporter.ts';
import * as clauses from './clause-rules.ts';
import * as conditions from './condition-rules.ts';
import { approvedSet, type FixedQuery, fixStatement } from './fix.ts';
import * as operations from './operation-rules.ts';
import { type LintOptions, LintScope } from './scope.ts';
import * as sources from './source-rules.ts';

/** Everything that the linter looks at, in one SELECT over events. */
const rules: readonly ((scope: LintScope) => void)[] = [
  conditions.precedence,
  clauses.unbounded,
  conditions.comparedWithNull,
  conditions.nullDropped,
  conditions.nameExclusion,
  conditions.success,
  conditions.neverMatches,
  conditions.likeExact,
  sources.wrongId,
  sources.sourcePatterns,
  sources.sourceMissing,
  sources.properties,
  clauses.datePatterns,
  clauses.timeColumn,
  clauses.textAsColumn,
  operations.patterns,
  operations.reads,
  operations.chainStep,
  clauses.noCorrelation,
];

/**
 * What is worth knowing about a query that can run: where it means something else than it looks like, what it does not
 * see, what it cannot tell apart. Nothing for queries with errors; `loadQuery` says those.
 */
export function lintQuery(
  file: string,
  text: string,
  query: QueryOptions,
  options: LintOptions,
): readonly Diagnostic[] {
  const statement = parse(new Reporter(file, text));
  if (!statement) return [];
  const reporter = new Reporter(file, text);
  for (const select of selectsOf(statement)) {
    if (select.source.kind !== 'table') continue;
    const scope = new LintScope(select, reporter, query, options);
    for (const rule of rules) rule(scope);
  }
  return reporter.diagnostics.toSorted(compareDiagnostics);
}

/** The SELECT and those in it. */
export function selectsOf(statement: SelectStatement): readonly SelectStatement[] {
  const found = [statement];
  if (statement.source.kind === 'query') found.push(...selectsOf(statement.source.query));
  if (statement.where) {
    walk(statement.where, (node) => {
      if (node.kind === 'in-query') found.push(...selectsOf(node.query));
    });
  }
  return found;
}

/**
 * The query with what the linter finds put right, as far as it can be told what was meant; undefined for a query with
 * errors.
 */
export function fixQuery(
  file: string,
  text: string,
  query: QueryOptions,
  options: LintOptions,
): FixedQuery | undefined {
  const statement = parse(new Reporter(file, text));
  if (!statement) return undefined;
  const withApproved = withEmptySet(query, approvedSet);
  return fixStatement(
    statement,
    (current) => new LintScope(current, new Reporter(file, text), withApproved, options),
  );
}

/** Options with a reference set of the name, an empty one where there is none: nobody is approved then. */
export function withEmptySet(query: QueryOptions, name: string): QueryOptions {
  const collections = query.references?.collections ?? [];
  const isThere = collections.some((one) => one.kind === 'set' && one.name.toLowerCase() === name);
  if (isThere) return query;
  return {
    ...query,
    references: { collections: [...collections, { kind: 'set', name, ignoreCase: true, values: [] }] },
  };
}
