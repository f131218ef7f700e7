import { resolve } from 'node:path';
import type { ByteSource } from '../core/byte-source.ts';
import { azureBlob } from './azure-blob.ts';
import { file } from './file.ts';
import { googleStorage } from './google-storage.ts';
import { s3 } from './s3.ts';
import type { Input, Listing, PathProblem, SourceDefinition } from './source.ts';
import { stdin } from './stdin.ts';

export { pathProblem } from './file.ts';
export type { Input, Listing } from './source.ts';

const sources: readonly SourceDefinition[] = [stdin, s3, azureBlob, googleStorage, file];

/** The inputs behind paths as they were given on the command line, in the order given, each once. */
export async function listInputs(paths: readonly string[]): Promise<Listing> {
  const inputs = new Map<string, Input>();
  const problems: PathProblem[] = [];
  for (const path of paths) {
    const source = sources.find((one) => one.accepts(path));
    if (!source) {
      const scheme = `${path.split(':')[0]}://`;
      problems.push({
        path,
        kind: 'not-found',
        detail: `${scheme} is not a place that is read (s3://, az://, gs:// are)`,
      });
      continue;
    }
    const listed = await source.list(path);
    for (const input of listed.inputs) {
      const place = source === file ? resolve(input.path) : input.path;
      if (!inputs.has(place)) inputs.set(place, input);
    }
    for (const problem of listed.problems) problems.push(problem);
  }
  return { inputs: [...inputs.values()], problems };
}

/** @throws Error for an input that names a source which is not there: a bug. */
export function openInput(input: Input): ByteSource {
  const source = sources.find(({ name }) => name === input.source);
  if (!source) throw new Error(`no source is called ${input.source}`);
  return source.open(input);
}
