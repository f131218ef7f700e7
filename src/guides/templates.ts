import type { Provider } from '../activity/vocabulary.ts';
import type { QueryLanguage } from './guide.ts';
import { isPlain, placeholders, placeholdersIn } from './placeholders.ts';
import type { Check } from './read-node.ts';
import { helpFor } from './read-node.ts';
import { shellWords } from './shell.ts';

/** Programs that commands may call: those that responders have. */
const programs = ['aws', 'az', 'gcloud', 'gsutil', 'azcopy', 'nephoscope', 'sha256sum', 'kubectl'];

/** A command is one plain call of a known program, with known placeholders in places where any value is safe. */
export const isCommand: Check = (text, { cloud }) => {
  const words = shellWords(text);
  if (typeof words === 'string') return { code: 'command', message: words };
  const [program = ''] = words;
  if (!programs.includes(program)) {
    const message = `'${program}' is no program of a responder; expected ${programs.join(', ')}`;
    return { code: 'command', message };
  }
  return unknownPlaceholder(text) ?? misplaced(words, cloud) ?? tooManyFamilies(text);
};

function unknownPlaceholder(text: string): ReturnType<Check> {
  const unknown = placeholdersIn(text).find((name) => !placeholders.has(name));
  if (unknown === undefined) return undefined;
  return {
    code: 'placeholder',
    message: `there is no placeholder <${unknown}>`,
    ...helpFor(unknown, placeholders.keys()),
  };
}

/**
 * A name is a word of its own, or all that stands behind `--option=`, or between double quotes (no name holds any): within a
 * filter, a list or JSON it could end what it stands in. Plain values may stand anywhere.
 */
function misplaced(words: readonly string[], cloud: Provider | undefined): ReturnType<Check> {
  for (const word of words) {
    const whole = /^(?:--[\w-]+=)?<[A-Z0-9_]+>$/.test(word);
    for (const name of placeholdersIn(word)) {
      const placeholder = placeholders.get(name);
      if (!placeholder) continue;
      if (placeholder.isList && !/^<[A-Z0-9_]+>$/.test(word)) {
        return {
          code: 'place',
          message: `<${name}> may be several words: it has to stand alone, not in '${word}'`,
        };
      }
      if (!whole && !word.includes(`"<${name}>"`) && !isPlain(placeholder, cloud)) {
        return {
          code: 'place',
          message: `<${name}> may hold any name: it has to be a word of its own, not in '${word}'`,
        };
      }
    }
  }
  return undefined;
}

/** The command is printed for each resource of a kind: two kinds would be paired by chance. */
function tooManyFamilies(text: string): ReturnType<Check> {
  const families = new Set(placeholdersIn(text).flatMap((name) => placeholders.get(name)?.family ?? []));
  if (families.size < 2) return undefined;
  return {
    code: 'place',
    message: `the command names resources of ${families.size} kinds (${[...families].join(', ')})`,
    help: 'It is printed once for each resource of a kind: use one, and leave the other to the responder.',
  };
}

/** How a language writes a text: the quotes it knows, and what a value has to be changed to within them. */
const literals: Readonly<Record<QueryLanguage, { readonly quotes: string; escape(value: string): string }>> =
  {
    aql: { quotes: "'", escape: doubled },
    athena: { quotes: "'", escape: doubled },
    lake: { quotes: "'", escape: doubled },
    kql: { quotes: `"'`, escape: backslashed },
    logging: { quotes: '"', escape: backslashed },
  };

function doubled(value: string): string {
  return value.replaceAll("'", "''");
}

function backslashed(value: string): string {
  return value.replace(/["'\\]/g, '\\$&');
}

/** A value within a text literal of that language. */
export function escapeLiteral(language: QueryLanguage, value: string): string {
  return literals[language].escape(value);
}

/** A query has known placeholders, and what comes from the logs stands within its texts: there its quotes are escaped. */
export function isQuery(language: QueryLanguage): Check {
  return (text) => {
    const unknown = unknownPlaceholder(text);
    if (unknown) return unknown;
    const outside = withoutLiterals(text, literals[language].quotes);
    if (outside === undefined) return { code: 'command', message: 'a text is not closed' };
    const name = placeholdersIn(outside).find(
      (one) => placeholders.get(one)?.from !== 'responder' && !ourOwn.has(one),
    );
    if (name === undefined) return undefined;
    return { code: 'place', message: `<${name}> comes from the logs: it has to stand within quotes` };
  };
}

/** Times that are counted here, from those of the events. */
const ourOwn: ReadonlySet<string> = new Set(['FROM', 'TO', 'FROM_TEXT', 'TO_TEXT']);

/** The query without its texts; undefined when one is not closed. */
function withoutLiterals(text: string, quotes: string): string | undefined {
  let outside = '';
  let open: string | undefined;
  for (const char of text) {
    if (open !== undefined) open = char === open ? undefined : open;
    else if (quotes.includes(char)) open = char;
    else outside += char;
  }
  return open === undefined ? outside : undefined;
}
