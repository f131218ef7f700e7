import type { Activity } from '../../../activity/activity.ts';
import { isObject, type Json, type JsonObject, member, own } from '../../../core/json.ts';
import type { Expression } from '../../../ir/query/expression.ts';
import type { ListText, RecordValue, Value } from '../../../ir/query/leaf.ts';
import type { EventsSource, QueryTable } from '../../../ir/query/query.ts';
import {
  type Compilation,
  compileCondition,
  compileExpression,
  type LeafExpression,
  type Reader,
} from './expression.ts';
import type { QueryRow } from './row.ts';

/** An Activity; with its native records in `raw` where the query reads them. */
type Facts = JsonObject;

/** What is asked of each Activity. */
export interface EventsReading {
  readonly source: EventsSource;
  readonly where?: Expression;
  readonly columns: readonly Expression[];
}

/**
 * Compiles what a query asks of Activities: gives the row of one that lies in the window and for which WHERE is true, undefined for
 * all others.
 */
export function compileEvents(
  { source, where, columns }: EventsReading,
  tables: Readonly<Record<string, QueryTable>>,
): (activity: Activity) => QueryRow | undefined {
  const compilation = { leaf: compileField, tables };
  const inWindow = compileWindow(source, compilation);
  const holds = where && compileCondition(where, compilation);
  const readers = columns.map((column) => compileExpression(column, compilation));
  return (activity) => {
    const facts = activity as unknown as Facts;
    if (!inWindow(facts) || (holds && !holds(facts))) return undefined;
    return { time: activity.time, id: activity.id, values: readers.map((reader) => reader(facts)) };
  };
}

function compileWindow({ window }: EventsSource, compilation: Compilation<Facts>): (facts: Facts) => boolean {
  if (!window) return () => true;
  const { from, to } = window;
  const time = compileExpression(window.time, compilation);
  return (facts) => {
    const value = time(facts);
    return typeof value === 'number' && value >= from && value < to;
  };
}

/** A leaf of an expression on Activities. */
export function compileField(leaf: LeafExpression): Reader<Facts> {
  switch (leaf.kind) {
    case 'field':
      return compilePath(leaf.path);
    case 'tag': {
      const { name } = leaf;
      return (facts) => {
        const tags = member(facts['attrs'], 'tags');
        return isObject(tags) ? scalar(own(tags, name)) : null;
      };
    }
    case 'list-text':
      return compileList(leaf);
    case 'record-value':
      return compileRecordValue(leaf);
    case 'record-text':
      return (facts) => {
        const records = recordsOf(facts);
        return records.length === 0 ? null : records.map((record) => JSON.stringify(record)).join('\n');
      };
    default:
      throw new Error(`an Activity has no ${leaf.kind}`);
  }
}

function compilePath(path: string): Reader<Facts> {
  const [first = '', second, ...more] = path.split('.');
  if (second === undefined) return (facts) => scalar(own(facts, first));
  if (more.length === 0) {
    return (facts) => {
      const outer = own(facts, first);
      return isObject(outer) ? scalar(own(outer, second)) : null;
    };
  }
  const names = [first, second, ...more];
  return (facts) => scalar(follow(facts, names));
}

function follow(value: Json | undefined, names: readonly string[]): Json | undefined {
  let found = value;
  for (const name of names) found = member(found, name);
  return found;
}

function scalar(value: Json | undefined): Value {
  return value === undefined || typeof value === 'object' ? null : value;
}

function compileList({ path, member: name, where, take, separator }: ListText): Reader<Facts> {
  const names = path.split('.');
  return (facts) => {
    const list = follow(facts, names);
    if (!Array.isArray(list)) return null;
    const texts: string[] = [];
    for (const element of list as readonly Json[]) {
      if (where && member(element, where.member) !== where.equals) continue;
      const value = scalar(name === undefined ? element : member(element, name));
      if (value === null) continue;
      if (take === 'first') return String(value);
      texts.push(String(value));
    }
    return texts.length === 0 ? null : texts.join(separator);
  };
}

function compileRecordValue({ paths }: RecordValue): Reader<Facts> {
  return (facts) => {
    for (const record of recordsOf(facts)) {
      for (const path of paths) {
        const value = scalar(follow(record, path));
        if (value !== null) return String(value);
      }
    }
    return null;
  };
}

/** The native records that were kept with an Activity. */
function recordsOf(facts: Facts): readonly Json[] {
  const raw = own(facts, 'raw');
  if (raw === undefined || raw === null) return [];
  return Array.isArray(raw) ? (raw as readonly Json[]) : [raw];
}
