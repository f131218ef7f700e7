import type { Provider } from '../activity/vocabulary.ts';
import type { Case, Values } from './case.ts';
import { PRINCIPAL_TYPE, PROVIDER } from './case-keys.ts';
import type { Command, QueryLanguage } from './guide.ts';
import { isPlain, placeholders, placeholdersIn, replacePlaceholders } from './placeholders.ts';
import { shellWords } from './shell.ts';
import { escapeLiteral } from './templates.ts';

/** Commands of one kind that are printed; a finding may be about thousands of resources. */
const MOST_COMMANDS = 20;

/** A command with what is known put in, as words that a shell would see. */
export interface FilledCommand {
  readonly words: readonly string[];
  readonly expect: string;
}

/** What came of filling one command. */
export interface Filled {
  readonly commands: readonly FilledCommand[];
  /** How many more there would be, for further resources. */
  readonly more: number;
  /** Placeholders that nothing fills. */
  readonly open: readonly string[];
  /** Values of the logs that are not put into commands, since no such name can exist. */
  readonly refused: readonly { readonly name: string; readonly value: string }[];
}

/**
 * Fills a command with the values of a case: once for each resource that it is about, else once for each place and principal
 * of the case. Values come from logs, so that an attacker may have chosen them: what is no possible id or name is not put in,
 * and everything else becomes one word, whatever it holds. Without a case nothing is filled.
 */
export function fillCommand(command: Command, cloud: Provider | undefined, given: Case | undefined): Filled {
  const template = shellWords(command.run);
  if (typeof template === 'string') throw new Error(`a command was not checked: ${template}`);
  const filler = new Filler(cloud);
  const found = new Map<string, readonly string[]>();
  for (const values of scopesFor(command, cloud, given)) {
    const words = template.flatMap((word) => filler.word(word, values));
    found.set(words.join('\u0000'), words);
  }
  const all = [...found.values()].map((words) => ({ words, expect: command.expect }));
  const commands = all.slice(0, MOST_COMMANDS);
  return {
    commands,
    more: all.length - commands.length,
    open: filler.openIn(commands),
    refused: filler.refused(),
  };
}

/** The sets of values that the command is printed for; none when it is for other principals. */
function scopesFor(
  { run, principals }: Command,
  cloud: Provider | undefined,
  given: Case | undefined,
): readonly Values[] {
  const scopes = scopesOf(run, cloud, given);
  if (!given || principals === undefined) return scopes;
  return scopes.filter((values) => values.get(PRINCIPAL_TYPE)?.some((type) => principals.includes(type)));
}

/** The sets of values that a text is filled with: one for each resource that it is about, else one for each event. */
export function scopesOf(
  text: string,
  cloud: Provider | undefined,
  given: Case | undefined,
): readonly Values[] {
  if (!given) return [new Map()];
  const families = placeholdersIn(text).flatMap((name) => placeholders.get(name)?.family ?? []);
  const of = given.resources.get(families[0] ?? '')?.filter((one) => isOf(one, cloud)) ?? [];
  return of.length > 0 ? of : given.events.filter((one) => isOf(one, cloud));
}

function isOf(values: Values, cloud: Provider | undefined): boolean {
  return cloud === undefined || values.get(PROVIDER)?.includes(cloud) === true;
}

/** A query with the values of the first event of that cloud; every value is a text of the language. */
export function fillQuery(language: QueryLanguage, query: string, given: Case | undefined): string {
  const cloud = cloudOfLanguage[language];
  const values = given?.events.find((one) => isOf(one, cloud));
  const resources = [...(given?.resources ?? [])].flatMap(
    ([, scopes]) => scopes.find((one) => isOf(one, cloud)) ?? [],
  );
  return fillText(
    language,
    query,
    new Map([...resources.flatMap((one) => [...one]).toReversed(), ...(values ?? [])]),
  );
}

/** A text of that language with these values; each is a text literal's content, those that cannot be printed stay out. */
export function fillText(language: QueryLanguage, text: string, values: Values): string {
  return replacePlaceholders(text, (name) => {
    const value = values.get(name)?.[0];
    return value !== undefined && isPrintable(value) ? escapeLiteral(language, value) : undefined;
  });
}

/** Whose logs a language asks; QRadar holds those of all. */
export const cloudOfLanguage: Readonly<Record<QueryLanguage, Provider | undefined>> = {
  aql: undefined,
  athena: 'aws',
  lake: 'aws',
  kql: 'azure',
  logging: 'gcp',
};

class Filler {
  private readonly cloud: Provider | undefined;
  private readonly wrong = new Map<string, { readonly name: string; readonly value: string }>();

  constructor(cloud: Provider | undefined) {
    this.cloud = cloud;
  }

  /** A word of the template; a list that stands alone becomes several. */
  word(template: string, values: Values): readonly string[] {
    const [alone] = placeholdersIn(template);
    if (alone !== undefined && template === `<${alone}>` && placeholders.get(alone)?.isList) {
      const usable = (values.get(alone) ?? []).filter((value) => this.usable(alone, value));
      return usable.length > 0 ? usable : [template];
    }
    const filled = replacePlaceholders(template, (name) => {
      const value = values.get(name)?.[0];
      return value !== undefined && this.usable(name, value) ? value : undefined;
    });
    return [filled];
  }

  private usable(name: string, value: string): boolean {
    const placeholder = placeholders.get(name);
    if (!placeholder) return false;
    // Paths are the caller's own words.
    const plain = placeholder.from !== 'call' && isPlain(placeholder, this.cloud);
    const fits = placeholder.from === 'call' ? isPrintable(value) : isSafe(value, plain);
    if (!fits) this.wrong.set(`${name} ${value}`, { name, value });
    return fits;
  }

  openIn(commands: readonly FilledCommand[]): readonly string[] {
    return [...new Set(commands.flatMap(({ words }) => words.flatMap(placeholdersIn)))];
  }

  refused(): Filled['refused'] {
    return [...this.wrong.values()];
  }
}

const LONGEST = 1024;
const plainValue = /^[A-Za-z0-9][\w.:/+-]*$/;
/** Names of people, groups and resources, in any script; no quotes but the apostrophe, nothing that shells act on. */
const nameValue = /^[\p{L}\p{N}_/][\p{L}\p{M}\p{N}_./:@+=,()' -]*$/u;
/** What the three command lines read as a file, an address or an option in place of a value. */
const indirect = /^(?:-|@|(?:file|fileb|https?):)/i;

function isSafe(value: string, plain: boolean): boolean {
  if (value.length > LONGEST || indirect.test(value)) return false;
  return (plain ? plainValue : nameValue).test(value);
}

/** True when nothing in the text acts on a terminal or ends a line. */
function isPrintable(value: string): boolean {
  return value.length <= LONGEST && !/[\p{Cc}\p{Cf}\p{Zl}\p{Zp}\p{Cs}]/u.test(value);
}
