import { resolve } from 'node:path';
import type { ByteSource } from '../core/byte-source.ts';
import { file } from './file.ts';
import type { Input, PathProblem, SourceDefinition } from './source.ts';
import { stdin } from './stdin.ts';

export { pathProblem } from './file.ts';
export type { Input, PathProblem, SourceDefinition } from './source.ts';

export const sources: readonly SourceDefinition[] = [stdin, file];

/**
 * The inputs behind paths as they were given on the command line, in the order given, each once.
 */
export async function listInputs(
  paths: readonly string[],
): Promise<{ inputs: readonly Input[]; problems: readonly PathProblem[] }> {
  const inputs = new Map<string, Input>();
  const problems: PathProblem[] = [];
  for (const path of paths) {
    const source = sources.find((one) => one.accepts(path));
    if (!source) {
      problems.push({
        path,
        kind: 'not-found',
        detail: `${path.split(':')[0]}:// is not a place that is read`,
      });
      continue;
    }
    const listed = await source.list(path);
    for (const input of listed.inputs) {
      const place = input.kind === 'file' ? resolve(input.path) : input.path;
      if (!inputs.has(place)) inputs.set(place, input);
    }
    problems.push(...listed.problems);
  }
  return { inputs: [...inputs.values()], problems };
}

export function openInput(input: Input): ByteSource {
  return (input.kind === 'stdin' ? stdin : file).open(input);
}
