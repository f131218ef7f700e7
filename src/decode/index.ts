export type { ByteSource } from '../core/byte-source.ts';
export { type DecodeResult, decode, type InputProblem } from './decode.ts';
export { defaultLimits, type Limits } from './limits.ts';
export type { Place, RecordSink, Rejection, Skip } from './record-sink.ts';
export { unwrap } from './unwrap.ts';
