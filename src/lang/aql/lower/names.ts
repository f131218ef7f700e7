import { suggest } from '../../../core/suggest.ts';
import type { Expression } from '../../../ir/query/expression.ts';
import type { ValueType } from '../../../ir/query/leaf.ts';
import type { Alias, Name, SelectItem, SelectStatement } from '../ast.ts';
import { tagOf, type VocabularyEntry } from '../vocabulary/index.ts';
import type { Context } from './context.ts';

/** The columns of a sub-query in FROM. */
export interface OutputColumn {
  readonly name: string;
  readonly type: ValueType;
}

/** What names mean inside one SELECT: columns of its source, and aliases of its items. */
export class Names {
  /** undefined: the source is `events`. */
  readonly outputs: readonly OutputColumn[] | undefined;
  readonly hasSessions: boolean;
  private readonly context: Context;
  private readonly aliases = new Map<string, SelectItem>();

  constructor(context: Context, statement: SelectStatement, outputs: readonly OutputColumn[] | undefined) {
    this.context = context;
    this.outputs = outputs;
    this.hasSessions = statement.session !== undefined;
    for (const item of statement.items)
      if (item.kind === 'item' && item.alias) this.addAlias(item, item.alias);
  }

  /** The item that has the alias. */
  aliased(name: string): SelectItem | undefined {
    return this.aliases.get(name.toLowerCase());
  }

  /** A column of the source; undefined when it has none of that name. */
  column(name: string): Expression | undefined {
    const wanted = name.toLowerCase();
    if (wanted === 'sessionid' && this.hasSessions) return { kind: 'session-id' };
    if (this.outputs) {
      const index = this.outputs.findIndex((one) => one.name.toLowerCase() === wanted);
      const found = this.outputs[index];
      return found ? { kind: 'output', index, type: found.type } : undefined;
    }
    const entry = this.context.vocabulary.find(name) ?? freeColumn(name);
    return entry ? { kind: 'column', name: entry.name, type: entry.type, value: entry.value } : undefined;
  }

  /** Says that there is no such column, and what may have been meant. */
  unknown({ name, quoted, range }: Name): undefined {
    if (name.toLowerCase() === 'sessionid') {
      return this.context.say('session', 'SessionId is there only in a query with SESSION BY', range);
    }
    const { reporter } = this.context;
    const near = reporter.isFull ? undefined : suggest(name, this.candidates());
    const source = this.outputs ? 'the sub-query' : 'events';
    const isText = quoted && near === undefined;
    return this.context.say(
      'columnUnknown',
      `${source} has no column ${reporter.excerpt(range, 60)}`,
      range,
      {
        help: near === undefined ? helpWithout(name, isText, this.outputs) : `did you mean ${written(near)}?`,
      },
    );
  }

  /** Every column of the source that `*` stands for. */
  star(): readonly (readonly [name: string, column: Expression])[] {
    if (this.outputs) {
      return this.outputs.map(({ name, type }, index) => [name, { kind: 'output', index, type }]);
    }
    return this.context.vocabulary.entries
      .filter(({ star }) => star === true)
      .map(({ name, type, value }) => [name, { kind: 'column', name, type, value }]);
  }

  private addAlias(item: SelectItem, { name, range }: Alias): void {
    const key = name.toLowerCase();
    if (!this.aliases.has(key)) this.aliases.set(key, item);
    else
      this.context.say('aliasTwice', `another column is called ${name}, too`, range, {
        help: 'where the name is used, the first one is meant; in the result the second gets a number',
      });
  }

  private candidates(): string[] {
    const own = this.outputs
      ? this.outputs.map(({ name }) => name)
      : this.context.vocabulary.entries.flatMap(({ name, also = [] }) => [name, ...also]);
    return [...own, ...[...this.aliases.values()].map(({ alias }) => alias?.name ?? '')];
  }
}

/** Columns that are there under any name: tags, and members of the native record. */
function freeColumn(name: string): VocabularyEntry | undefined {
  const base = { name, kind: 'field', type: 'text', meaning: '' } as const;
  const tag = tagOf(name);
  if (tag !== undefined) return { ...base, value: { kind: 'tag', name: tag } };
  const path = /^record\.(.+)$/i.exec(name)?.[1];
  if (path === undefined) return undefined;
  return { ...base, value: { kind: 'record-value', paths: [path.split('.')] } };
}

function helpWithout(name: string, isText: boolean, outputs: readonly OutputColumn[] | undefined): string {
  if (outputs) return `it has ${outputs.map(({ name: one }) => written(one)).join(', ')}`;
  const free = `a member of the native record is "record.${name}", a tag "tag:${name}"`;
  return isText ? `for a text write '${name}'; ${free}` : free;
}

/** As it has to be written in a query. */
function written(name: string): string {
  return /^[a-z_]\w*$/.test(name) ? name : `"${name}"`;
}
