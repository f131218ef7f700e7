import type { Random } from '../../bench/generate/random.ts';
import type { Json, JsonObject } from '../../src/core/json.ts';

/** Seconds that one fuzzer runs: a few in CI, as many as wanted by hand (`NEPHOSCOPE_FUZZ_SECONDS=600`). */
export const fuzzSeconds: number = Number(process.env['NEPHOSCOPE_FUZZ_SECONDS'] ?? 3);

const oddTexts = [
  '',
  ' ',
  '\u0000',
  '\u2028',
  '\ud800',
  '😀',
  'İ',
  '__proto__',
  'constructor',
  'toString',
  '<script>',
  '$&x',
  '%s%n',
  '../../etc/passwd',
  '0',
  '-1',
  'NaN',
  '1e999',
  'null',
  'true',
  '{}',
  '[',
  '{"a":',
  'arn:',
  'arn:aws:iam::::',
  ':::::',
  '////',
  '/subscriptions//resourceGroups/',
  'projects/_/zones/',
  '2026-13-45T99:99:99Z',
  '9999999999999999999999',
  '=cmd()',
  'a'.repeat(40_000),
  '/'.repeat(5000),
  ':'.repeat(5000),
  '{type='.repeat(400),
  '[{'.repeat(400),
] as const;

/** A value of another type, or one that is odd in its own. */
export function oddValue(random: Random): Json {
  switch (random.below(9)) {
    case 0:
      return null;
    case 1:
      return random.chance(0.5);
    case 2:
      return random.pick([0, -1, 1e308, Number.MAX_SAFE_INTEGER, 0.1, 1_700_000_000]);
    case 3:
      return [];
    case 4:
      return {};
    case 5:
      return nested(random.below(90));
    case 6:
      return Array.from({ length: random.below(2500) }, (_, index) => index);
    case 7:
      return Object.fromEntries(Array.from({ length: random.below(300) }, (_, index) => [`k${index}`, 'v']));
    default:
      return random.pick(oddTexts);
  }
}

function nested(depth: number): Json {
  let value: Json = 'deep';
  for (let level = 0; level < depth; level += 1) value = level % 2 === 0 ? [value] : { a: value };
  return value;
}

/**
 * A copy of a record with one to four things changed: values replaced, removed or put elsewhere, keys renamed or spelt
 * with another case, members added whose names every object inherits.
 *
 * @param spare members under these names stay as they are and where they are, with all below them
 */
export function mutateRecord(
  record: JsonObject,
  random: Random,
  spare: ReadonlySet<string> = new Set(),
): JsonObject {
  const copy = structuredClone(record) as Record<string, Json>;
  for (let left = 1 + random.below(4); left > 0; left -= 1) {
    const places = objectsIn(copy, spare);
    change(random.pick(places), random, spare);
  }
  return copy;
}

type Mutable = Record<string, Json>;

function objectsIn(value: Json, spare: ReadonlySet<string>, found: Mutable[] = []): Mutable[] {
  if (typeof value !== 'object' || value === null || found.length > 500) return found;
  found.push(value as Mutable);
  for (const [key, inner] of Object.entries(value))
    if (!spare.has(key)) objectsIn(inner as Json, spare, found);
  return found;
}

function change(object: Mutable, random: Random, spare: ReadonlySet<string>): void {
  const keys = Object.keys(object).filter((key) => !spare.has(key));
  const key = keys.length > 0 ? random.pick(keys) : 'x';
  const other = keys.length > 0 ? random.pick(keys) : 'y';
  switch (random.below(8)) {
    case 0:
      delete object[key];
      break;
    case 1:
      if (!holds(object[other] ?? null, spare)) object[key] = object[other] ?? null;
      break;
    case 2:
      object[random.chance(0.5) ? key.toUpperCase() : key.toLowerCase()] = object[key] ?? null;
      delete object[key];
      break;
    case 3:
      define(
        object,
        random.pick(['__proto__', 'constructor', 'toString', 'hasOwnProperty', 'length']),
        oddValue(random),
      );
      break;
    case 4:
      object[key] = JSON.stringify(object[key] ?? null);
      break;
    case 5:
      object[key] = [object[key] ?? null, oddValue(random)];
      break;
    default:
      object[key] = oddValue(random);
  }
}

/** Whether one of the names occurs in a value, be it in JSON text. */
function holds(value: Json, names: ReadonlySet<string>): boolean {
  if (names.size === 0) return false;
  const text = JSON.stringify(value);
  return [...names].some((name) => text.includes(name));
}

function define(object: Mutable, key: string, value: Json): void {
  if (Array.isArray(object)) return;
  Object.defineProperty(object, key, { value, enumerable: true, configurable: true, writable: true });
}

const pieces = [
  '{',
  '}',
  '[',
  ']',
  ',',
  ':',
  '"',
  '\\',
  '\n',
  '\r\n',
  '\u001e',
  '{"Records":[',
  ']}',
  '"a":',
  'null',
  '1',
  '\u0000',
  '\ufeff',
  '\\u0000',
  '99999999999999999999',
  '{"a":1}{"b":2}',
  '\\"',
];

/** A copy of a text with one to five bytes or small pieces flipped, removed, repeated, moved or put in. */
export function mutateBytes(bytes: Buffer, random: Random): Buffer {
  let out = Buffer.from(bytes);
  for (let left = 1 + random.below(5); left > 0; left -= 1) {
    const at = random.below(out.length + 1);
    const length = random.below(random.chance(0.2) ? 400 : 8);
    const end = Math.min(out.length, at + length);
    switch (random.below(6)) {
      case 0:
        if (at < out.length) out[at] = (out[at] as number) ^ (1 << random.below(8));
        break;
      case 1:
        out = Buffer.concat([out.subarray(0, at), out.subarray(end)]);
        break;
      case 2:
        out = Buffer.concat([out.subarray(0, end), out.subarray(at)]);
        break;
      case 3:
        out = Buffer.from(out.subarray(0, Math.max(1, at)));
        break;
      case 4:
        out = Buffer.concat([out.subarray(end), out.subarray(0, end)]);
        break;
      default:
        out = Buffer.concat([out.subarray(0, at), Buffer.from(random.pick(pieces)), out.subarray(end)]);
    }
  }
  return out;
}

/**
 * Runs a check with one seed after the other until the time is up. A failure names the seed; the first seed is the
 * same in every run, so that CI is steady and a longer run covers more.
 */
export async function fuzz(
  check: (random: import('../../bench/generate/random.ts').Random) => void | Promise<void>,
): Promise<number> {
  const { Random } = await import('../../bench/generate/random.ts');
  const end = Date.now() + fuzzSeconds * 1000;
  let runs = 0;
  for (let seed = 1; Date.now() < end; seed += 1) {
    try {
      await check(new Random(seed));
    } catch (error) {
      throw new Error(`seed ${seed}: ${error instanceof Error ? error.message : String(error)}`, {
        cause: error,
      });
    }
    runs += 1;
  }
  return runs;
}
