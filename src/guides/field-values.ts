import type { Case } from './case.ts';

const MOST_VALUES = 8;

/**
 * What a case says in a field of the guide's vocabulary (`principal.via[].key`, `finding.score`): distinct values in the order of
 * the events, and how many more there are.
 */
export function fieldValues(
  given: Case,
  name: string,
): { readonly values: readonly string[]; readonly more: number } {
  const path = name.replaceAll('[]', '').split('.');
  const sources: readonly unknown[] = path[0] === 'finding' ? [{ finding: given.finding }] : given.activities;
  const found = new Set(sources.flatMap((source) => leaves(source, path)));
  const values = [...found].slice(0, MOST_VALUES);
  return { values, more: found.size - values.length };
}

/** The scalars at a path; a list stands for its members, `*` for all members of an object. */
function leaves(value: unknown, [key, ...rest]: readonly string[]): string[] {
  if (Array.isArray(value))
    return value.flatMap((item) => leaves(item, key === undefined ? [] : [key, ...rest]));
  if (key === undefined) return texts(value);
  if (typeof value !== 'object' || value === null) return [];
  if (key === '*') {
    return Object.entries(value).flatMap(([name, inner]) =>
      leaves(inner, rest).map((text) => `${name}=${text}`),
    );
  }
  return Object.hasOwn(value, key) ? leaves((value as Record<string, unknown>)[key], rest) : [];
}

function texts(value: unknown): string[] {
  if (typeof value === 'string') return value === '' ? [] : [value];
  if (typeof value === 'number' || typeof value === 'boolean') return [String(value)];
  // Parts of a score, and other small objects: their values in one.
  if (typeof value !== 'object' || value === null) return [];
  const inner = Object.values(value).filter((one) => typeof one === 'string' || typeof one === 'number');
  return inner.length > 0 ? [inner.join(' ')] : [];
}
