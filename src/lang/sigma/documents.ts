import type { Pair, Scalar, YAMLMap, Node as YamlNode } from 'yaml';
import {
  type Alias,
  Composer,
  type CST,
  type Document,
  isAlias,
  isMap,
  isScalar,
  isSeq,
  LineCounter,
  Parser,
} from 'yaml';
import type { Diagnostic, Span } from '../../core/diagnostic.ts';
import {
  documentType,
  fileTooLarge,
  tooDeep,
  tooManyAliases,
  tooManyDocuments,
  wrongType,
  yamlSyntax,
} from './diagnostics.ts';
import { limits } from './limits.ts';
import { describe, type Entry, type MapNode, type Node, type ScalarNode } from './located.ts';
import { tooDeepAt } from './nesting.ts';

export interface SourceFile {
  readonly path: string;
  readonly text: string;
}

/** A document of a file; `root` is absent when the document could not be read at all. */
export interface SourceDocument {
  readonly root?: MapNode;
  readonly at: Span;
}

interface Reading {
  readonly place: (range: readonly number[] | null | undefined) => Span;
  readonly document: Document.Parsed;
  readonly report: (diagnostic: Diagnostic) => void;
  aliasNodes: number;
  failed: boolean;
}

/**
 * Reads a YAML 1.2 stream (core schema: `yes` and `on` are strings). A document that is broken is reported and
 * skipped, the others are read. Empty documents are skipped silently. Never throws.
 */
export function readDocuments(file: SourceFile, report: (diagnostic: Diagnostic) => void): SourceDocument[] {
  if (file.text.length > limits.file) {
    report(fileTooLarge(file.path, file.text.length));
    return [{ at: { file: file.path, line: 1, column: 1 } }];
  }
  const lines = new LineCounter();
  const place = (range: readonly number[] | null | undefined): Span => locate(file, lines, range);
  const start = place([0, 0]);
  try {
    const composer = new Composer({
      version: '1.2',
      schema: 'core',
      intAsBigInt: true,
      prettyErrors: false,
      logLevel: 'silent',
    });
    const deep: SourceDocument[] = [];
    const tokens = shallow(new Parser(lines.addNewLine).parse(file.text), (offset) => {
      const at = place([offset, offset + 1]);
      report(tooDeep(at));
      deep.push({ at });
    });
    const documents = [...composer.compose(tokens)];
    if (documents.length > limits.documents) report(tooManyDocuments(start));
    const read = documents
      .slice(0, limits.documents)
      .flatMap((document) => readDocument(document as Document.Parsed, place, report));
    return [...read, ...deep];
  } catch (error) {
    if (!(error instanceof Error)) throw error;
    report(error instanceof RangeError ? tooDeep(start) : yamlSyntax(error.message, start));
    return [{ at: start }];
  }
}

/** The tokens of a stream without the documents that nest too deep, of which the place is told. */
function* shallow(tokens: Iterable<CST.Token>, tell: (offset: number) => void): Generator<CST.Token> {
  for (const token of tokens) {
    const offset = token.type === 'document' ? tooDeepAt(token, limits.depth) : undefined;
    if (offset === undefined) yield token;
    else tell(offset);
  }
}

function readDocument(
  document: Document.Parsed,
  place: Reading['place'],
  report: (diagnostic: Diagnostic) => void,
): SourceDocument[] {
  const at = place(document.contents?.range ?? document.range);
  for (const error of document.errors)
    report(yamlSyntax(error.message, place(error.pos), quoting(error.message)));
  if (document.errors.length > 0) return [{ at }];
  const { contents } = document;
  if (contents === null || (isScalar(contents) && contents.value === null)) return [];
  const reading: Reading = { place, document, report, aliasNodes: 0, failed: false };
  const root = convert(contents, reading, 0, false);
  if (reading.failed || !root) return [{ at }];
  if (root.kind === 'map') return [{ root, at }];
  report(documentType(isBinary(root) ? 'binary data' : describe(root), at));
  return [{ at }];
}

/** Characters that no text has, or that stand for bytes that are none. */
function isBinary(node: Node): boolean {
  return node.kind === 'scalar' && /[\p{Cc}\uFFFD]/u.test(String(node.value).replace(/\s/g, ''));
}

