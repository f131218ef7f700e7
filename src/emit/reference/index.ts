export { evaluate } from './evaluate.ts';
export {
  type ExplainedField,
  type Explanation,
  explain,
  type MatchedField,
  matchedFields,
} from './explain.ts';
