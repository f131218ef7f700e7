import type { EventsTable } from '../../emit/sql/expression.ts';
import { fieldColumns } from '../../store/columns.ts';
import type { SealedFile } from '../../store/manifest.ts';

/** Fields with a column of their own; lists are taken from the JSON, where their elements stay together. */
const columns = new Map(
  fieldColumns.filter(({ type }) => type !== 'VARCHAR[]').map(({ field, name }) => [field, `"${name}"`]),
);

/** The events of a lake for SQL: a row an Activity. Its records are joined only where they are asked for. */
export function lakeTable(readsRecords: boolean): EventsTable {
  // Without their secrets, and as the engine can read them.
  const records =
    'SELECT id AS of_, list(coalesce(shown, record) ORDER BY part) AS records FROM records GROUP BY id';
  return {
    from: readsRecords ? `(SELECT * FROM activities LEFT JOIN (${records}) ON id = of_)` : 'activities',
    column: (path) => columns.get(path),
    json: 'activity',
    records: readsRecords ? 'records' : 'CAST(NULL AS VARCHAR[])',
  };
}

/**
 * The same of a lake on a ClickHouse server.
 *
 * @param rowsOf the rows of a kind as a query in parentheses
 * @param hasColumns all rows have today's columns; otherwise everything is taken from the JSON
 */
export function serverTable(
  rowsOf: (kind: SealedFile['kind']) => string,
  readsRecords: boolean,
  hasColumns: boolean,
): EventsTable {
  const activities = rowsOf('activities');
  // A list for each Activity, in the order of its parts; an empty one where no records were kept.
  const records =
    'SELECT id AS of_, arrayMap(one -> tupleElement(one, 2), arraySort(groupArray((part, coalesce(shown, record))))) AS records ' +
    `FROM ${rowsOf('records')} GROUP BY id`;
  return {
    from: readsRecords
      ? `(SELECT * EXCEPT (of_) FROM ${activities} AS a LEFT JOIN (${records}) AS r ON a.id = r.of_)`
      : activities,
    column: (path) => (hasColumns ? columns.get(path)?.replaceAll('"', '`') : undefined),
    json: 'activity',
    records: readsRecords ? 'records' : 'CAST([] AS Array(String))',
  };
}