function quoting(message: string): string | undefined {
  return /alias|anchor/i.test(message) ? 'Quote values that start with `*` or `&`.' : undefined;
}

function convert(node: YamlNode | null, reading: Reading, depth: number, aliased: boolean): Node | undefined {
  const at = reading.place(node?.range);
  if (reading.failed) return undefined;
  if (depth > limits.depth) return fail(reading, tooDeep(at));
  if (aliased && ++reading.aliasNodes > limits.aliasNodes) return fail(reading, tooManyAliases(at));
  if (node === null) return { kind: 'scalar', value: null, at };
  if (isAlias(node)) return follow(node, reading, depth, at);
  if (isMap(node)) return convertMap(node as YAMLMap<YamlNode, YamlNode | null>, reading, depth, aliased, at);
  if (isSeq(node)) {
    const items = node.items.map((item) => convert(item as YamlNode, reading, depth + 1, aliased));
    return { kind: 'list', items: items.filter((item) => item !== undefined), at };
  }
  return convertScalar(node as Scalar, at);
}

function follow(alias: Alias, reading: Reading, depth: number, at: Span): Node | undefined {
  // Each look-up searches the document, so it counts as work of its own.
  reading.aliasNodes += 10;
  if (reading.aliasNodes > limits.aliasNodes) return fail(reading, tooManyAliases(at));
  const target = alias.resolve(reading.document);
  if (!target) return fail(reading, yamlSyntax(`unknown anchor '${alias.source}'`, at, quoting('alias')));
  return convert(target as YamlNode, reading, depth + 1, true);
}

function convertMap(
  map: YAMLMap<YamlNode, YamlNode | null>,
  reading: Reading,
  depth: number,
  aliased: boolean,
  at: Span,
): MapNode {
  const entries: Entry[] = [];
  const merged: Entry[] = [];
  for (const pair of map.items as Pair<YamlNode, YamlNode | null>[]) {
    const keyAt = reading.place(pair.key?.range);
    const key = isScalar(pair.key) ? keyText(pair.key) : undefined;
    const value = convert(pair.value, reading, depth + 1, aliased);
    if (key === undefined) fail(reading, wrongType('a key', 'a string', 'a map, list or alias', keyAt));
    else if (key === '<<' && value && value.kind !== 'scalar') merged.push(...mergeKey(value));
    else if (value) entries.push({ key, keyAt, value });
  }
  const own = new Set(entries.map(({ key }) => key));
  for (const item of merged) {
    if (own.has(item.key)) continue;
    own.add(item.key);
    entries.push(item);
  }
  return { kind: 'map', entries, at };
}

/** `<<: *anchor`, which YAML 1.1 readers know and public rules use. */
function mergeKey(value: Node): readonly Entry[] {
  if (value.kind === 'map') return value.entries;
  return value.kind === 'list' ? value.items.flatMap(mergeKey) : [];
}

function keyText(key: Scalar): string {
  return typeof key.value === 'string' ? key.value : (key.source ?? String(key.value ?? ''));
}

function convertScalar(scalar: Scalar, at: Span): ScalarNode {
  const { value, source } = scalar;
  const written = source === undefined ? {} : { written: source };
  if (typeof value === 'bigint')
    return { kind: 'scalar', value: Number(value), decimal: String(value), ...written, at };
  if (typeof value === 'number') {
    if (!Number.isFinite(value)) return { kind: 'scalar', value: source ?? String(value), at };
    return { kind: 'scalar', value, decimal: source ?? String(value), ...written, at };
  }
  if (typeof value === 'boolean') return { kind: 'scalar', value, ...written, at };
  if (typeof value === 'string') return { kind: 'scalar', value, at };
  return { kind: 'scalar', value: null, at };
}

function fail(reading: Reading, diagnostic: Diagnostic): undefined {
  if (!reading.failed) reading.report(diagnostic);
  reading.failed = true;
  return undefined;
}

function locate(file: SourceFile, lines: LineCounter, range: readonly number[] | null | undefined): Span {
  const [start = 0, end = start] = range ?? [];
  const { line, col } = lines.linePos(start);
  const text = file.text.slice(start, Math.min(end, start + 500)).split('\n', 1)[0] ?? '';
  const length = text.replace(/\s+$/, '').length;
  return { file: file.path, line: Math.max(1, line), column: Math.max(1, col), length: Math.max(1, length) };
}
