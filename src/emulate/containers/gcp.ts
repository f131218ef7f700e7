import type { JsonObject } from '../../core/json.ts';
import type { EmulatedRecord } from '../emulated-record.ts';
import { hourParts } from '../stamps.ts';
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
import { bigQueryRow, sentinelRow, viewRow } from './gcp-rows.ts';

const HOUR = 3_600_000;

/** `cloudaudit.googleapis.com/activity/YYYY/MM/DD/HH:00:00_HH:59:59_S0.json`: a file an hour and log, one entry a line. */
function storage(records: readonly EmulatedRecord[]): OutputFile[] {
  const logOf = ({ record }: EmulatedRecord): string => String(record['logName']).split('%2F').at(-1) ?? '';
  const groups = grouped(records, (one) => `${logOf(one)}/${Math.floor(one.delivered / HOUR) * HOUR}`);
  return [...groups].map(([key, group]) => {
    const [log = '', time = '0'] = key.split('/');
    const [year, month, day, hour] = hourParts(Number(time));
    const path = `cloudaudit.googleapis.com/${log}/${year}/${month}/${day}/${hour}:00:00_${hour}:59:59_S0.json`;
    return { path, content: lines(native(group)) };
  });
}

const base64 = (value: JsonObject): string => Buffer.from(JSON.stringify(value)).toString('base64');

function message({ record, delivered }: EmulatedRecord, index: number): JsonObject {
  return {
    data: base64(record),
    attributes: { 'logging.googleapis.com/timestamp': record['timestamp'] ?? '' },
    messageId: String(10_000_000_000_000 + index),
    publishTime: new Date(delivered).toISOString(),
  };
}

const provider = 'gcp';

/** Every shape in which entries of the audit logs come. */
export const gcpContainers: readonly ContainerDefinition[] = [
  {
    name: 'storage',
    provider,
    about: 'a sink into Cloud Storage, in its layout',
    layout: 'folder',
    write: storage,
  },
  single({ name: 'lines', provider, about: 'one entry a line' }, 'ndjson', (records) =>
    lines(native(records)),
  ),
  single(
    { name: 'array', provider, about: 'Logs Explorer, gcloud logging read: a JSON array, newest first' },
    'json',
    (records) => `${JSON.stringify(native(records).toReversed(), null, 2)}\n`,
  ),
  single(
    { name: 'entries', provider, about: 'answer of entries.list: {"entries": […]}' },
    'json',
    (records) => `${JSON.stringify({ entries: native(records) })}\n`,
  ),
  single({ name: 'pubsub-push', provider, about: 'Pub/Sub push messages, one a line' }, 'ndjson', (records) =>
    lines(
      records.map((one, index) => ({
        message: message(one, index),
        subscription: `projects/${one.account}/subscriptions/audit`,
      })),
    ),
  ),
  single(
    { name: 'pubsub-pull', provider, about: 'answer of a Pub/Sub pull' },
    'json',
    (records) =>
      `${JSON.stringify({
        receivedMessages: records.map((one, index) => ({
          ackId: `ack-${index}`,
          message: message(one, index),
        })),
      })}\n`,
  ),
  single({ name: 'eventarc', provider, about: 'Eventarc CloudEvents, one a line' }, 'ndjson', (records) =>
    lines(
      records.map(({ record, account }) => ({
        specversion: '1.0',
        id: record['insertId'] ?? '',
        source: `//cloudaudit.googleapis.com/projects/${account}/logs/activity`,
        type: 'google.cloud.audit.log.v1.written',
        time: record['timestamp'] ?? '',
        data: record,
      })),
    ),
  ),
  single({ name: 'bigquery', provider, about: 'rows of a BigQuery sink, one a line' }, 'ndjson', (records) =>
    lines(native(records).map(bigQueryRow)),
  ),
  single(
    { name: 'log-analytics', provider, about: 'rows of a Log Analytics view, one a line' },
    'ndjson',
    (records) => lines(native(records).map(viewRow)),
  ),
  single(
    {
      name: 'sentinel',
      provider,
      about:
        "CSV of Microsoft Sentinel's GCPAuditLogs: without operations, so that begin and end stand apart",
      lacks: ['operation'],
    },
    'csv',
    (records) => table(records.map((one) => sentinelRow(one.record, one.delivered))),
  ),
  ...searchEngines(provider),
];
