import { bytesSource } from '../../src/core/byte-source.ts';
import type { JsonObject } from '../../src/core/json.ts';
import { type DecodeResult, decode, defaultLimits, type Limits } from '../../src/decode/index.ts';

export interface Decoded {
  readonly records: { readonly value: JsonObject; readonly container: string; readonly index: number }[];
  readonly skipped: string[];
  readonly rejected: {
    readonly reason: string;
    readonly index: number;
    readonly offset?: number;
    readonly line?: number;
  }[];
  readonly result: DecodeResult;
}

/** Decodes bytes in memory; `streamed` makes everything go through the streaming path in chunks of that size. */
export async function decodeBytes(
  bytes: Buffer,
  { limits = {}, streamed }: { limits?: Partial<Limits>; streamed?: number } = {},
): Promise<Decoded> {
  const decoded: Omit<Decoded, 'result'> = { records: [], skipped: [], rejected: [] };
  const source =
    streamed === undefined
      ? bytesSource(bytes)
      : {
          stream: async function* () {
            for (let at = 0; at < bytes.length; at += streamed) yield bytes.subarray(at, at + streamed);
          },
        };
  const all = { ...defaultLimits, ...(streamed === undefined ? {} : { wholeBytes: 1 }), ...limits };
  const result = await decode(
    source,
    {
      record: (value, container, { index }) => decoded.records.push({ value, container, index }),
      skip: (reason) => decoded.skipped.push(reason),
      reject: (reason, { index, offset, line }) =>
        decoded.rejected.push({
          reason,
          index,
          ...(offset === undefined ? {} : { offset }),
          ...(line === undefined ? {} : { line }),
        }),
    },
    all,
  );
  return { ...decoded, result };
}
