import { isObject, type Json, type JsonObject } from '../core/json.ts';

const placeholder = /\$\{([\w.-]+)\}/g;

/** Names in `${name}` in all texts of a value, keys included. */
export function referencesIn(value: Json): Set<string> {
  const found = new Set<string>();
  const look = (text: string): void => {
    for (const [, name = ''] of text.matchAll(placeholder)) found.add(name);
  };
  eachText(value, look);
  return found;
}

function eachText(value: Json, look: (text: string) => void): void {
  if (typeof value === 'string') look(value);
  else if (Array.isArray(value)) for (const item of value as readonly Json[]) eachText(item, look);
  else if (isObject(value)) {
    for (const [key, inner] of Object.entries(value)) {
      look(key);
      eachText(inner, look);
    }
  }
}

/**
 * The value with each `${name}` replaced. A text that is nothing but one name becomes the value itself, which may be a
 * number.
 *
 * @param find what a name stands for; undefined leaves it as it is
 */
export function substitute(value: Json, find: (name: string) => string | number | undefined): Json {
  if (typeof value === 'string') return substituteText(value, find);
  if (Array.isArray(value)) return (value as readonly Json[]).map((item) => substitute(item, find));
  if (!isObject(value)) return value;
  const entries = Object.entries(value).map(([key, inner]): [string, Json] => [
    String(substituteText(key, find)),
    substitute(inner, find),
  ]);
  return Object.fromEntries(entries) satisfies JsonObject;
}

function substituteText(text: string, find: (name: string) => string | number | undefined): string | number {
  const whole = /^\$\{([\w.-]+)\}$/.exec(text)?.[1];
  if (whole !== undefined) return find(whole) ?? text;
  return text.replaceAll(placeholder, (written, name: string) => String(find(name) ?? written));
}
