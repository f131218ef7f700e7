import { readFileSync } from 'node:fs';
import { type Document, isAlias, isMap, isScalar, isSeq, parseDocument } from 'yaml';
import { suggest } from '../lang/sigma/suggest.ts';

/** Lists of values by name, for `expand`. An empty list is a list: it matches nothing. */
export type Parameters = Record<string, string[]>;

/** A rule path, a pack or a parameters file that cannot be used. The message names the path and what was expected. */
export class ContentError extends Error {
  override readonly name = 'ContentError';
}

/**
 * A YAML file of lists: `name: [value, …]`. Values stay as they are written: `098797384747` keeps its zero.
 *
 * @throws ContentError when it is something else.
 */
export function loadParameters(path: string): Parameters {
  const document = parseDocument(readContent(path));
  const [error] = document.errors;
  if (error) throw new ContentError(`${path}: ${error.message}`, { cause: error });
  const found = readParameters(document.contents, document);
  if (typeof found === 'string') throw new ContentError(`${path}: ${found}`);
  return found;
}

/** The lists below a node of a YAML document; a text says what was expected instead. */
export function readParameters(node: unknown, document: Document): Parameters | string {
  if (node === null || node === undefined || (isScalar(node) && node.value === null)) return {};
  if (!isMap(node)) return 'expected lists of values by name';
  const lists: [string, string[]][] = [];
  for (const { key, value } of node.items) {
    const name = written(key) ?? '';
    const list = isAlias(value) ? value.resolve(document) : value;
    const values = isSeq(list)
      ? list.items.map((item) => written(isAlias(item) ? item.resolve(document) : item))
      : [undefined];
    if (values.includes(undefined)) return `${name}: expected a list of values`;
    lists.push([name, values.filter((one) => one !== undefined)]);
  }
  return Object.fromEntries(lists);
}

/** The text of a scalar as it stands in the file; undefined for null and for everything that is no scalar. */
function written(node: unknown): string | undefined {
  if (!isScalar(node) || node.value === null) return undefined;
  return node.source ?? String(node.value);
}

/**
 * What to say about lists that nothing uses: no rule names them as `%name%`, and no pack sets them. A misspelt list
 * would otherwise leave the list that was meant as it was.
 */
export function unusedParameters(
  given: Readonly<Parameters>,
  rules: readonly { readonly text: string }[],
  packs: Readonly<Parameters>,
): string[] {
  const used = new Set(Object.keys(packs));
  for (const { text } of rules) {
    for (const [, name = ''] of text.matchAll(/%([\w.-]+)%/g)) used.add(name);
  }
  return Object.keys(given)
    .filter((name) => !used.has(name))
    .map((name) => {
      const near = suggest(name, used);
      return `no rule uses the list '${name}'.${near === undefined ? '' : ` Did you mean '${near}'?`}`;
    });
}

/**
 * The text of a file that detection content is in.
 *
 * @throws ContentError when it cannot be read.
 */
export function readContent(path: string): string {
  try {
    return readFileSync(path, 'utf8');
  } catch (error) {
    throw new ContentError(`${path}: ${contentProblem(error)}`, { cause: error });
  }
}

/** Why a file could not be read, in words. */
export function contentProblem(error: unknown): string {
  const code = (error as NodeJS.ErrnoException).code;
  if (code === 'ENOENT') return 'no such file';
  if (code === 'EISDIR') return 'is a folder; expected a file';
  return error instanceof Error ? error.message : String(error);
}
