import type { Json } from '../../core/json.ts';
import { nativeName } from './native-names.ts';

const deepest = 20;

/**
 * Reads the text that Athena and CloudTrail Lake make of structs, `{type=IAMUser, sessioncontext={attributes=…}}`, with
 * names restored to CloudTrail's own. undefined when it is not of that form. Values are text: the form has no types.
 */
export function parseStruct(source: string): Json | undefined {
  const reader = { source, at: 0 };
  const value = readValue(reader, 0);
  return reader.at === source.length && typeof value === 'object' ? value : undefined;
}

interface Reader {
  readonly source: string;
  at: number;
}

function readValue(reader: Reader, depth: number): Json | undefined {
  if (depth > deepest) return undefined;
  if (reader.source[reader.at] === '{') return readStruct(reader, depth);
  if (reader.source[reader.at] === '[') return readList(reader, depth);
  const start = reader.at;
  while (reader.at < reader.source.length && !endsValue(reader)) reader.at += 1;
  const scalar = reader.source.slice(start, reader.at).trim();
  return scalar === 'null' || scalar === '' ? null : scalar;
}

/** A comma ends a value only when a new `name=` follows: values hold commas too. */
function endsValue({ source, at }: Reader): boolean {
  const character = source[at];
  if (character === '}' || character === ']') return true;
  return character === ',' && /^,\s*(?:[A-Za-z_]\w*=|[{[])/.test(source.slice(at, at + 64));
}

function readStruct(reader: Reader, depth: number): Json | undefined {
  const entries: [string, Json][] = [];
  reader.at += 1;
  while (reader.source[reader.at] !== '}') {
    skipSeparators(reader);
    const equals = reader.source.indexOf('=', reader.at);
    if (equals < 0) return undefined;
    const name = reader.source.slice(reader.at, equals).trim();
    if (!/^[A-Za-z_]\w*$/.test(name)) return undefined;
    reader.at = equals + 1;
    const value = readValue(reader, depth + 1);
    if (value === undefined) return undefined;
    if (value !== null) entries.push([nativeName(name), value]);
    if (reader.at >= reader.source.length) return undefined;
  }
  reader.at += 1;
  return Object.fromEntries(entries);
}

function readList(reader: Reader, depth: number): Json | undefined {
  const items: Json[] = [];
  reader.at += 1;
  while (reader.source[reader.at] !== ']') {
    skipSeparators(reader);
    const before = reader.at;
    const value = readValue(reader, depth + 1);
    if (value === undefined || reader.at >= reader.source.length || reader.at === before) return undefined;
    items.push(value);
  }
  reader.at += 1;
  return items;
}

function skipSeparators(reader: Reader): void {
  while (reader.source[reader.at] === ',' || reader.source[reader.at] === ' ') reader.at += 1;
}
