export { type Case, type CaseOptions, caseOf } from './case.ts';
export { fieldValues } from './field-values.ts';
export { cloudOfLanguage, fillCommand, fillQuery } from './fill.ts';
export * from './guide.ts';
export type { GuideFile } from './guide-file.ts';
export { type LoadedGuides, loadGuides } from './load.ts';
export { questionCommands } from './question.ts';
export {
  type PlannedCloud,
  type PlannedCommands,
  type PlannedStep,
  planResponse,
  type ResponsePlan,
} from './response-plan.ts';
export { shellQuote } from './shell.ts';
