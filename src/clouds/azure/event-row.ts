import { isObject, type JsonObject, text } from '../../core/json.ts';
import type { NotAnActivity } from '../definition.ts';
import { nativeRow, valued } from './native-members.ts';
import { objectIn } from './text-bodies.ts';

const resourceEvent = /^Microsoft\.Resources\.Resource(?:Write|Delete|Action)(Success|Failure|Cancel)$/;
const results: Readonly<Record<string, string>> = {
  Success: 'Succeeded',
  Failure: 'Failed',
  Cancel: 'Canceled',
};
const otherEvent: NotAnActivity = Object.freeze({ outcome: 'skipped', reason: 'event-grid' });

/**
 * Restores an event of Event Grid or CloudEvents (`Microsoft.Resources.ResourceWriteSuccess`) to the row of the REST API.
 * The time stands in the envelope. undefined: not an event of Azure.
 */
export function restoreResourceEvent(event: JsonObject): JsonObject | NotAnActivity | undefined {
  const type = text(event['eventType']) ?? text(event['type']);
  const data = event['data'];
  if (!type?.startsWith('Microsoft.') || !isObject(data)) return undefined;
  const result = resourceEvent.exec(type)?.[1];
  const operation = text(data['operationName']);
  if (!result || !operation) return otherEvent;
  return nativeRow({
    operationName: valued(operation),
    eventTimestamp: event['eventTime'] ?? event['time'],
    status: valued(text(data['status']) ?? results[result]),
    category: { value: 'Administrative' },
    resourceProviderName: valued(data['resourceProvider']),
    resourceId: text(data['resourceUri']) ?? text(event['subject']),
    subscriptionId: data['subscriptionId'],
    tenantId: data['tenantId'],
    claims: objectIn(data['claims']),
    authorization: objectIn(data['authorization']),
    httpRequest: objectIn(data['httpRequest']),
    correlationId: data['correlationId'],
    eventDataId: event['id'],
  });
}

/** True for the activityLog of an alert's webhook: names are plain strings, and the category is called `eventSource`. */
export function isWebhookRow(value: JsonObject): boolean {
  return typeof value['operationName'] === 'string' && 'eventTimestamp' in value;
}

/** Restores the activityLog of an alert's webhook, whose claims, authorisation and request are JSON text. */
export function restoreWebhookRow(value: JsonObject): JsonObject {
  return nativeRow({
    ...value,
    operationName: valued(value['operationName']),
    status: valued(value['status']),
    subStatus: valued(value['subStatus']),
    category: valued(value['category'] ?? value['eventSource']),
    eventSource: undefined,
    resourceProviderName: valued(value['resourceProviderName']),
    resourceType: valued(value['resourceType']),
    claims: objectIn(value['claims']),
    authorization: objectIn(value['authorization']),
    httpRequest: objectIn(value['httpRequest']),
    properties: objectIn(value['properties']),
  });
}

/** Restores a row that Datadog has renamed (`evt.name`, `evt.outcome`) to the record of a diagnostic setting. */
export function restoreEvtRow(value: JsonObject, evt: JsonObject): JsonObject {
  return nativeRow({
    ...value,
    time: value['time'] ?? value['timestamp'] ?? value['date'],
    operationName: evt['name'],
    category: evt['category'],
    resultType: evt['outcome'],
    evt: undefined,
  });
}
