import type { Correlation } from '../../ir/correlation.ts';
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
    const choices: readonly (string | null)[] = values.length === 0 ? [null] : values;
    all = all.flatMap((before) => choices.map((value) => [...before, value])).slice(0, MOST_GROUPS);
  }
  return all;
}

/**
 * The entries that one event makes: one, or for types that look at values one for each. Several value fields are one
 * tuple, which needs all of its values.
 */
export function entriesOf(
  { type, value }: Correlation,
  base: Omit<Entry, 'value'>,
  values: readonly (readonly string[])[],
): Entry[] {
  if (value.length === 0) return [base];
  const tuples = combinations(values).filter((tuple) => !tuple.includes(null));
  if (tuples.length === 0) return [base];
  if (!numeric.has(type)) return tuples.map((tuple) => ({ ...base, value: tuple.join('\u001f') }));
  const numbers = tuples.map(([text]) => Number(text)).filter((number) => Number.isFinite(number));
  return numbers.length === 0 ? [base] : numbers.map((number) => ({ ...base, value: number }));
}
