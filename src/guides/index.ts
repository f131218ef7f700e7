export { type Case, caseOf } from './case.ts';
export { type FilledCommand, commandText, fillCommand, fillQuery } from './fill.ts';
export * from './guide.ts';
export type { GuideFile } from './guide-file.ts';
export { type LoadedGuides, loadGuides, type Outside } from './load.ts';
export { placeholders } from './placeholders.ts';
