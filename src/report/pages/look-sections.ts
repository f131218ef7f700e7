import {
  type Case,
  cloudOfLanguage,
  fillCommand,
  fillQuery,
  type Guide,
  type Pivot,
  type Queries,
  type QueryLanguage,
  queryLanguages,
  questionCommands,
  shellQuote,
} from '../../guides/index.ts';
import { counted } from '../counted.ts';
import { type Block, paragraph, type Section } from '../page/page.ts';

/** A look at the logs, filled where there is a case. */
interface Look {
  readonly title: string;
  /** Commands that run here, each in words that a shell reads. */
  readonly commands: readonly (readonly string[])[];
  /** How many there would be beside those. */
  readonly more: number;
  readonly queries: Queries;
}

function looksOf(
  guides: readonly Guide[],
  pivots: ReadonlyMap<string, Pivot>,
  given: Case | undefined,
): Look[] {
  const ids = guides.flatMap(({ investigation: { questions } }) => questions.flatMap((one) => one.pivots));
  return [...new Set(ids)].flatMap((id) => {
    const pivot = pivots.get(id);
    return pivot ? [lookOf(pivot, given)] : [];
  });
}

function lookOf({ title, ask, run = [], queries }: Pivot, given: Case | undefined): Look {
  const questions = ask === undefined ? { commands: [], more: 0 } : questionCommands(ask, given);
  const filled = run.map((command) => fillCommand({ run: command, expect: '' }, undefined, given));
  const further = filled.flatMap(({ commands }) => commands);
  return {
    title,
    commands: [...questions.commands, ...further].map(({ words }) => words.map(shellQuote)),
    more: filled.reduce((sum, { more }) => sum + more, questions.more),
    queries: filledQueries(queries, given),
  };
}

/** The queries in the languages of the clouds of the case; all of them without one. */
function filledQueries(queries: Queries, given: Case | undefined): Queries {
  const languages = (Object.keys(queryLanguages) as QueryLanguage[]).filter((language) => {
    const cloud = cloudOfLanguage[language];
    return !given || cloud === undefined || given.clouds.includes(cloud);
  });
  return Object.fromEntries(
    languages.flatMap((language) => {
      const query = queries[language];
      return query === undefined ? [] : [[language, fillQuery(language, query, given)]];
    }),
  );
}

/** Looks at the logs that the questions of guides name, here and where the logs are kept. */
export function lookSections(
  guides: readonly Guide[],
  pivots: ReadonlyMap<string, Pivot>,
  given: Case | undefined,
): Section[] {
  return looksOf(guides, pivots, given).map(({ title, commands, more, queries }) => ({
    title,
    blocks: [
      { kind: 'commands', commands: commands.map((words) => ({ words })) },
      ...(more > 0 ? [paragraph(`… and ${counted(more, 'further command')} of this kind.`)] : []),
      ...queryBlocks(queries),
    ],
  }));
}

/** The same as data: commands as they are typed. */
export function looksJson(
  guides: readonly Guide[],
  pivots: ReadonlyMap<string, Pivot>,
  given: Case,
): {
  readonly title: string;
  readonly run: readonly string[];
  readonly more?: number;
  readonly queries: Queries;
}[] {
  return looksOf(guides, pivots, given).map(({ title, commands, more, queries }) => ({
    title,
    run: commands.map((words) => words.join(' ')),
    ...(more > 0 ? { more } : {}),
    queries,
  }));
}

/** Queries, each with the name of where it runs. */
export function queryBlocks(queries: Queries): Block[] {
  return (Object.keys(queryLanguages) as QueryLanguage[]).flatMap((language): Block[] => {
    const text = queries[language];
    return text === undefined ? [] : [{ kind: 'code', caption: queryLanguages[language], language, text }];
  });
}
