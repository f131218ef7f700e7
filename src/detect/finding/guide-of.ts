import type { RuleMetadata } from '../../ir/rule.ts';

/** Techniques that a pack has a guide for. */
export type Guides = ReadonlySet<string>;

/**
 * The guide that a finding of the rule leads to: the one that the rule names, else that of its first technique with one. A
 * technique comes after its sub-techniques.
 */
export function guideOf(
  { nephoscope, techniques }: Pick<RuleMetadata, 'nephoscope' | 'techniques'>,
  guides: Guides,
): string | undefined {
  const own = nephoscope?.guide;
  if (own !== undefined && guides.has(own)) return own;
  return guidesOf(techniques, guides)[0];
}

/** The techniques with a guide, each once; not those of which a sub-technique is among them. */
export function guidesOf(techniques: readonly string[], guides: Guides): string[] {
  const known = [...new Set(techniques)].filter((id) => guides.has(id));
  return known.filter((id) => !known.some((other) => other.startsWith(`${id}.`)));
}
