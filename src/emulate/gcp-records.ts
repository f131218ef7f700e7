import { isObject, type Json, type JsonObject, member, text } from '../core/json.ts';
import type { EmulatedRecord, StepContext } from './emulated-record.ts';
import { gcpIdentity } from './gcp-identity.ts';
import { fractional } from './stamps.ts';

/** From the entry's time to `receiveTimestamp`. */
const DELIVERY = [600, 9000] as const;
const compute = 'compute.googleapis.com';
const type = '@type';

/**
 * The entries of one call: the first carries the request and the operation that was begun, the last the result. Calls that
 * are over at once (`single`), and reads, are one entry.
 */
export function gcpRecords(context: StepContext): EmulatedRecord[] {
  const { step, time, random, value } = context;
  const { more, takes } = step;
  const error = isObject(more['error']) ? more['error'] : undefined;
  const isSingle = more['single'] === true || error?.['denied'] === true;
  const parts: Part[] = isSingle
    ? [{ part: 'single', time }]
    : [
        { part: 'first', time },
        { part: 'last', time: time + takes },
      ];
  return parts.map((one) => {
    const delivered = one.time + random.between(...DELIVERY);
    const record = entryOf(context, one, delivered);
    return { provider: 'gcp', record, time: one.time, delivered, account: value('project'), region: '' };
  });
}

interface Part {
  readonly part: 'first' | 'last' | 'single';
  readonly time: number;
}

function entryOf(context: StepContext, { part, time }: Part, delivered: number): JsonObject {
  const { step, value, ids, random } = context;
  const { more, operation } = step;
  const service = step.service ?? compute;
  const project = value('project');
  const error = isObject(more['error']) && part !== 'first' ? more['error'] : undefined;
  const zone = text(more['zone']) ?? value('zone');
  const payload: JsonObject = {
    [type]: 'type.googleapis.com/google.cloud.audit.AuditLog',
    ...(error ? { status: { code: error['code'] ?? 13, message: error['message'] ?? '' } } : {}),
    ...gcpIdentity(context),
    serviceName: service,
    methodName: operation,
    resourceName: step.resource ?? '',
    ...(part === 'last' ? { request: { [type]: requestType(operation) } } : opening(context, part, time)),
  };
  return {
    protoPayload: payload,
    insertId: `-${random.text('letters', 12)}`,
    resource: {
      type: text(more['type']) ?? 'gce_instance',
      labels: {
        project_id: project,
        ...(zone === '' ? {} : { zone }),
        ...(isObject(more['labels']) ? more['labels'] : {}),
      },
    },
    timestamp: fractional(time, 6),
    severity: error ? 'ERROR' : 'NOTICE',
    logName: `projects/${project}/logs/cloudaudit.googleapis.com%2F${text(more['log']) ?? 'activity'}`,
    ...(part === 'single'
      ? {}
      : { operation: { id: ids['operation_id'] ?? '', producer: service, [part]: true } }),
    receiveTimestamp: fractional(delivered, 6),
    ...(isObject(more['record']) ? more['record'] : {}),
  };
}

function requestType(operation: string): string {
  return `type.googleapis.com/${unversioned(operation)}`;
}

function unversioned(operation: string): string {
  return operation.replace(/^(?:v\d+|beta|alpha)\./, '');
}

/** What the entry with the request has beside who and what. */
function opening(context: StepContext, part: Part['part'], time: number): JsonObject {
  const { step, value } = context;
  const { more, operation, resource = '', request, response } = step;
  const service = step.service ?? compute;
  const zone = text(more['zone']) ?? value('zone');
  const permission = text(more['permission']) ?? unversioned(operation).replace(/\.insert$/, '.create');
  const denied = member(more['error'], 'denied') === true;
  const running = part === 'first' && service === compute ? operationOf(context, time) : {};
  const answer = response === undefined ? running : { ...running, ...(isObject(response) ? response : {}) };
  return {
    authorizationInfo: [
      {
        permission,
        granted: !denied,
        resource,
        resourceAttributes: {
          service: service.split('.')[0] ?? '',
          name: resource,
          type: permission.replace(/\.\w+$/, ''),
        },
      },
    ],
    ...(zone === '' ? {} : { resourceLocation: { currentLocations: [zone] } }),
    request: { ...(isObject(request) ? request : {}), [type]: requestType(operation) },
    ...(Object.keys(answer).length > 0 ? { response: answer } : {}),
    ...optional('metadata', more['metadata']),
    ...optional('serviceData', more['service_data']),
  };
}

/** The operation that Compute Engine answers with. */
function operationOf({ step, ids, value, lasting, principal }: StepContext, time: number): JsonObject {
  const base = `https://www.googleapis.com/compute/v1/`;
  const random = lasting.fork(`operation ${ids['operation_id']}`);
  const id = random.text('digits', 18);
  const place = /^projects\/[^/]+\/(?:zones|regions)\/[^/]+|^projects\/[^/]+\/global/.exec(
    step.resource ?? '',
  )?.[0];
  const self = `${base}${place ?? `projects/${value('project')}/global`}/operations/${ids['operation_id']}`;
  return {
    [type]: 'type.googleapis.com/operation',
    id,
    name: ids['operation_id'] ?? '',
    operationType: unversioned(step.operation).split('.').at(-1) ?? '',
    progress: '0',
    status: 'RUNNING',
    insertTime: new Date(time).toISOString(),
    startTime: new Date(time).toISOString(),
    targetLink: `${base}${step.resource ?? ''}`,
    user: principal.name,
    selfLink: self,
  };
}

function optional(name: string, value: Json | undefined): JsonObject {
  return value === undefined ? {} : { [name]: value };
}
