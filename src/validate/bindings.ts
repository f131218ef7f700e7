import { RE2JS } from 're2js';
import type { Provider } from '../activity/vocabulary.ts';
import type { AtomicTest } from '../atomics/atomic.ts';
import { commonValues } from '../atomics/value-names.ts';

/** What names stand for in one run of a test: given ones from the beginning, ids as steps show them. */
export type Bindings = ReadonlyMap<string, string>;

/** Names that are not given: the first step that shows them says what they are. */
export interface Names {
  readonly given: Bindings;
  /** What the value of a name has to look like, where the test says it. */
  readonly patterns: ReadonlyMap<string, RE2JS>;
  readonly free: ReadonlySet<string>;
}

/** @param set input arguments and ids that the person knows */
export function namesOf(test: AtomicTest, set: Readonly<Record<string, string>>): Names {
  const given = new Map<string, string>();
  for (const { name, default: standard } of test.inputs)
    if (standard !== undefined) given.set(name, standard);
  for (const [name, value] of Object.entries(set)) given.set(name, value);
  const free = [...commonNames(test.provider), ...test.values.map(({ name }) => name)];
  return {
    given,
    patterns: new Map(
      test.values.flatMap(({ name, matches }) =>
        matches === undefined ? [] : [[name, RE2JS.compile(matches)]],
      ),
    ),
    free: new Set(free.filter((name) => !given.has(name))),
  };
}

function commonNames(provider: Provider): string[] {
  return Object.keys(commonValues[provider]);
}

/** An expected text with what is known filled in: `volume-1`, or what it has to look like while a name is unknown. */
export function shownTemplate(template: string, bindings: Bindings): string {
  return template.replaceAll(/\$\{([\w.-]+)\}/g, (written, name: string) => bindings.get(name) ?? written);
}

/**
 * Compares a text with a template; names that are still unknown take what stands in their place.
 *
 * @returns the bindings with the new names, or undefined when it does not match
 */
export function unify(
  template: string,
  text: string,
  bindings: Bindings,
  { patterns, free }: Pick<Names, 'patterns' | 'free'>,
): Bindings | undefined {
  const unknown: string[] = [];
  const parts = template.split(/(\$\{[\w.-]+\})/).map((part) => {
    const name = /^\$\{([\w.-]+)\}$/.exec(part)?.[1];
    const known = name === undefined ? part : bindings.get(name);
    if (known !== undefined || name === undefined || !free.has(name)) return known ?? part;
    unknown.push(name);
    return undefined;
  });
  if (unknown.length === 0) return parts.join('').toLowerCase() === text.toLowerCase() ? bindings : undefined;
  const found = partsIn(text, parts);
  if (!found) return undefined;
  const more = new Map(bindings);
  for (const [index, name] of unknown.entries()) {
    const value = found[index] ?? '';
    const earlier = more.get(name);
    if (earlier !== undefined && earlier.toLowerCase() !== value.toLowerCase()) return undefined;
    if (patterns.get(name)?.test(value) === false) return undefined;
    more.set(name, value);
  }
  return more;
}

/** What stands in the open places: anything when there is nothing else, else a part of a path. */
function partsIn(text: string, parts: readonly (string | undefined)[]): readonly string[] | undefined {
  const open = parts.filter((part) => part !== '');
  if (open.length === 1) return text === '' ? undefined : [text];
  const source = parts.map((part) => (part === undefined ? '([^/]+)' : RE2JS.quote(part))).join('');
  const matcher = RE2JS.compile(`^${source}$`, RE2JS.CASE_INSENSITIVE | RE2JS.DOTALL).matcher(text);
  if (!matcher.find()) return undefined;
  return Array.from({ length: matcher.groupCount() }, (_none, index) => matcher.group(index + 1) ?? '');
}
