import { loadQuery } from '../lang/aql/index.ts';
import type { Case } from './case.ts';
import { type FilledCommand, fillCommand, fillText, scopesOf } from './fill.ts';
import { placeholdersIn, replacePlaceholders } from './placeholders.ts';
import type { Check } from './read-node.ts';

/** Questions of one kind that are printed; an incident may have hundreds of principals and resources. */
const MOST_QUESTIONS = 5;

/** What stands in the place of a value while a question is read. */
function sample(text: string): string {
  const times: ReadonlyMap<string, string> = new Map([
    ['FROM_TEXT', '2026-01-02 03:04:05'],
    ['TO_TEXT', '2026-01-03 03:04:05'],
  ]);
  return replacePlaceholders(text, (name) => times.get(name) ?? 'x');
}

/** What QRadar knows and nephoscope does not is right in a query for QRadar. */
const onlyHere: ReadonlySet<string> = new Set([
  'AQL_FUNCTION_UNSUPPORTED',
  'AQL_COLUMN_UNKNOWN',
  'AQL_REFERENCE',
]);

/** Says what is wrong with a query in AQL; `here` is where nephoscope itself answers it. */
export function isAql({ here }: { readonly here: boolean }): Check {
  return (text) => {
    const error = loadQuery('query', sample(text), { now: 0 }).diagnostics.find(
      ({ severity, code }) => severity === 'error' && (here || !onlyHere.has(code)),
    );
    if (!error) return undefined;
    const { message, help, at } = error;
    return {
      code: 'command',
      message: `line ${at?.line ?? 1} of the query: ${message}`,
      ...(help === undefined ? {} : { help }),
    };
  };
}

/**
 * The calls of `nephoscope query` that ask a question of a pivot: one for each principal or resource of the case that it is
 * about, all times where it names none. Values are texts of the query, which is one word, whatever they hold.
 */
export function questionCommands(
  ask: string,
  given: Case | undefined,
): { readonly commands: readonly FilledCommand[]; readonly more: number } {
  const filled = scopesOf(ask, undefined, given).map((values) => fillText('aql', ask, values));
  const open = (text: string): number => new Set(placeholdersIn(text)).size;
  const fewest = Math.min(...filled.map(open));
  const texts = [...new Set(filled)].filter((text) => open(text) === fewest);
  const isTimed = loadQuery('query', sample(ask), { now: 0 }).statement?.time !== undefined;
  const [call] = fillCommand({ run: 'nephoscope query <LOGS>', expect: '' }, undefined, given).commands;
  const [program = '', command = '', ...logs] = call?.words ?? [];
  const times = isTimed ? [] : ['--all-times'];
  return {
    commands: texts
      .slice(0, MOST_QUESTIONS)
      .map((text) => ({ words: [program, command, text, ...logs, ...times], expect: '' })),
    more: Math.max(0, texts.length - MOST_QUESTIONS),
  };
}
