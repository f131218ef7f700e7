import type { CatalogueEntry } from '../clouds/catalogue.ts';
import type { PathName } from '../clouds/path-names.ts';
import { parsePath } from '../clouds/paths.ts';
import {
  any,
  type Condition,
  type NativeField,
  never,
  type Step,
  test,
  type ValueTest,
} from '../emit/siem/condition.ts';
import { stepsOf } from '../emit/siem/table.ts';

/** A field of native records: the dotted paths that it has in the shapes in which the cloud delivers them. */
export function field(...paths: readonly [string, ...string[]]): NativeField {
  return { name: paths[0], places: paths.map(stepsOf) };
}

/** Paths in the grammar of the catalogue, each a field of its own, below the member that they start at. */
export function cataloguePaths(
  entry: CatalogueEntry | undefined,
  names: readonly PathName[],
  root: (path: string) => readonly (readonly Step[])[],
): readonly NativeField[] {
  const paths = names.flatMap((name) => entry?.paths[name] ?? []);
  return paths.map((path) => ({ name: path.replaceAll('[]', ''), places: root(path) }));
}

/** The steps of a path in the grammar of the catalogue. */
export function stepsIn(path: string): readonly Step[] {
  return parsePath(path).map(({ key, each }) => (each ? { key, each: true } : { key }));
}

/** One of the texts, whatever its case. */
export function isOneOf(one: NativeField, ...texts: readonly string[]): Condition {
  return textTest(one, 'equals', texts);
}

export function textTest(
  one: NativeField,
  op: 'equals' | 'contains' | 'startswith' | 'endswith',
  texts: readonly string[],
): Condition {
  if (texts.length === 0) return any();
  const patterns = texts.map((text) => [{ kind: 'text' as const, text }]);
  return test(one, { kind: 'text', op, cased: false, patterns });
}

/** Asked of records that have the field; in the shapes of records that do not, something else counts. */
export function whereThere(condition: Condition, otherwise: Condition = never): Condition {
  return { kind: 'first', items: [condition, otherwise] };
}

export function isFilled(one: NativeField): Condition {
  return test(one, { kind: 'filled' });
}

/** The value of one of the fields satisfies the test. */
export function someField(fields: readonly NativeField[], value: ValueTest): Condition {
  return any(...fields.map((one) => test(one, value)));
}
