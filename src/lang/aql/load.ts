import { compareDiagnostics, type Diagnostic } from '../../core/diagnostic.ts';
import { type Query, queryVersion } from '../../ir/query/query.ts';
import { readsRecords } from '../../ir/query/reads-records.ts';
import type { SelectStatement } from './ast.ts';
import { Context } from './lower/context.ts';
import { lowerSelect } from './lower/select.ts';
import type { QueryOptions } from './options.ts';
import { parse } from './parser.ts';
import { Reporter } from './reporter.ts';

export interface LoadedQuery {
  /** As written; undefined when it could not be read at all. */
  readonly statement?: SelectStatement;
  /** What runs; undefined when there are errors. */
  readonly query?: Query;
  /** Errors, warnings and notes, in the order of the text. */
  readonly diagnostics: readonly Diagnostic[];
}

/**
 * Reads a query: grammar, names, types. All errors are reported. Never throws, whatever the text.
 *
 * @param file what the places of diagnostics name
 */
export function loadQuery(file: string, text: string, options: QueryOptions): LoadedQuery {
  const reporter = new Reporter(file, text);
  const statement = parse(reporter);
  const context = new Context(reporter, options);
  const select = statement && lowerSelect(statement, context);
  const diagnostics = reporter.diagnostics.toSorted(compareDiagnostics);
  if (!statement) return { diagnostics };
  if (!select || reporter.hasErrors) return { statement, diagnostics };
  const query: Query = {
    version: queryVersion,
    select,
    tables: Object.fromEntries(context.tables),
    now: options.now,
    zone: context.zoneName,
    readsRecords: readsRecords(select),
  };
  return { statement, query: freeze(query), diagnostics };
}

function freeze<T>(value: T): T {
  if (typeof value !== 'object' || value === null || Object.isFrozen(value)) return value;
  Object.freeze(value);
  for (const part of Object.values(value)) freeze(part);
  return value;
}
