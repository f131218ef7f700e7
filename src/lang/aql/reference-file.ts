import { activityFields } from '../../activity/fields.ts';
import type { Diagnostic, Span } from '../../core/diagnostic.ts';
import { suggest } from '../../core/suggest.ts';
import { literal } from '../../ir/query/build.ts';
import type { Expression } from '../../ir/query/expression.ts';
import { readDocuments, type SourceFile } from '../sigma/documents.ts';
import { describe, entry, get, type MapNode, type Node, writtenText } from '../sigma/located.ts';
import { say } from './diagnostic-codes.ts';
import type { ReferenceCollection } from './reference-data.ts';
import { activityColumns } from './vocabulary/fields.ts';
import type { VocabularyEntry } from './vocabulary/index.ts';

/** What a file of reference data brings. */
export interface ReferenceFile {
  readonly collections: readonly ReferenceCollection[];
  /** Custom properties. */
  readonly properties: readonly VocabularyEntry[];
  readonly diagnostics: readonly Diagnostic[];
}

const sections = ['sets', 'maps', 'mapsOfSets', 'tables', 'properties'] as const;

/**
 * Reads reference data and custom properties from YAML or JSON; `docs/reference/aql.md` has the form. What is wrong is
 * reported and left out. Never throws.
 */
export function readReferenceFile(file: SourceFile): ReferenceFile {
  return new Reader().read(file);
}

class Reader {
  private readonly collections: ReferenceCollection[] = [];
  private readonly properties: VocabularyEntry[] = [];
  private readonly diagnostics: Diagnostic[] = [];

  read(file: SourceFile): ReferenceFile {
    const roots = readDocuments(
      file,
      ({ message, at }) => void this.diagnostics.push(say('referenceFile', message, at)),
    );
    for (const { root } of roots) if (root) this.document(root);
    const { collections, properties, diagnostics } = this;
    return { collections, properties, diagnostics };
  }

  private document(root: MapNode): void {
    for (const { key, keyAt, value } of root.entries) {
      const section = sections.find((one) => one === key);
      if (!section) {
        const near = suggest(key, sections);
        this.wrong(
          `there is no section ${key}`,
          keyAt,
          near ? `did you mean ${near}?` : `there are ${sections.join(', ')}`,
        );
      } else if (value.kind !== 'map') {
        this.wrong(`expected names with what they stand for, found ${describe(value)}`, value.at);
      } else for (const one of value.entries) this.named(section, one.key, one.value);
    }
  }

  private named(section: (typeof sections)[number], name: string, node: Node): void {
    if (section === 'properties') {
      const value = this.property(node);
      if (value)
        this.properties.push({
          name,
          kind: 'property',
          type: 'text',
          value,
          meaning: 'a property of your own',
        });
      return;
    }
    const { ignoreCase, content } = unwrap(node);
    const base = { name, ignoreCase };
    if (section === 'sets') this.collections.push({ kind: 'set', ...base, values: this.texts(content) });
    else if (section === 'maps') {
      this.collections.push({
        kind: 'map',
        ...base,
        entries: this.map(content, (value) => this.text(value)),
      });
    } else if (section === 'mapsOfSets') {
      this.collections.push({
        kind: 'map-of-sets',
        ...base,
        entries: this.map(content, (value) => this.texts(value)),
      });
    } else {
      const row = (value: Node): ReadonlyMap<string, string> => this.map(value, (cell) => this.text(cell));
      this.collections.push({ kind: 'table', ...base, rows: this.map(content, row) });
    }
  }

  private property(node: Node): Expression | undefined {
    const [only, ...others] = node.kind === 'map' ? node.entries : [];
    if (!only || others.length > 0) {
      return this.wrong(
        'a property is one of field, record, tag, constant',
        node.at,
        'write for example { record: requestParameters.instanceType }',
      );
    }
    const texts = this.texts(only.value);
    const [first = ''] = texts;
    switch (only.key) {
      case 'field':
        return this.field(first, only.value.at);
      case 'record':
        return { kind: 'record-value', paths: texts.map((path) => path.split('.')) };
      case 'tag':
        return { kind: 'tag', name: first };
      case 'constant':
        return literal(first);
      default:
        return this.wrong(
          `a property cannot be made from ${only.key}`,
          only.keyAt,
          'there are field, record, tag, constant',
        );
    }
  }

  private field(name: string, at: Span): Expression | undefined {
    const found = activityColumns.find((one) => one.name === name.replaceAll('[]', ''));
    if (found?.type === 'text' || found?.type === 'ip') return found.value;
    if (found) return { kind: 'call', name: 'to-text', type: 'text', arguments: [found.value] };
    const near = suggest(
      name,
      activityFields.map((one) => one.name),
    );
    return this.wrong(`the Activity has no field ${name}`, at, near ? `did you mean ${near}?` : undefined);
  }

  private map<T>(node: Node, read: (node: Node) => T): ReadonlyMap<string, T> {
    if (node.kind === 'map') return new Map(node.entries.map(({ key, value }) => [key, read(value)]));
    this.wrong(`expected keys with values, found ${describe(node)}`, node.at);
    return new Map();
  }

  /** One text, or a list of them. */
  private texts(node: Node): string[] {
    if (node.kind === 'list') return node.items.map((item) => this.text(item));
    return node.kind === 'scalar' && node.value === null ? [] : [this.text(node)];
  }

  private text(node: Node): string {
    const text = writtenText(node);
    if (text !== undefined) return text;
    this.wrong(`expected a text, found ${describe(node)}`, node.at);
    return '';
  }

  private wrong(message: string, at: Span, help?: string): undefined {
    this.diagnostics.push(say('referenceFile', message, at, { help }));
    return undefined;
  }
}

/** `{ ignoreCase: true, values: … }` around the content, or the content alone. */
function unwrap(node: Node): { readonly ignoreCase: boolean; readonly content: Node } {
  const plain = { ignoreCase: false, content: node };
  if (node.kind !== 'map') return plain;
  const flag = get(node, 'ignoreCase');
  const values = entry(node, 'values');
  if (flag?.kind !== 'scalar' || typeof flag.value !== 'boolean' || !values || node.entries.length !== 2)
    return plain;
  return { ignoreCase: flag.value, content: values.value };
}
