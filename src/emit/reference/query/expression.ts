import { RE2JS } from 're2js';
import type { Activity } from '../../../activity/activity.ts';
import { isObject, type Json, type JsonObject, own } from '../../../core/json.ts';
import { contains, parseNetwork } from '../../../ir/cidr.ts';
import { fold } from '../../../ir/fold.ts';
import {
  type Expression,
  type ExpressionHandlers,
  handleExpression,
  type RegexReplace,
} from '../../../ir/query/expression.ts';
import type { Value } from '../../../ir/query/leaf.ts';
import type { QueryTable, Select } from '../../../ir/query/query.ts';
import { matchesText } from '../glob.ts';
import { callFunction } from './call.ts';
import { formatDate, parseDate } from './date.ts';

/** Everything that an expression may ask for, as far as it is there. */
export interface Facts {
  readonly activity?: Activity;
  /** The row of the sub-query in FROM, and its ordinal. */
  readonly outputs?: readonly Value[];
  readonly position?: number;
  readonly session?: number | null;
  readonly keys?: readonly Value[];
  readonly aggregates?: readonly Value[];
  readonly items?: readonly Value[];
}

/** What does not change from row to row. */
export interface World {
  readonly tables: Readonly<Record<string, QueryTable>>;
  /** Runs a query in IN. */
  readonly run: (select: Select) => readonly (readonly Value[])[];
}

/** The value of an expression, the slow and obvious way. */
export function evaluate(expression: Expression, facts: Facts, world: World): Value {
  return handleExpression(evaluators, expression, facts, world);
}

const evaluators: ExpressionHandlers<Value, [Facts, World]> = {
  literal: ({ value }) => value,
  column: ({ value }, facts, world) => evaluate(value, facts, world),
  field: ({ path }, { activity }) => scalar(at(activity as unknown as Json, path.split('.'))),
  tag: ({ name }, { activity }) => scalar(at(activity as unknown as Json, ['attrs', 'tags', name])),
  'list-text': ({ path, member: name, where, take, separator }, { activity }) => {
    const list = at(activity as unknown as Json, path.split('.'));
    const elements = Array.isArray(list) ? (list as readonly Json[]) : [];
    const texts = elements
      .filter((element) => !where || at(element, [where.member]) === where.equals)
      .map((element) => scalar(name === undefined ? element : at(element, [name])))
      .filter((value) => value !== null)
      .map(String);
    if (texts.length === 0) return null;
    return take === 'first' ? (texts[0] ?? null) : texts.join(separator);
  },
  'record-value': ({ paths }, { activity }) => {
    const values = records(activity).flatMap((record) => paths.map((path) => scalar(at(record, path))));
    const found = values.find((value) => value !== null);
    return found === undefined ? null : String(found);
  },
  'record-text': (_node, { activity }) => {
    const texts = records(activity).map((record) => JSON.stringify(record));
    return texts.length === 0 ? null : texts.join('\n');
  },
  output: ({ index }, { outputs }) => outputs?.[index] ?? null,
  position: (_node, { position }) => position ?? null,
  'session-id': (_node, { session }) => session ?? null,
  'group-key': ({ index }, { keys }) => keys?.[index] ?? null,
  aggregate: ({ index }, { aggregates }) => aggregates?.[index] ?? null,
  item: ({ index }, { items }) => items?.[index] ?? null,
  and: ({ items }, facts, world) => {
    const values = items.map((item) => evaluate(item, facts, world));
    if (values.includes(false)) return false;
    return values.includes(null) ? null : true;
  },
  or: ({ items }, facts, world) => {
    const values = items.map((item) => evaluate(item, facts, world));
    if (values.includes(true)) return true;
    return values.includes(null) ? null : false;
  },
  not: ({ item }, facts, world) => known([evaluate(item, facts, world)], ([value]) => !value),
  compare: ({ operator, left, right }, facts, world) =>
    known([evaluate(left, facts, world), evaluate(right, facts, world)], ([a, b]) => {
      const order = compareValues(a ?? null, b ?? null);
      return {
        '=': order === 0,
        '!=': order !== 0,
        '<': order < 0,
        '<=': order <= 0,
        '>': order > 0,
        '>=': order >= 0,
      }[operator];
    }),
  like: ({ value, pattern, ignoreCase }, facts, world) =>
    known([evaluate(value, facts, world)], ([text]) =>
      matchesText(String(text), 'equals', !ignoreCase, pattern),
    ),
  regex: ({ value, source, ignoreCase, match }, facts, world) =>
    known([evaluate(value, facts, world)], ([text]) => {
      const matcher = RE2JS.compile(source, ignoreCase ? RE2JS.CASE_INSENSITIVE : 0).matcher(String(text));
      return match === 'whole' ? matcher.matches() : matcher.find();
    }),
  'in-list': ({ value, values }, facts, world) =>
    known([evaluate(value, facts, world)], ([found]) => values.some((one) => one === found)),
  'in-query': ({ value, query, most }, facts, world) =>
    known([evaluate(value, facts, world)], ([found]) => {
      const rows = world.run(query);
      if (rows.length > most) throw new Error(`a query in IN gives more than ${most} rows`);
      return rows.some(([one]) => one !== null && one === found);
    }),
  'is-null': ({ value }, facts, world) => evaluate(value, facts, world) === null,
  arithmetic: ({ operator, left, right }, facts, world) =>
    known([evaluate(left, facts, world), evaluate(right, facts, world)], ([a, b]) =>
      compute(operator, Number(a), Number(b)),
    ),
  case: ({ branches, otherwise }, facts, world) => {
    const branch = branches.find(({ when }) => evaluate(when, facts, world) === true);
    return evaluate(branch?.result ?? otherwise, facts, world);
  },
  call: ({ name, arguments: list }, facts, world) =>
    callFunction(
      name,
      list.map((argument) => evaluate(argument, facts, world)),
    ),
  'regex-replace': (node, facts, world) =>
    known([evaluate(node.value, facts, world)], ([text]) => replace(node, String(text))),
  'date-format': ({ value, zone, parts }, facts, world) =>
    known([evaluate(value, facts, world)], ([time]) => formatDate(Number(time), zone, parts)),
  'date-parse': ({ value, zone, parts }, facts, world) =>
    known([evaluate(value, facts, world)], ([text]) => parseDate(String(text).trim(), zone, parts)),
  'in-network': ({ value, network }, facts, world) =>
    known([evaluate(value, facts, world)], ([text]) => {
      const parsed = parseNetwork(network);
      return parsed !== undefined && contains(parsed, String(text));
    }),
  lookup: ({ table: name, keys }, facts, world) =>
    known(
      keys.map((key) => evaluate(key, facts, world)),
      (values) => {
        const table = world.tables[name];
        if (table?.kind !== 'lookup') throw new Error(`there is no lookup table ${name}`);
        return table.entries.find((entry) => agree(entry.keys, values, table.ignoreCase))?.value ?? null;
      },
    ),
  'in-table': ({ table: name, values: given }, facts, world) =>
    known(
      given.map((value) => evaluate(value, facts, world)),
      (values) => {
        const table = world.tables[name];
        if (table?.kind !== 'rows') throw new Error(`there is no table of rows ${name}`);
        return table.rows.some((row) => agree(row, values, table.ignoreCase));
      },
    ),
};

