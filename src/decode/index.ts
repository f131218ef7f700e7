export { type DecodeResult, decode } from './decode.ts';
export { findInner } from './inner-records.ts';
export { defaultLimits, type Limits } from './limits.ts';
export { unwrap } from './unwrap.ts';
