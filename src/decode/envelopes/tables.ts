import { isObject, type Json, type JsonObject, member, own, text } from '../../core/json.ts';
import type { Envelope } from './envelope.ts';

/** Log Analytics query answer: `{tables: [{columns: [{name}], rows: [[…]]}]}`; older clients write `Tables`, `ColumnName`. */
function logAnalytics(key: string): Envelope {
  return {
    name: 'log-analytics',
    key,
    open: (object) => {
      const tables = own(object, key);
      if (!Array.isArray(tables)) return undefined;
      return { values: (tables as readonly Json[]).flatMap(tableRows) };
    },
  };
}

function tableRows(table: Json): Json[] {
  const columns = member(table, 'columns') ?? member(table, 'Columns');
  const rows = member(table, 'rows') ?? member(table, 'Rows');
  if (!Array.isArray(columns) || !Array.isArray(rows)) return [];
  const names = (columns as readonly Json[]).map(
    (column) => text(column) ?? text(member(column, 'name')) ?? text(member(column, 'ColumnName')) ?? '',
  );
  return (rows as readonly Json[]).map((row) => (Array.isArray(row) ? zip(names, row) : row));
}

/** One table by itself, as Azure Resource Graph and Kusto exports write it: `{columns: [{name}], rows: [[…]]}`. */
const bareTable: Envelope = {
  name: 'table',
  key: 'columns',
  open: (object) => (Array.isArray(own(object, 'rows')) ? { values: tableRows(object) } : undefined),
};

/** Athena get-query-results: `{ResultSet: {Rows: [{Data: [{VarCharValue}]}]}}`, the first row being the header. */
const athena: Envelope = {
  name: 'athena',
  key: 'ResultSet',
  open: (object) => {
    const rows = member(own(object, 'ResultSet'), 'Rows');
    if (!Array.isArray(rows)) return undefined;
    const [header, ...body] = (rows as readonly Json[]).map((row) => {
      const data = member(row, 'Data');
      return Array.isArray(data)
        ? (data as readonly Json[]).map((cell) => member(cell, 'VarCharValue') ?? null)
        : [];
    });
    const names = (header ?? []).map((name) => text(name) ?? '');
    return { values: body.map((cells) => zip(names, cells)) };
  },
};

/** CloudTrail Lake get-query-results: `{QueryResultRows: [[{column: value}, …], …]}`. */
const lakeRows: Envelope = {
  name: 'lake',
  key: 'QueryResultRows',
  open: (object) => {
    const rows = own(object, 'QueryResultRows');
    if (!Array.isArray(rows)) return undefined;
    return { values: (rows as readonly Json[]).map((row) => (Array.isArray(row) ? merge(row) : row)) };
  },
};

/** CloudWatch Logs Insights: `{results: [[{field: '@message', value: '…'}, …], …]}`. */
const logsInsights: Envelope = {
  name: 'logs-insights',
  key: 'results',
  open: (object) => {
    const rows = own(object, 'results');
    if (!Array.isArray(rows)) return undefined;
    const found = (rows as readonly Json[]).map((row) =>
      Array.isArray(row)
        ? (row as readonly Json[]).find((cell) => member(cell, 'field') === '@message')
        : undefined,
    );
    return found.some((cell) => cell !== undefined)
      ? { payloads: found.map((cell) => member(cell, 'value') ?? null) }
      : undefined;
  },
};

/** A row's column that holds the record as JSON text: CloudTrail Lake `eventJson`, lookup-events `CloudTrailEvent`. */
function jsonColumn(name: string, key: string): Envelope {
  return {
    name,
    key,
    open: (object) => {
      const column = own(object, key);
      return typeof column === 'string' && column.trimStart().startsWith('{')
        ? { payloads: [column] }
        : undefined;
    },
  };
}

/** `event.original`, where Elastic's agents keep the record as it came. */
const elasticOriginal: Envelope = {
  name: 'elastic',
  key: 'event',
  open: (object) => {
    const original = text(member(own(object, 'event'), 'original'));
    return original?.trimStart().startsWith('{') ? { payloads: [original] } : undefined;
  },
};

/** Samples and exports that keep the record under `event`, beside words of their own. */
const nestedEvent: Envelope = {
  name: 'event',
  key: 'event',
  open: (object) => {
    const event = own(object, 'event');
    return isObject(event) && recordMarks.some((mark) => Object.hasOwn(event, mark))
      ? { values: [event] }
      : undefined;
  },
};

const recordMarks = ['eventName', 'protoPayload', 'operationName', 'evt'];

function zip(names: readonly string[], cells: readonly Json[]): JsonObject {
  const row: Record<string, Json> = Object.create(null) as Record<string, Json>;
  names.forEach((name, index) => {
    const cell = cells[index];
    if (name !== '' && cell !== undefined) row[name] = cell;
  });
  return { ...row };
}

function merge(cells: readonly Json[]): JsonObject {
  const row = Object.create(null) as Record<string, Json>;
  for (const cell of cells)
    if (isObject(cell)) for (const key of Object.keys(cell)) row[key] = cell[key] ?? null;
  return { ...row };
}

/** Rows of tables and exports of search engines. */
export const tables: readonly Envelope[] = [
  logAnalytics('tables'),
  logAnalytics('Tables'),
  bareTable,
  athena,
  lakeRows,
  logsInsights,
  jsonColumn('lake', 'eventJson'),
  jsonColumn('lake', 'eventjson'),
  jsonColumn('lookup-events', 'CloudTrailEvent'),
  jsonColumn('splunk', '_raw'),
  elasticOriginal,
  nestedEvent,
  jsonColumn('elastic', 'event.original'),
];
