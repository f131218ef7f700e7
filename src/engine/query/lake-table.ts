import type { EventsTable } from '../../emit/sql/expression.ts';
import { fieldColumns } from '../../store/columns.ts';

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
