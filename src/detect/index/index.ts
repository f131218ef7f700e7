export { createRuleIndex, type RuleIndex } from './rule-index.ts';
