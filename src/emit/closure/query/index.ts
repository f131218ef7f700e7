export { createCompute } from './compute.ts';
export { compileEvents, type EventsReading } from './events.ts';
export { createQueryRun, type QueryRun } from './query-run.ts';
export type { QueryRow } from './row.ts';
export { columnsOf, type QueryColumn, type QueryResult, runQuery, valuesOf } from './run-query.ts';
export { QueryLimitError, type RunLimits, type RunOptions, runLimits } from './select-run.ts';
export type { RowSorter, SortedRow } from './sort.ts';
