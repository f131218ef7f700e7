import { gzipSync } from 'node:zlib';
import { type JsonObject, member, text } from '../../core/json.ts';
import type { EmulatedRecord } from '../emulated-record.ts';
import { Random } from '../random.ts';
import { hourParts, wholeSeconds } from '../stamps.ts';
import { athenaRow, sentinelRow } from './aws-rows.ts';
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
import { securityLakeEvent } from './security-lake.ts';

const SLOT = 5 * 60_000;

/** `AWSLogs/<account>/CloudTrail/<region>/YYYY/MM/DD/…json.gz`: a file for each five minutes and region. */
function trail(records: readonly EmulatedRecord[]): OutputFile[] {
  const slot = ({ delivered }: EmulatedRecord): number => Math.floor(delivered / SLOT) * SLOT;
  const groups = grouped(records, (one) => `${one.account}/${one.region}/${slot(one)}`);
  return [...groups].map(([key, group]) => {
    const [account = '', region = '', written = '0'] = key.split('/');
    const time = Number(written);
    const [year, month, day] = hourParts(time);
    const stamp = wholeSeconds(time)
      .replaceAll(/[-:]/g, '')
      .replace(/\d\dZ$/, 'Z');
    const unique = new Random(key).text('upper', 16);
    const path = `AWSLogs/${account}/CloudTrail/${region}/${year}/${month}/${day}/${account}_CloudTrail_${region}_${stamp}_${unique}.json.gz`;
    return { path, content: gzipSync(JSON.stringify({ Records: native(group) }), { level: 9 }) };
  });
}

function eventBridge({ record }: EmulatedRecord): JsonObject {
  const source = text(record['eventSource']) ?? '';
  const isService = record['eventType'] === 'AwsServiceEvent';
  return {
    version: '0',
    id: record['eventID'] ?? '',
    'detail-type': isService ? 'AWS Service Event via CloudTrail' : 'AWS API Call via CloudTrail',
    source: `aws.${source.split('.')[0]}`,
    account: record['recipientAccountId'] ?? '',
    time: record['eventTime'] ?? '',
    region: record['awsRegion'] ?? '',
    resources: [],
    detail: record,
  };
}

function lookupEvent({ record, time }: EmulatedRecord): JsonObject {
  const identity = record['userIdentity'];
  return {
    EventId: record['eventID'] ?? '',
    EventName: record['eventName'] ?? '',
    ReadOnly: String(record['readOnly']),
    AccessKeyId: member(identity, 'accessKeyId') ?? '',
    EventTime: time / 1000,
    EventSource: record['eventSource'] ?? '',
    Username:
      member(identity, 'userName') ??
      member(member(member(identity, 'sessionContext'), 'sessionIssuer'), 'userName') ??
      '',
    Resources: [],
    CloudTrailEvent: JSON.stringify(record),
  };
}

function logEvent({ record, time }: EmulatedRecord, index: number): JsonObject {
  return { id: `3${String(index).padStart(55, '0')}`, timestamp: time, message: JSON.stringify(record) };
}

function subscription(records: readonly EmulatedRecord[]): JsonObject {
  return {
    messageType: 'DATA_MESSAGE',
    owner: records[0]?.account ?? '',
    logGroup: 'CloudTrail/management-events',
    logStream: `${records[0]?.account ?? ''}_CloudTrail_${records[0]?.region ?? ''}`,
    subscriptionFilters: ['everything'],
    logEvents: records.map(logEvent),
  };
}

function notification(record: EmulatedRecord): JsonObject {
  return {
    Type: 'Notification',
    MessageId: record.record['eventID'] ?? '',
    TopicArn: `arn:aws:sns:${record.region}:${record.account}:cloudtrail-events`,
    Message: JSON.stringify(eventBridge(record)),
    Timestamp: new Date(record.delivered).toISOString(),
  };
}

function queueMessage(record: EmulatedRecord): JsonObject {
  const id = record.record['eventID'] ?? '';
  return {
    MessageId: id,
    ReceiptHandle: `receipt-${String(id)}`,
    Body: JSON.stringify(notification(record)),
  };
}

const base64 = (value: JsonObject): string => Buffer.from(JSON.stringify(value)).toString('base64');
const provider = 'aws';

