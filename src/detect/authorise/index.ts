export { type Authoriser, type AuthoriserOptions, createAuthoriser } from './authoriser.ts';
export type { Dimension } from './limits.ts';
export type { PipelineMismatch } from './pipeline-claim.ts';
export type { TimeRange, UnusedAuthorisation } from './unused.ts';
export { combine, type Verdict, type VerdictKind } from './verdict.ts';
