import type { Diagnostic } from '../../core/diagnostic.ts';
import { createCompute } from '../../emit/closure/query/index.ts';
import {
  type FixedQuery,
  fixQuery as fix,
  lintQuery as lint,
  type QueryOptions,
} from '../../lang/aql/index.ts';
import { catalogueOperations } from './operations.ts';

/**
 * What is worth knowing about a query that can run, in the order of its text. Nothing for queries with errors: `loadQuery`
 * says those.
 *
 * @param file what the places name
 */
export function lintQuery(file: string, text: string, options: QueryOptions): readonly Diagnostic[] {
  return lint(file, text, options, { operations: catalogueOperations(), compute: createCompute });
}

/**
 * The query with what the linter finds put right, as far as it can be told what was meant; undefined when it cannot be read.
 */
export function fixQuery(file: string, text: string, options: QueryOptions): FixedQuery | undefined {
  return fix(file, text, options, { operations: catalogueOperations(), compute: createCompute });
}
