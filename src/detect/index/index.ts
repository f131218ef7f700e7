export { couldMatch, type Known, type KnownValue } from '../../ir/partial.ts';
export { findWitness, type Witness, type WitnessPart } from '../../ir/witness.ts';
export { type CompileRule, createRuleIndex, type RuleIndex, type RuleIndexStats } from './rule-index.ts';
