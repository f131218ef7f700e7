import { readFileSync } from 'node:fs';
import { type Document, isAlias, isMap, isNode, isScalar, isSeq, LineCounter, parseDocument } from 'yaml';
import type { Span } from '../core/diagnostic.ts';
import { suggest } from '../core/suggest.ts';
import { networkParameters } from '../flows/network-lists.ts';
import { type Parameter, parameterNames, type SourceFile } from '../lang/sigma/index.ts';
import { baselineParameters } from './baseline-parameters.ts';
import { ContentError } from './content-error.ts';

/** What a parameters file says, by name. An empty list is a list: it matches nothing. */
export type Parameters = Record<string, Parameter>;

/**
 * A YAML file of parameters: `name: [value, …]` for lists, `name: value` for numbers and timespans. Values stay as they
 * are written: `098797384747` keeps its zero.
 *
 * @param shownAs the path that messages name
 * @throws ContentError when it is something else.
 */
export function loadParameters(path: string, shownAs: string = path): Parameters {
  const lines = new LineCounter();
  const document = parseDocument(readContent(path), { lineCounter: lines });
  const [error] = document.errors;
  if (error) throw new ContentError(`${path}: ${error.message}`, { cause: error });
  const found = readParameters(document.contents, { document, lines, path: shownAs });
  if (typeof found === 'string') throw new ContentError(found);
  return found;
}

/** A YAML document and where it came from. */
export interface ParametersSource {
  readonly document: Document;
  readonly lines: LineCounter;
  readonly path: string;
}

/** The parameters below a node of a YAML document; a text says where what was expected instead. */
export function readParameters(node: unknown, source: ParametersSource): Parameters | string {
  if (node === null || node === undefined || (isScalar(node) && node.value === null)) return {};
  if (!isMap(node)) return `${placeText(node, source)}: expected lists and values by name`;
  const found: [string, Parameter][] = [];
  for (const { key, value } of node.items) {
    const name = written(key) ?? '';
    const target = isAlias(value) ? value.resolve(source.document) : value;
    const read = isSeq(target) ? listOf(target.items, source) : written(target);
    if (read === undefined)
      return `${placeText(key, source)}: ${name}: expected a list of values, or one number or timespan`;
    found.push([name, { value: read, at: placeOf(value ?? key, source) }]);
  }
  return Object.fromEntries(found);
}

function listOf(items: readonly unknown[], { document }: ParametersSource): string[] | undefined {
  const values = items.map((item) => written(isAlias(item) ? item.resolve(document) : item));
  return values.includes(undefined) ? undefined : values.filter((one) => one !== undefined);
}

function placeOf(node: unknown, { lines, path }: ParametersSource): Span {
  const [start = 0, end = start] = isNode(node) ? (node.range ?? []) : [];
  const { line, col } = lines.linePos(start);
  const last = lines.linePos(end);
  const length = last.line === line ? Math.max(1, last.col - col) : 1;
  return { file: path, line: Math.max(1, line), column: Math.max(1, col), length };
}

function placeText(node: unknown, source: ParametersSource): string {
  const { file, line, column } = placeOf(node, source);
  return `${file}:${line}:${column}`;
}

/** The text of a scalar as it stands in the file; undefined for null and for everything that is no scalar. */
function written(node: unknown): string | undefined {
  if (!isScalar(node) || node.value === null) return undefined;
  return node.source ?? String(node.value);
}

/**
 * What to say about parameters that nothing uses: no rule asks for them, and no pack sets them. A misspelt one would
 * otherwise leave the one that was meant as it was.
 */
export function unusedParameters(
  given: Readonly<Parameters>,
  files: readonly SourceFile[],
  packs: Readonly<Record<string, unknown>>,
): string[] {
  const names = Object.keys(given).filter((name) => !Object.hasOwn(packs, name));
  if (names.length === 0) return [];
  const own = [...baselineParameters.map(({ name }) => name), ...networkParameters];
  // Only files that a name stands in can use it; the others are read when there is a spelling to suggest.
  const naming = files.filter(({ text }) => names.some((name) => text.includes(name)));
  const used = new Set([...parameterNames(naming), ...own]);
  const unused = names.filter((name) => !used.has(name));
  if (unused.length === 0) return [];
  const known = new Set([...parameterNames(files), ...own, ...Object.keys(packs)]);
  return unused.map((name) => {
    const near = suggest(name, known);
    return `no rule uses the parameter '${name}'.${near === undefined ? '' : ` Did you mean '${near}'?`}`;
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
