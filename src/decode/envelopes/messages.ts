import { isObject, type Json, type JsonObject, member, own, text } from '../../core/json.ts';
import { flowRow } from '../flow-text.ts';
import type { Envelope } from './envelope.ts';
import { nested } from './lists.ts';

/** A string member that carries the record, recognised with the help of a second member. */
function carrier(name: string, key: string, beside: readonly string[]): Envelope {
  return {
    name,
    key,
    open: (object) => {
      const payload = own(object, key);
      if (typeof payload !== 'string') return undefined;
      return beside.length === 0 || beside.some((other) => Object.hasOwn(object, other))
        ? { payloads: [payload] }
        : undefined;
    },
  };
}

/** Amazon EventBridge event: the CloudTrail record is `detail`; other detail types are no audit records. */
const eventBridge: Envelope = {
  name: 'eventbridge',
  key: 'detail-type',
  open: (object) => {
    const detail = own(object, 'detail');
    if (!isObject(detail)) return undefined;
    return Object.hasOwn(detail, 'eventName') || Object.hasOwn(detail, 'eventVersion')
      ? { values: [detail] }
      : { skip: 'other-event' };
  },
};

/** CloudWatch Logs as a Lambda function receives it: `{awslogs: {data: base64(gzip)}}`. */
const cloudWatchLambda: Envelope = {
  name: 'awslogs',
  key: 'awslogs',
  open: (object) => {
    const data = text(member(own(object, 'awslogs'), 'data'));
    return data === undefined ? undefined : { payloads: [data] };
  },
};

/** One event of a CloudWatch Logs message: `{id|logStreamName|ingestionTime, timestamp, message}`. */
const cloudWatchEvent: Envelope = {
  name: 'cloudwatch-logs',
  key: 'message',
  open: (object) => {
    const message = own(object, 'message');
    if (typeof message !== 'string' || !Object.hasOwn(object, 'timestamp')) return undefined;
    if (!['id', 'logStreamName', 'ingestionTime', 'eventId'].some((key) => Object.hasOwn(object, key)))
      return undefined;
    return message.startsWith('CWL CONTROL MESSAGE') ? { skip: 'control-message' } : { payloads: [message] };
  },
};

/** A flow record as Firehose delivers it, `{message: '2 …'}`; with or without what CloudWatch Logs has beside it. */
const flowMessage: Envelope = {
  name: 'flow-message',
  key: 'message',
  open: (object) => {
    const message = own(object, 'message');
    const row = typeof message === 'string' ? flowRow(message) : undefined;
    return row && { values: [row] };
  },
};

/** Pub/Sub push `{message: {data}, subscription}` and one pulled message `{ackId, message}`. */
const pubSub: Envelope = {
  name: 'pubsub',
  key: 'message',
  open: (object) => {
    const message = own(object, 'message');
    if (!isObject(message)) return undefined;
    return Object.hasOwn(message, 'data') ? pubSubData(message) : { skip: 'empty-message' };
  },
};

/** A Pub/Sub message by itself, `{data, attributes, messageId, publishTime}`. */
const pubSubMessage: Envelope = {
  name: 'pubsub',
  key: 'data',
  open: (object) =>
    ['messageId', 'message_id', 'publishTime', 'publish_time'].some((key) => Object.hasOwn(object, key))
      ? pubSubData(object)
      : undefined,
};

function pubSubData(
  message: JsonObject,
): { payloads: readonly Json[] } | { values: readonly Json[] } | undefined {
  const data = own(message, 'data');
  if (typeof data === 'string') return { payloads: [data] };
  return isObject(data) ? { values: [data] } : undefined;
}

/** Kinesis record in a Lambda event: `{kinesis: {data: base64}}`. */
const kinesis: Envelope = {
  name: 'kinesis',
  key: 'kinesis',
  open: (object) => {
    const data = text(member(own(object, 'kinesis'), 'data'));
    return data === undefined ? undefined : { payloads: [data] };
  },
};

/** SNS record in a Lambda event: `{Sns: {Message}}`. */
const snsLambda = nested('sns', 'Sns', () => true);

/** CloudEvents 1.0 with a Google LogEntry in `data` (Eventarc). Event Grid's stay whole: their time is in the envelope. */
const eventarc = nested(
  'eventarc',
  'data',
  (object) => Object.hasOwn(object, 'specversion') && isObject(member(own(object, 'data'), 'protoPayload')),
);

/** Azure Monitor alert webhook: `{schemaId, data: {context: {activityLog}}}`. */
const alertWebhook: Envelope = {
  name: 'alert-webhook',
  key: 'data',
  open: (object) => {
    const log = member(member(own(object, 'data'), 'context'), 'activityLog');
    return isObject(log) ? { values: [log] } : undefined;
  },
};

/** Envelopes that carry one message of a queue, a topic, a stream or a bus. */
export const messages: readonly Envelope[] = [
  eventBridge,
  cloudWatchLambda,
  carrier('sns', 'Message', ['TopicArn', 'MessageId', 'Type', 'Timestamp']),
  snsLambda,
  carrier('sqs', 'Body', ['MessageId', 'ReceiptHandle', 'MD5OfBody']),
  carrier('sqs', 'body', ['messageId', 'receiptHandle', 'eventSourceARN']),
  kinesis,
  carrier('firehose', 'data', ['recordId', 'approximateArrivalTimestamp']),
  pubSubMessage,
  eventarc,
  alertWebhook,
  cloudWatchEvent,
  flowMessage,
  pubSub,
  // Event Hubs capture and consumer tools: the body beside the broker's properties.
  carrier('event-hubs', 'Body', ['EnqueuedTimeUtc', 'SequenceNumber', 'Offset']),
];
