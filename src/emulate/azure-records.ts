import { isObject, type Json, type JsonObject, text } from '../core/json.ts';
import { azureIdentity } from './azure-identity.ts';
import type { EmulatedRecord, StepContext } from './emulated-record.ts';
import { fractional } from './stamps.ts';

/** Azure says that rows appear within 3 to 20 minutes; most are there after a few. */
const DELIVERY = [60_000, 300_000] as const;

interface Row {
  readonly stage: 'Started' | 'Accepted' | 'Succeeded' | 'Failed';
  readonly time: number;
  readonly code: string;
  readonly properties: JsonObject;
}

/**
 * The rows of one call as the REST API gives them: Started with the request, Accepted with the answer where the work goes on
 * afterwards, Succeeded or Failed.
 */
export function azureRecords(context: StepContext): EmulatedRecord[] {
  const { step, time, random, value } = context;
  const { more, request, response, takes } = step;
  const error = isObject(more['error']) ? more['error'] : undefined;
  const code = text(error?.['status']) ?? text(more['status']) ?? 'OK';
  const answer: JsonObject = response === undefined ? {} : { responseBody: JSON.stringify(response) };
  const body: JsonObject = request === undefined ? {} : { requestbody: JSON.stringify(request) };
  const rows: Row[] = [{ stage: 'Started', time, code: '', properties: body }];
  if (error) {
    const statusMessage = JSON.stringify({
      error: { code: error['code'] ?? '', message: error['message'] ?? '' },
    });
    rows.push({ stage: 'Failed', time: time + 900, code, properties: { statusCode: code, statusMessage } });
  } else if (more['accepted'] === true) {
    rows.push({ stage: 'Accepted', time: time + 1100, code, properties: { statusCode: code, ...answer } });
    rows.push({ stage: 'Succeeded', time: time + takes, code: '', properties: { statusCode: 'OK' } });
  } else
    rows.push({ stage: 'Succeeded', time: time + takes, code, properties: { statusCode: code, ...answer } });
  // A deployment and all that it makes share one id.
  const shared = text(more['correlation']);
  const correlation = shared === undefined ? random.uuid() : context.run.fork(`correlation ${shared}`).uuid();
  return rows.map((row) => {
    const delivered = row.time + random.between(...DELIVERY);
    const record = rowOf(context, row, correlation, delivered);
    return {
      provider: 'azure',
      record,
      time: row.time,
      delivered,
      account: value('subscription'),
      region: '',
    };
  });
}

function rowOf(
  context: StepContext,
  { stage, time, code, properties }: Row,
  correlation: string,
  delivered: number,
): JsonObject {
  const { step, value, random, ids } = context;
  const { operation, resource = '', more } = step;
  const { caller, claims, address } = azureIdentity(context);
  const [, group = ''] = /\/resourceGroups\/([^/]+)/i.exec(resource) ?? [];
  const provider = operation.split('/', 1)[0] ?? '';
  const hierarchy = `${value('tenant')}/${value('subscription')}`;
  const category = text(more['category']) ?? 'Administrative';
  const eventDataId = random.uuid();
  return {
    authorization: { action: operation, scope: resource },
    caller,
    channels: 'Operation',
    ...(Object.keys(claims).length > 0 ? { claims } : {}),
    correlationId: correlation,
    description: '',
    eventDataId,
    eventName: localized(stage === 'Started' ? 'BeginRequest' : 'EndRequest'),
    category: localized(category),
    httpRequest: {
      clientRequestId: ids['request_id'] ?? '',
      ...(address === undefined ? {} : { clientIpAddress: address }),
      method: text(more['method']) ?? methodOf(operation),
    },
    id: `${resource}/events/${eventDataId}/ticks/${time}`,
    level: stage === 'Failed' ? 'Error' : 'Informational',
    resourceGroupName: group,
    resourceProviderName: localized(provider),
    resourceId: resource,
    resourceType: localized(typeOf(operation)),
    operationId: correlation,
    operationName: localized(operation),
    properties: { ...properties, eventCategory: category, entity: resource, message: operation, hierarchy },
    status: localized(stage),
    subStatus: localized(code),
    eventTimestamp: fractional(time, 7),
    submissionTimestamp: fractional(delivered, 7),
    subscriptionId: value('subscription'),
    tenantId: value('tenant'),
    ...(isObject(more['record']) ? more['record'] : {}),
  };
}

function localized(value: string): { value: string; localizedValue: string } {
  return { value, localizedValue: value };
}

function methodOf(operation: string): Json {
  if (operation.endsWith('/delete')) return 'DELETE';
  return operation.endsWith('/action') ? 'POST' : 'PUT';
}

/** `Microsoft.Compute/virtualMachines/start/action` → `Microsoft.Compute/virtualMachines`. */
function typeOf(operation: string): string {
  const parts = operation.split('/');
  return parts.slice(0, parts.at(-1) === 'action' ? -2 : -1).join('/');
}
