import { parse, stringify } from 'devalue';
import { digest } from '../../core/digest.ts';
import { isObject } from '../../core/json.ts';
import type { Tables } from '../undo-map.ts';

/** Raised with every change of what is stored: an older state is refused. */
const VERSION = 1;
const FORMAT = 'nephoscope-detection-state';

/** A stored state that cannot be used; the message says why and what to do. */
export class StateError extends Error {
  override readonly name = 'StateError';
}

export interface StateLine {
  readonly table: string;
  readonly key: string;
  readonly value: unknown;
}

/** A header, one line of text for each entry, and a last line that tells a whole state from one that was cut. */
export function* encodeState(lines: Iterable<StateLine>, rules: string): Generator<string> {
  yield JSON.stringify({ format: FORMAT, version: VERSION, rules: digest(rules) });
  let count = 0;
  for (const { table, key, value } of lines) {
    count += 1;
    yield `${JSON.stringify([table, key])}\t${stringify(value)}`;
  }
  yield JSON.stringify({ end: count });
}

/**
 * @param tables are filled; everything else goes to `take`
 * @throws StateError
 */
export function restoreTables(
  lines: Iterable<string>,
  rules: string,
  tables: Tables,
  take: (line: StateLine) => void,
): void {
  const byName = new Map(tables.map(([name, map]) => [`sweep/${name}`, map]));
  let count = -1;
  let end: number | undefined;
  for (const line of lines) {
    if (line === '') continue;
    if (count === -1) checkHeader(line, rules);
    else {
      const tab = line.indexOf('\t');
      if (tab === -1) {
        end = endOf(line, count);
        break;
      }
      const { table, key, value } = readLine(line, tab, count);
      const map = byName.get(table);
      if (map) map.set(key, value);
      else take({ table, key, value });
    }
    count += 1;
  }
  if (count === -1) throw new StateError('the state is empty');
  if (end !== count) {
    throw new StateError(
      `the state was cut: it ends after ${count} entries${end === undefined ? '' : ` of ${end}`}`,
    );
  }
}

function checkHeader(line: string, rules: string): void {
  const header = json(line, 0);
  if (!isObject(header) || header['format'] !== FORMAT) {
    throw new StateError('this is no stored state of a detection');
  }
  if (header['version'] !== VERSION) {
    throw new StateError(
      `the state has version ${String(header['version'])}, this program reads version ${VERSION}: begin anew`,
    );
  }
  if (header['rules'] !== digest(rules)) {
    throw new StateError('the state belongs to other rules: load the rules of before, or begin anew');
  }
}

function readLine(line: string, tab: number, index: number): StateLine {
  const name = json(line.slice(0, tab), index);
  if (!Array.isArray(name) || typeof name[0] !== 'string' || typeof name[1] !== 'string') {
    throw new StateError(`entry ${index} of the state has no name`);
  }
  try {
    return { table: name[0], key: name[1], value: parse(line.slice(tab + 1)) as unknown };
  } catch (error) {
    throw new StateError(`entry ${index} of the state is damaged`, { cause: error });
  }
}

function endOf(line: string, index: number): number | undefined {
  const last = json(line, index);
  return isObject(last) && typeof last['end'] === 'number' ? last['end'] : undefined;
}

function json(text: string, index: number): unknown {
  try {
    return JSON.parse(text);
  } catch (error) {
    throw new StateError(`entry ${index} of the state is damaged`, { cause: error });
  }
}
