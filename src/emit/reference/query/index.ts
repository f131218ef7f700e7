export { evaluateQuery } from './select.ts';
