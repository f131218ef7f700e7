import type { Correlation } from '../../ir/correlation.ts';
import { numberText } from '../../ir/scalar.ts';
import type { Entry } from './entry.ts';
import type { GroupValues } from './episode.ts';

/** Groups that one event may belong to, when a field of the group has several values. */
const MOST_GROUPS = 64;

const numeric: ReadonlySet<Correlation['type']> = new Set([
  'value_sum',
  'value_avg',
  'value_percentile',
  'value_median',
]);

const NONE: readonly GroupValues[] = [[]];

/**
 * Every combination of the values of several fields. A field without a value is null: the null group.
 *
 * @example combinations([['a', 'b'], []]) // [['a', null], ['b', null]]
 */
export function combinations(fields: readonly (readonly string[])[]): readonly GroupValues[] {
  if (fields.length === 0) return NONE;
  if (fields.length === 1) {
    const [values = []] = fields;
    if (values.length === 1) return [values];
  }
  let all: GroupValues[] = [[]];
  for (const values of fields) {
    const choices: readonly (string | null)[] = values.length === 0 ? [null] : [...new Set(values)];
    all = all.flatMap((before) => choices.map((value) => [...before, value])).slice(0, MOST_GROUPS);
  }
  return all;
}

/**
 * The entries that one event makes: one; for types that tell values apart one for each of them. Several value fields are
 * one tuple, which needs all of its values. Numbers stay together, equal ones too: they are the event's.
 */
export function entriesOf(
  { type, value }: Correlation,
  base: Omit<Entry, 'value'>,
  values: readonly (readonly string[])[],
): Entry[] {
  if (value.length === 0) return [base];
  if (numeric.has(type)) {
    const numbers = (values[0] ?? [])
      .flatMap((text) => numberText(text) ?? [])
      .map(Number)
      .filter(Number.isFinite);
    return numbers.length === 0
      ? [base]
      : [{ ...base, value: numbers.length === 1 ? (numbers[0] ?? 0) : numbers }];
  }
  const tuples = combinations(values).filter((tuple) => !tuple.includes(null));
  if (tuples.length === 0) return [base];
  return tuples.map((tuple) => ({ ...base, value: tuple.join('\u001f') }));
}
