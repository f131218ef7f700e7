export { compile } from './compile.ts';
export type { Predicate } from './leaf.ts';
