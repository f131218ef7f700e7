export { aliasVersion } from './alias-data.ts';
export type { SourceFile } from './documents.ts';
export { type LintOptions, lintRules } from './lint.ts';
export { type LoadOptions, type LoadResult, loadRules } from './load.ts';
