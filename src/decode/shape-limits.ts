import type { Json } from '../core/json.ts';

/** Which cap was broken, by what is left of the members; undefined when none was. */
export function brokenShapeLimit(left: number): 'nesting' | 'members' | undefined {
  if (left === TOO_DEEP) return 'nesting';
  return left < 0 ? 'members' : undefined;
}

const TOO_DEEP = Number.NEGATIVE_INFINITY;

/**
 * The members that may still come behind a value, negative when there were too many, `TOO_DEEP` when nesting went over
 * `depth`, which bounds the recursion too.
 */
export function membersLeft(value: Json, depth: number, budget: number): number {
  if (typeof value !== 'object' || value === null) return budget;
  if (depth === 0) return TOO_DEEP;
  let left = budget;
  if (Array.isArray(value)) {
    left -= value.length;
    for (let index = 0; index < value.length && left >= 0; index += 1) {
      const element = value[index];
      if (typeof element === 'object' && element !== null) left = membersLeft(element, depth - 1, left);
    }
    return left;
  }
  const object = value as { readonly [key: string]: Json };
  for (const key in object) {
    left -= 1;
    const element = object[key];
    if (typeof element === 'object' && element !== null) left = membersLeft(element, depth - 1, left);
    if (left < 0) return left;
  }
  return left;
}