/** NULL when one of the values is. */
function known(values: readonly Value[], use: (values: readonly Value[]) => Value): Value {
  return values.includes(null) ? null : use(values);
}

function at(value: Json | undefined, path: readonly string[]): Json | undefined {
  return path.reduce<Json | undefined>(
    (found, name) => (isObject(found) ? own(found, name) : undefined),
    value,
  );
}

function scalar(value: Json | undefined): Value {
  return typeof value === 'string' || typeof value === 'number' || typeof value === 'boolean' ? value : null;
}

function records(activity: Activity | undefined): readonly Json[] {
  const raw = activity?.raw as Json | undefined;
  if (Array.isArray(raw)) return raw as readonly Json[];
  return isObject(raw) ? [raw as JsonObject] : [];
}

/** Numbers by value, texts by their code points one after the other. */
export function compareValues(a: Value, b: Value): number {
  if (typeof a === 'number' && typeof b === 'number') return a < b ? -1 : Number(a > b);
  if (typeof a === 'boolean' && typeof b === 'boolean') return Number(a) - Number(b);
  const left = Array.from(String(a), (char) => char.codePointAt(0) ?? 0);
  const right = Array.from(String(b), (char) => char.codePointAt(0) ?? 0);
  for (const [index, code] of left.entries()) {
    const other = right[index];
    if (other === undefined) return 1;
    if (code !== other) return code - other;
  }
  return left.length - right.length;
}

function agree(written: readonly Value[], values: readonly Value[], ignoreCase: boolean): boolean {
  const plain = (value: Value): Value => (ignoreCase && typeof value === 'string' ? fold(value) : value);
  return written.every((one, index) => plain(one) === plain(values[index] ?? null));
}

function compute(operator: string, a: number, b: number): Value {
  if ((operator === '/' || operator === '%') && b === 0) return null;
  if (operator === '&') {
    const [left, right] = [Math.trunc(a), Math.trunc(b)];
    if (!Number.isSafeInteger(left) || !Number.isSafeInteger(right)) return null;
    return Number(BigInt(left) & BigInt(right));
  }
  const results: Readonly<Record<string, number>> = {
    '+': a + b,
    '-': a - b,
    '*': a * b,
    '/': a / b,
    '%': a % b,
    '^': a ** b,
  };
  const result = results[operator] ?? Number.NaN;
  return Number.isFinite(result) ? result + 0 : null;
}

function replace({ source, replacement, all }: RegexReplace, text: string): string {
  const matches: { start: number; end: number; groups: string[] }[] = [];
  const matcher = RE2JS.compile(source).matcher(text);
  while (matcher.find() && (all || matches.length === 0)) {
    const groups = Array.from({ length: matcher.groupCount() + 1 }, (_, index) => matcher.group(index) ?? '');
    matches.push({ start: matcher.start(), end: matcher.end(), groups });
  }
  // From the end, so that the places of those before it stay right.
  return matches.reduceRight((result, { start, end, groups }) => {
    const put = replacement.map((part) => (part.kind === 'text' ? part.text : (groups[part.index] ?? '')));
    return result.slice(0, start) + put.join('') + result.slice(end);
  }, text);
}
