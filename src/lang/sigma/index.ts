export { aliasVersion } from './alias-data.ts';
export { canonicalTechnique, techniqueIn } from './attack.ts';
export type { SourceFile } from './documents.ts';
export type { AppliedFilter } from './filter.ts';
export { type LintOptions, lintRules, type OperationLookup } from './lint.ts';
export { type CorrelationDocument, type LoadOptions, type LoadResult, loadRules } from './load.ts';
