export { type LoadedQuery, loadQuery } from './load.ts';
export type { QueryOptions } from './options.ts';
export { print as printQuery } from './print.ts';
export type { ReferenceCollection, ReferenceData } from './reference-data.ts';
