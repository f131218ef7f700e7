import { isObject, type Json, type JsonObject, text } from '../../core/json.ts';
import type { RecordHead } from '../definition.ts';
import { claimsOf, httpStatusOf, propertiesOf, statusOf } from './row.ts';
import { type Stage, stageOf } from './status.ts';
import { objectIn } from './text-bodies.ts';

/** What is read of one row. */
export interface Row {
  readonly record: JsonObject;
  readonly time: number;
  readonly stage: Stage | undefined;
  readonly properties: JsonObject | undefined;
  readonly httpStatus: number | undefined;
}

/** The rows of one operation, earliest first, and what they say together. */
export interface OperationRows {
  readonly rows: readonly [Row, ...Row[]];
  /** The row that tells the end, else the last of the others. */
  readonly last: Row;
  /** The row that tells who it was, and its claims. */
  readonly who: { readonly row: JsonObject; readonly claims: JsonObject | undefined };
  /** What the catalogue's paths start at: the decoded bodies and the properties. */
  readonly view: JsonObject;
  /** Bodies that are there and cannot be read. */
  readonly unreadable: readonly string[];
}

const stageRank: Readonly<Record<Stage, number>> = {
  started: 0,
  accepted: 1,
  succeeded: 2,
  failed: 2,
  cancelled: 2,
};

function rankOf(row: Row): number {
  return row.stage === undefined ? 2 : stageRank[row.stage];
}

/**
 * Puts the rows of an operation together: the request is on any of them (usually the first), the answer too (usually
 * Accepted), and later rows often lack the identity.
 */
export function readRows(heads: readonly [RecordHead, ...RecordHead[]]): OperationRows {
  const [head, ...others] = heads;
  const rows: [Row, ...Row[]] = [readRow(head), ...others.map(readRow)];
  if (rows.length > 1) rows.sort((a, b) => a.time - b.time || rankOf(a) - rankOf(b));
  const last = rows.reduce((best, row) => (rankOf(row) >= rankOf(best) ? row : best));
  const unreadable: string[] = [];
  const view: Record<string, Json> = {};
  const request = bodyOf(rows, requestNames, unreadable);
  const response = bodyOf(rows, responseNames, unreadable);
  if (request) view['request'] = request;
  if (response) view['response'] = response;
  const properties = last.properties ?? rows[0].properties;
  if (properties) view['properties'] = properties;
  return { rows, last, who: whoOf(rows), view, unreadable };
}

function readRow({ record, time }: RecordHead): Row {
  const properties = propertiesOf(record);
  return {
    record,
    time,
    properties,
    stage: stageOf(statusOf(record)),
    httpStatus: httpStatusOf(record, properties),
  };
}

const requestNames = ['requestbody', 'requestBody', 'RequestBody'] as const;
const responseNames = ['responseBody', 'responsebody', 'ResponseBody'] as const;

function bodyOf(
  rows: readonly Row[],
  names: readonly string[],
  unreadable: string[],
): JsonObject | undefined {
  let broken = false;
  for (const { properties } of rows) {
    const inner = properties?.['eventProperties'];
    for (const name of names) {
      const written = properties?.[name] ?? (isObject(inner) ? inner[name] : undefined);
      const body = objectIn(written);
      if (body) return body;
      if (typeof written === 'string' && written.trim() !== '' && written !== 'null') broken = true;
    }
  }
  if (broken) unreadable.push(names[0] ?? '');
  return undefined;
}

function whoOf(rows: readonly [Row, ...Row[]]): OperationRows['who'] {
  for (const { record } of rows) {
    const claims = claimsOf(record);
    if (claims && Object.keys(claims).length > 0) return { row: record, claims };
  }
  const named = rows.find(({ record }) => text(record['caller']));
  return { row: (named ?? rows[0]).record, claims: undefined };
}
