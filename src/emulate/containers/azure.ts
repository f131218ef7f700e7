import type { JsonObject } from '../../core/json.ts';
import type { EmulatedRecord } from '../emulated-record.ts';
import { Random } from '../random.ts';
import { hourParts } from '../stamps.ts';
import { exportedRow, gridEvent, pascalRow, snakeRow, tableRow, webhook } from './azure-rows.ts';
import {
  type ContainerDefinition,
  grouped,
  lines,
  native,
  type OutputFile,
  searchEngines,
  single,
  table,
} from './container.ts';

const HOUR = 3_600_000;

/** `insights-activity-logs/resourceId=/SUBSCRIPTIONS/…/PT1H.json`: a file an hour, one row a line. */
function storage(records: readonly EmulatedRecord[]): OutputFile[] {
  const groups = grouped(records, ({ account, time }) => `${account}/${Math.floor(time / HOUR) * HOUR}`);
  return [...groups].map(([key, group]) => {
    const [account = '', time = '0'] = key.split('/');
    const [year, month, day, hour] = hourParts(Number(time));
    const folder = `insights-activity-logs/resourceId=/SUBSCRIPTIONS/${account.toUpperCase()}`;
    const path = `${folder}/y=${year}/m=${month}/d=${day}/h=${hour}/m=00/PT1H.json`;
    return { path, content: lines(native(group).map(exportedRow)) };
  });
}

const provider = 'azure';
const workspace = new Random('workspace').uuid();
const tableRows = (records: readonly EmulatedRecord[]): JsonObject[] =>
  native(records).map((row) => tableRow(row, workspace));
/** A diagnostic setting drops them. */
const dropped = ['ingestedTime', 'correlation.requestId', 'correlation.operationId'];

/** Log Analytics' answer: columns with names, rows without. */
function tables(records: readonly EmulatedRecord[]): string {
  const rows = tableRows(records);
  const names = [...new Set(rows.flatMap((row) => Object.keys(row)))];
  const columns = names.map((name) => ({ name, type: name === 'TimeGenerated' ? 'datetime' : 'string' }));
  const cells = rows.map((row) => names.map((name) => row[name] ?? null));
  return `${JSON.stringify({ tables: [{ name: 'PrimaryResult', columns, rows: cells }] })}\n`;
}

/** Every shape in which rows of the Activity Log come. */
export const azureContainers: readonly ContainerDefinition[] = [
  {
    name: 'storage',
    provider,
    about: 'a diagnostic setting into a storage account: PT1H.json in its layout',
    layout: 'folder',
    lacks: dropped,
    write: storage,
  },
  single(
    {
      name: 'event-hubs',
      provider,
      about: 'a diagnostic setting into Event Hubs: {"records": […]}',
      lacks: dropped,
    },
    'json',
    (records) => `${JSON.stringify({ records: native(records).map(exportedRow) })}\n`,
  ),
  single(
    { name: 'lines', provider, about: 'rows of a diagnostic setting, one a line', lacks: dropped },
    'ndjson',
    (records) => lines(native(records).map(exportedRow)),
  ),
  single(
    { name: 'rest', provider, about: 'answer of the REST API: {"value": […]}' },
    'json',
    (records) => `${JSON.stringify({ value: native(records).toReversed() })}\n`,
  ),
  single(
    { name: 'cli', provider, about: 'output of az monitor activity-log list' },
    'json',
    (records) => `${JSON.stringify(native(records).toReversed(), null, 2)}\n`,
  ),
  single({ name: 'sdk', provider, about: 'rows of the Python SDK, one a line' }, 'ndjson', (records) =>
    lines(native(records).map(snakeRow)),
  ),
  single(
    { name: 'powershell', provider, about: 'output of Get-AzLog as JSON' },
    'json',
    (records) => `${JSON.stringify(native(records).map(pascalRow))}\n`,
  ),
  single(
    { name: 'log-analytics', provider, about: 'rows of AzureActivity as JSON' },
    'json',
    (records) => `${JSON.stringify(tableRows(records))}\n`,
  ),
  single(
    { name: 'log-analytics-tables', provider, about: 'answer of a Log Analytics query' },
    'json',
    tables,
  ),
  single({ name: 'sentinel', provider, about: 'CSV of AzureActivity from the portal' }, 'csv', (records) =>
    table(
      tableRows(records).map((row) => {
        const { TimeGenerated, ...rest } = row as Record<string, JsonObject[string]>;
        return { 'TimeGenerated [UTC]': TimeGenerated ?? '', ...rest };
      }),
    ),
  ),
  single(
    { name: 'alert-webhook', provider, about: 'activity log alerts as a webhook gets them, one a line' },
    'ndjson',
    (records) => lines(native(records).map(webhook)),
  ),
  single(
    {
      name: 'event-grid',
      provider,
      about: 'Event Grid: ends only, without bodies',
      lacks: [
        ...dropped,
        'time',
        'endTime',
        'attrs',
        'edges',
        'resources',
        'count',
        'region',
        'regionFrom',
        'zone',
        'verb',
        'components',
        'quality',
      ],
    },
    'json',
    (records) => `${JSON.stringify(native(records).flatMap((row) => gridEvent(row) ?? []))}\n`,
  ),
  ...searchEngines(provider),
];
