import type { JsonObject } from '../core/json.ts';
import { decode } from '../decode/index.ts';
import { listInputs, openInput } from '../sources/index.ts';

/** All records behind one path, out of their containers, for commands that look at a few; what went wrong, in words. */
export async function decodeRecords(path: string): Promise<{ records: JsonObject[]; problems: string[] }> {
  const { inputs, problems: missing } = await listInputs([path]);
  const problems = missing.map((one) => `${one.path}: ${one.detail}`);
  const records: JsonObject[] = [];
  for (const input of inputs) {
    const { problem } = await decode(openInput(input), {
      record: (value) => records.push(value),
      skip: (reason) => problems.push(`${input.path}: skipped: ${reason}`),
      reject: (reason, { line }, detail) =>
        problems.push(`${input.path}:${line === undefined ? '' : `${line}:`} ${reason}: ${detail}`),
    });
    if (problem) problems.push(`${input.path}: ${problem.detail}`);
  }
  return { records, problems };
}
