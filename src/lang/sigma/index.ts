export { aliasVersion } from './alias-data.ts';
export { documentPlaces, type FindPlace } from './document-places.ts';
export type { SourceFile } from './documents.ts';
export { type LintOptions, lintRules } from './lint.ts';
export { type LoadOptions, type LoadResult, type LocatedLoad, loadLocated, loadRules } from './load.ts';
export {
  givenParameter,
  type Parameter,
  type ParameterKind,
  type ParameterUse,
  type Placeholders,
} from './parameters.ts';
export { parameterNames } from './set-parameters.ts';
export { parseTimespan } from './timespan.ts';