/** Every shape in which CloudTrail records come. */
export const awsContainers: readonly ContainerDefinition[] = [
  {
    name: 's3',
    provider,
    about: 'the files of a trail in their S3 layout, .json.gz',
    layout: 'folder',
    write: trail,
  },
  single(
    { name: 'records', provider, about: 'one file of a trail: {"Records": […]}' },
    'json',
    (records) => `${JSON.stringify({ Records: native(records) })}\n`,
  ),
  single({ name: 'lines', provider, about: 'one record a line' }, 'ndjson', (records) =>
    lines(native(records)),
  ),
  single(
    { name: 'array', provider, about: 'a JSON array of records' },
    'json',
    (records) => `${JSON.stringify(native(records), null, 2)}\n`,
  ),
  single({ name: 'eventbridge', provider, about: 'EventBridge events, one a line' }, 'ndjson', (records) =>
    lines(records.map(eventBridge)),
  ),
  single(
    { name: 'lookup-events', provider, about: 'answer of aws cloudtrail lookup-events' },
    'json',
    (records) => `${JSON.stringify({ Events: records.toReversed().map(lookupEvent) }, null, 2)}\n`,
  ),
  single(
    { name: 'cloudwatch', provider, about: 'answer of aws logs filter-log-events' },
    'json',
    (records) => {
      const events = records.map((one, index) => {
        const { id, ...event } = logEvent(one, index) as Record<string, JsonObject[string]>;
        return { logStreamName: 'trail', ...event, ingestionTime: one.delivered, eventId: id ?? '' };
      });
      return `${JSON.stringify({ events })}\n`;
    },
  ),
  single(
    { name: 'cloudwatch-insights', provider, about: 'answer of aws logs get-query-results' },
    'json',
    (records) =>
      `${JSON.stringify({
        results: records.map(({ record }) => [{ field: '@message', value: JSON.stringify(record) }]),
        status: 'Complete',
      })}\n`,
  ),
  single(
    {
      name: 'cloudwatch-subscription',
      provider,
      about: 'CloudWatch Logs subscription, as Firehose writes it',
    },
    'json',
    (records) => JSON.stringify(subscription(records)),
  ),
  single(
    { name: 'cloudwatch-lambda', provider, about: 'CloudWatch Logs subscription, as a function gets it' },
    'json',
    (records) =>
      `${JSON.stringify({ awslogs: { data: gzipSync(JSON.stringify(subscription(records))).toString('base64') } })}\n`,
  ),
  single(
    { name: 'firehose', provider, about: 'Firehose transformation event: {"records": [{"data"}]}' },
    'json',
    (records) =>
      `${JSON.stringify({
        records: records.map((one) => ({
          recordId: one.record['eventID'] ?? '',
          approximateArrivalTimestamp: one.delivered,
          data: base64(eventBridge(one)),
        })),
      })}\n`,
  ),
  single(
    { name: 'kinesis', provider, about: 'Kinesis records, as a function gets them' },
    'json',
    (records) =>
      `${JSON.stringify({
        Records: records.map((one) => ({
          eventSource: 'aws:kinesis',
          kinesis: { data: base64(one.record) },
        })),
      })}\n`,
  ),
  single(
    { name: 'sns', provider, about: 'SNS notifications of EventBridge events, one a line' },
    'ndjson',
    (records) => lines(records.map(notification)),
  ),
  single(
    { name: 'sqs', provider, about: 'SQS messages with SNS notifications in them' },
    'json',
    (records) => `${JSON.stringify({ Messages: records.map(queueMessage) })}\n`,
  ),
  single(
    { name: 'lake', provider, about: 'answer of aws cloudtrail get-query-results, eventJson' },
    'json',
    (records) =>
      `${JSON.stringify({
        QueryResultRows: records.map(({ record }) => [
          { eventName: record['eventName'] ?? '' },
          { eventJson: JSON.stringify(record) },
        ]),
      })}\n`,
  ),
  single({ name: 'athena', provider, about: 'CSV of an Athena query over a trail' }, 'csv', (records) =>
    table(records.map(({ record }) => athenaRow(record))),
  ),
  single(
    { name: 'sentinel', provider, about: "CSV of Microsoft Sentinel's AWSCloudTrail" },
    'csv',
    (records) => table(records.map(({ record }) => sentinelRow(record))),
  ),
  single(
    { name: 'sentinel-json', provider, about: "rows of Microsoft Sentinel's AWSCloudTrail as JSON" },
    'json',
    (records) => `${JSON.stringify(records.map(({ record }) => sentinelRow(record)))}\n`,
  ),
  single(
    { name: 'security-lake', provider, about: 'events of Amazon Security Lake (OCSF 1.1), one a line' },
    'ndjson',
    (records) => lines(records.map(({ record, time }) => securityLakeEvent(record, time))),
  ),
  ...searchEngines(provider),
];
