export { type DecodeResult, decode } from './decode.ts';
export { findInner } from './inner-records.ts';
export { defaultLimits, type Limits } from './limits.ts';
export type { ScanLiterals, ScanPlan, Verdict } from './scan/scan-plan.ts';
export { ScannerSet } from './scan/scanner-set.ts';
export { unwrap } from './unwrap.ts';
