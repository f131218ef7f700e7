import { isObject, type Json, type JsonObject, member } from '../../../src/core/json.ts';
import { runAql } from './aql.ts';
import { elasticDocument, elasticFields, elasticIndexes } from './elastic-rows.ts';
import { runEsql } from './esql.ts';
import { type Row, runKql } from './kql.ts';
import { qradarEvent, qradarProperties } from './qradar-rows.ts';
import { sentinelColumns, sentinelRow } from './sentinel-rows.ts';
import { runSpl } from './spl.ts';
import { splunkEvent } from './splunk-rows.ts';

/** Runs a query of a target over operations, each by its records; for each whether something was found. */
export interface Runner {
  readonly target: string;
  run(query: string, service: string, operations: readonly (readonly JsonObject[])[]): readonly boolean[];
}

/** The mark by which rows tell which operation they are of; queries know nothing of it. */
const MARK = '__operation';

function runOnRows(
  operations: readonly (readonly JsonObject[])[],
  rowOf: (record: JsonObject, index: number) => Row,
  run: (rows: readonly Row[]) => readonly Row[],
): readonly boolean[] {
  const rows = operations.flatMap((records, place) =>
    records.map((record, index) => ({ ...rowOf(apart(record, place), place * 100 + index), [MARK]: place })),
  );
  const hits = new Set(run(rows).map((row) => row[MARK]));
  return operations.map((_records, place) => hits.has(place));
}

/** The record with ids of its own: fixtures use the same ones again. */
function apart(record: JsonObject, place: number): JsonObject {
  const made: Record<string, Json> = { ...record };
  for (const key of ['correlationId', 'insertId', 'eventDataId'])
    if (typeof made[key] === 'string') made[key] = `${made[key]}-${place}`;
  const operation = record['operation'];
  if (isObject(operation)) made['operation'] = { ...operation, id: `${String(operation['id'])}-${place}` };
  const payload = record['protoPayload'];
  const response = member(payload, 'response');
  if (isObject(payload) && isObject(response) && typeof response['name'] === 'string')
    made['protoPayload'] = { ...payload, response: { ...response, name: `${response['name']}-${place}` } };
  return made;
}

const sentinel: Runner = {
  target: 'sentinel',
  run: (query, service, operations) => {
    const { table } = sentinelRow(service, {}, 0);
    return runOnRows(
      operations,
      (record, index) => sentinelRow(service, record, index).row,
      (rows) => runKql(query, { [table]: rows }, sentinelColumns),
    );
  },
};

const splunk: Runner = {
  target: 'splunk',
  run: (query, service, operations) =>
    runOnRows(
      operations,
      (record, index) => splunkEvent(record, service, index),
      (rows) => runSpl(query, rows),
    ),
};

const elastic: Runner = {
  target: 'elastic',
  run: (query, service, operations) =>
    runOnRows(
      operations,
      (record, index) => elasticDocument(service, record, index),
      (rows) => runEsql(query, elasticIndexes[service] ?? '', rows, elasticFields(service), MARK),
    ),
};

const qradar: Runner = {
  target: 'qradar',
  run: (query, service, operations) =>
    runOnRows(
      operations,
      (record) => qradarEvent(service, record),
      (rows) => runAql(query, rows, qradarProperties, MARK),
    ),
};

export const runners: readonly Runner[] = [sentinel, splunk, elastic, qradar];
