export { evaluateQuery, type QueryResult } from './select.ts';
