import { recognise } from '../../../src/clouds/index.ts';
import { isObject, type Json, type JsonObject, member } from '../../../src/core/json.ts';
import { runAql } from './aql.ts';
import { elasticDocument, elasticFields, elasticIndexes } from './elastic-rows.ts';
import { runEsql } from './esql.ts';
import { runKql } from './kql.ts';
import { qradarEvent, qradarProperties } from './qradar-rows.ts';
import type { Row } from './row.ts';
import { sentinelColumns, sentinelRow } from './sentinel-rows.ts';
import { runSpl } from './spl.ts';
import { splunkEvent } from './splunk-rows.ts';

/** Runs a query of a target. */
export interface Runner {
  readonly target: string;
  /**
   * For operations, each by its records: whether something was found of it.
   *
   * @param places only these operations are there; all when absent
   */
  run(
    query: string,
    service: string,
    operations: readonly (readonly JsonObject[])[],
    places?: ReadonlySet<unknown>,
  ): readonly boolean[];
  /** Whether something is found in records. */
  finds(query: string, service: string, records: readonly JsonObject[]): boolean;
}

/** The mark by which rows tell which operation they are of; queries know nothing of it. */
const MARK = '__operation';

interface Machine {
  readonly target: string;
  rowOf(service: string, record: JsonObject, index: number): Row;
  run(query: string, service: string, rows: readonly Row[]): readonly Row[];
  /** For records of several logs. */
  runAll?(query: string, rows: Readonly<Record<string, readonly Row[]>>): readonly Row[];
}

function runnerOf({ target, rowOf, run, runAll }: Machine): Runner {
  // Many queries are run on the same operations.
  const rowsOf = new WeakMap<readonly (readonly JsonObject[])[], readonly Row[]>();
  const marked = (operations: readonly (readonly JsonObject[])[], service: string): readonly Row[] =>
    operations.flatMap((records, place) =>
      records.map((record, index) => ({
        ...rowOf(service, apart(record, place), place * 100 + index),
        [MARK]: place,
      })),
    );
  return {
    target,
    run: (query, service, operations, places) => {
      const all = rowsOf.get(operations) ?? marked(operations, service);
      rowsOf.set(operations, all);
      const rows = places ? all.filter((row) => places.has(row[MARK])) : all;
      const hits = new Set(run(query, service, rows).map((row) => row[MARK]));
      return operations.map((_records, place) => hits.has(place));
    },
    finds: (query, service, records) => {
      const byService: Record<string, Row[]> = {};
      for (const [index, record] of records.entries()) {
        const head = recognise(record, { container: 'test', index });
        if (!head || 'outcome' in head) continue;
        const log = head.logsource.service;
        byService[log] = [...(byService[log] ?? []), rowOf(log, head.record, index)];
      }
      return (runAll?.(query, byService) ?? run(query, service, byService[service] ?? [])).length > 0;
    },
  };
}

/** The record with ids of its own: fixtures use the same ones again. */
function apart(record: JsonObject, place: number): JsonObject {
  const made: Record<string, Json> = { ...record };
  for (const key of ['correlationId', 'insertId', 'eventDataId'])
    if (typeof made[key] === 'string') made[key] = `${made[key]}-${place}`;
  if (typeof made['timestamp'] === 'string')
    made['timestamp'] = new Date(Date.parse(made['timestamp']) + place * 3_600_000).toISOString();
  const operation = record['operation'];
  if (isObject(operation)) made['operation'] = { ...operation, id: `${String(operation['id'])}-${place}` };
  const payload = record['protoPayload'];
  const response = member(payload, 'response');
  if (isObject(payload) && isObject(response) && typeof response['name'] === 'string')
    made['protoPayload'] = { ...payload, response: { ...response, name: `${response['name']}-${place}` } };
  return made;
}

const machines: readonly Machine[] = [
  {
    target: 'sentinel',
    rowOf: (service, record, index) => sentinelRow(service, record, index).row,
    run: (query, service, rows) =>
      runKql(query, { [sentinelRow(service, {}, 0).table]: rows }, sentinelColumns),
    runAll: (query, rows) =>
      runKql(
        query,
        Object.fromEntries(
          Object.entries(rows).map(([service, some]) => [sentinelRow(service, {}, 0).table, some]),
        ),
        sentinelColumns,
      ),
  },
  {
    target: 'splunk',
    rowOf: (service, record, index) => splunkEvent(record, service, index),
    run: (query, _service, rows) => runSpl(query, rows),
    runAll: (query, rows) => runSpl(query, Object.values(rows).flat()),
  },
  {
    target: 'elastic',
    rowOf: elasticDocument,
    run: (query, service, rows) =>
      runEsql(query, elasticIndexes[service] ?? '', rows, elasticFields(service), MARK),
  },
  {
    target: 'qradar',
    rowOf: (service, record) => qradarEvent(service, record),
    run: (query, _service, rows) => runAql(query, rows, qradarProperties, MARK),
  },
];

export const runners: readonly Runner[] = machines.map(runnerOf);
