export { type DecodeResult, decode } from './decode.ts';
export { defaultLimits, type Limits } from './limits.ts';
export { unwrap } from './unwrap.ts';
