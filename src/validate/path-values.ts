import { isObject, type Json } from '../core/json.ts';

/**
 * The values at a dotted path. A number takes an element of a list, anything else goes into all of them; names that
 * contain dots are tried whole first; a text that is JSON is looked into, since bodies often come as texts. A list of
 * scalars stands for its elements.
 */
export function valuesAt(value: Json | undefined, path: string): readonly Json[] {
  return value === undefined ? [] : at(value, path.split('.'));
}

function at(value: Json, path: readonly string[]): readonly Json[] {
  if (path.length === 0) return elements(value);
  if (typeof value === 'string') {
    const inner = parsed(value);
    return inner === undefined ? [] : at(inner, path);
  }
  if (Array.isArray(value)) return inList(value as readonly Json[], path);
  if (!isObject(value)) return [];
  for (let length = path.length; length > 0; length -= 1) {
    const key = path.slice(0, length).join('.');
    if (!Object.hasOwn(value, key)) continue;
    const found = at(value[key] as Json, path.slice(length));
    if (found.length > 0) return found;
  }
  return [];
}

function inList(list: readonly Json[], path: readonly string[]): readonly Json[] {
  const [head = '', ...rest] = path;
  if (!/^\d+$/.test(head)) return list.flatMap((item) => at(item, path));
  const item = list[Number(head)];
  return item === undefined ? [] : at(item, rest);
}

function elements(value: Json): readonly Json[] {
  return Array.isArray(value) ? (value as readonly Json[]).flatMap(elements) : [value];
}

function parsed(text: string): Json | undefined {
  if (!/^\s*[[{]/.test(text)) return undefined;
  try {
    return JSON.parse(text) as Json;
  } catch {
    return undefined;
  }
}
