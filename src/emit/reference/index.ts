export { evaluate } from './evaluate.ts';
export { type Explanation, explain, matchedFields } from './explain.ts';
