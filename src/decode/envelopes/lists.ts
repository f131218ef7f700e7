import { isObject, type Json, type JsonObject, own } from '../../core/json.ts';
import type { Envelope } from './envelope.ts';

/**
 * Members that hold a list of records in a delivery or an API answer: CloudTrail and S3 (`Records`), Azure diagnostic
 * settings and Firehose (`records`), Azure REST (`value`), Google `entries.list` (`entries`), lookup-events
 * (`Events`), filter-log-events (`events`), CloudWatch Logs subscriptions (`logEvents`), Pub/Sub pull
 * (`receivedMessages`), SQS (`Messages`).
 */
export const listKeys: ReadonlySet<string> = new Set([
  'Records',
  'records',
  'value',
  'entries',
  'Events',
  'events',
  'logEvents',
  'receivedMessages',
  'Messages',
]);

/** A member that a record itself may own beside one with a list's name. */
const recordMarks = ['operationName', 'eventName', 'protoPayload', 'class_uid', 'OperationName'];

function listOf(key: string): Envelope {
  return {
    name: key,
    key,
    open: (object) => {
      const list = own(object, key);
      if (!Array.isArray(list) || recordMarks.some((mark) => Object.hasOwn(object, mark))) return undefined;
      return list.length === 0 || list.some(isEnvelopeElement)
        ? { values: list as readonly Json[] }
        : undefined;
    },
  };
}

function isEnvelopeElement(element: Json): boolean {
  return isObject(element) || (typeof element === 'string' && element.trimStart().startsWith('{'));
}

export const lists: readonly Envelope[] = [...listKeys].map(listOf);

/** Elasticsearch search answer, `{hits: {hits: [{_source}]}}`. */
export const searchHits: Envelope = {
  name: 'hits',
  key: 'hits',
  open: (object) => {
    const hits = own(object, 'hits');
    if (Array.isArray(hits)) return { values: hits };
    const inner = isObject(hits) ? own(hits, 'hits') : undefined;
    return Array.isArray(inner) ? { values: inner } : undefined;
  },
};

/** The object under `key`, for exports that put the record one level down. */
export function nested(name: string, key: string, when: (object: JsonObject) => boolean): Envelope {
  return {
    name,
    key,
    open: (object) => {
      const inner = own(object, key);
      return isObject(inner) && when(object) ? { values: [inner] } : undefined;
    },
  };
}
