import { isObject } from '../../core/json.ts';
import { compareTexts } from '../../core/text-order.ts';
import type { Baseline, SeenDay } from './baseline.ts';

/** Raised with every change of the format. */
const VERSION = 2;
const FORMAT = 'nephoscope-baseline';

/** A stored baseline that cannot be used; the message says why. */
export class BaselineError extends Error {
  override readonly name = 'BaselineError';
}

/** One remembered value as it is stored. */
export interface StoredCell {
  readonly dimension: string;
  readonly scope: string;
  readonly value: string;
  readonly days: readonly SeenDay[];
}

/** A header, then one line of JSON for each value, in a stable order. */
export function* encodeBaseline(cells: Iterable<StoredCell>): Generator<string> {
  yield JSON.stringify({ format: FORMAT, version: VERSION });
  const sorted = [...cells].sort(
    (a, b) =>
      compareTexts(a.dimension, b.dimension) ||
      compareTexts(a.scope, b.scope) ||
      compareTexts(a.value, b.value),
  );
  for (const { dimension, scope, value, days } of sorted) {
    yield JSON.stringify({
      dimension,
      scope,
      value,
      days: days.map(({ day, first, last, count }) => [day, first, last, count]),
    });
  }
}

/**
 * Reads a stored baseline.
 *
 * @param path for messages
 * @throws BaselineError
 */
export function* decodeBaseline(path: string, lines: Iterable<string>): Generator<StoredCell> {
  let number = 0;
  for (const line of lines) {
    number += 1;
    if (line.trim() === '') continue;
    const value = parse(path, number, line);
    if (number === 1) checkHeader(path, value);
    else yield cellOf(path, number, value);
  }
  if (number === 0) throw new BaselineError(`${path}: the baseline is empty`);
}

/** Puts stored values into a baseline, those of several files together. */
export function restoreBaseline(baseline: Baseline, cells: Iterable<StoredCell>): void {
  for (const { dimension, scope, value, days } of cells) baseline.restore(dimension, scope, value, days);
}

function checkHeader(path: string, value: unknown): void {
  if (!isObject(value) || value['format'] !== FORMAT) {
    throw new BaselineError(`${path}: this is no baseline: expected a first line with "format":"${FORMAT}"`);
  }
  if (value['version'] !== VERSION) {
    throw new BaselineError(
      `${path}: the baseline has version ${String(value['version'])}, this program reads version ${VERSION}: build it anew`,
    );
  }
}

function cellOf(path: string, number: number, value: unknown): StoredCell {
  if (isObject(value)) {
    const { dimension, scope, value: seen, days } = value as Record<string, unknown>;
    const isNamed = typeof dimension === 'string' && typeof scope === 'string' && typeof seen === 'string';
    if (isNamed && Array.isArray(days) && days.every(isDay)) {
      return {
        dimension,
        scope,
        value: seen,
        days: days.map(([day, first, last, count]) => ({ day, first, last, count })),
      };
    }
  }
  throw new BaselineError(
    `${path}:${number}: expected dimension, scope, value and days, found something else`,
  );
}

function isDay(value: unknown): value is [number, number, number, number] {
  return Array.isArray(value) && value.length === 4 && value.every((part) => Number.isFinite(part));
}

function parse(path: string, number: number, line: string): unknown {
  try {
    return JSON.parse(line);
  } catch (error) {
    throw new BaselineError(`${path}:${number}: this line is no JSON`, { cause: error });
  }
}
