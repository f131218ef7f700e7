export { type Authoriser, type AuthoriserOptions, createAuthoriser } from './authoriser.ts';
export type { PipelineMismatch } from './pipeline-claim.ts';
export type { UnusedAuthorisation } from './unused.ts';
export { combine, type Verdict } from './verdict.ts';
