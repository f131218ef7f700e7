import { RE2JS } from 're2js';
import { limits } from './limits.ts';

export const regexHelp =
  'expressions are in the syntax of RE2, which has no look-around and no references back';

/** What is wrong with a regular expression; undefined when nothing is. */
export function regexProblem(source: string): string | undefined {
  if (source.length > limits.regex) return `the regular expression is longer than ${limits.regex} characters`;
  try {
    RE2JS.compile(source);
    return undefined;
  } catch (error) {
    return `the regular expression cannot be read: ${error instanceof Error ? error.message : String(error)}`;
  }
}

/** How many groups a regular expression has. */
export function groupsOf(source: string): number {
  return RE2JS.compile(source).groupCount();
}
