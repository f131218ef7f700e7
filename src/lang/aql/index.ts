import type { Diagnostic, Span } from '../../core/diagnostic.ts';
import { say } from './diagnostic-codes.ts';

export type { SourceFile } from '../sigma/documents.ts';
export { approvedSet, type Change, type FixedQuery } from './lint/fix.ts';
export { fixQuery, lintQuery, withEmptySet } from './lint/lint.ts';
export type { Operation } from './lint/operation.ts';
export { type LoadedQuery, loadQuery } from './load.ts';
export type { QueryOptions } from './options.ts';
export { print as printQuery } from './print.ts';
export type { ReferenceCollection, ReferenceData } from './reference-data.ts';
export { type ReferenceFile, readReferenceFile } from './reference-file.ts';

/** Something that is wrong in a file of reference data. */
export function referenceProblem(message: string, at: Span): Diagnostic {
  return say('referenceFile', message, at);
}
