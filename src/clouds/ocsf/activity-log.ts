import type { JsonObject } from '../../core/json.ts';
import { isFailure, listAt, objectAt, present, textAt, timeAt } from './event.ts';

const object = 'http://schemas.microsoft.com/identity/claims/objectidentifier';
const upn = 'http://schemas.xmlsoap.org/ws/2005/05/identity/claims/upn';
const guid = /^[0-9a-f]{8}-(?:[0-9a-f]{4}-){3}[0-9a-f]{12}$/i;

/** Restores the row of the Activity Log that an event was most likely made of. */
export function restoreActivityLog(event: JsonObject): JsonObject {
  const id = textAt(event, 'actor.user.uid');
  const name = textAt(event, 'actor.user.email_addr') ?? textAt(event, 'actor.user.name');
  const request = objectAt(event, 'api.request.data');
  const response = objectAt(event, 'api.response.data');
  const [resource] = listAt(event, 'resources');
  return {
    ...present({
      operationName: present({ value: textAt(event, 'api.operation') }),
      eventTimestamp: timeAt(event),
      status: present({ value: statusOf(event) }),
      subStatus: present({ value: textAt(event, 'api.response.code') ?? numberAt(event) }),
      resourceId: textAt(resource, 'uid'),
      subscriptionId: textAt(event, 'cloud.account.uid'),
      tenantId: textAt(event, 'cloud.org.uid') ?? textAt(event, 'metadata.tenant_uid'),
      caller: name ?? id,
      claims: present({
        [object]: id && guid.test(id) ? id : undefined,
        [upn]: name?.includes('@') ? name : undefined,
        appid: textAt(event, 'actor.app_uid'),
      }),
      httpRequest: present({ clientIpAddress: textAt(event, 'src_endpoint.ip') }),
      correlationId: textAt(event, 'metadata.correlation_uid'),
      eventDataId: textAt(event, 'metadata.uid'),
      properties: present({
        requestbody: request,
        responseBody: response,
        statusMessage: errorOf(event),
      }),
    }),
  };
}

function statusOf(event: JsonObject): string | undefined {
  const failed = isFailure(event);
  if (failed === undefined) return undefined;
  return failed ? 'Failed' : 'Succeeded';
}

function numberAt(event: JsonObject): string | undefined {
  const code = objectAt(event, 'api.response')?.['code'];
  return typeof code === 'number' ? String(code) : undefined;
}

function errorOf(event: JsonObject): JsonObject | undefined {
  const error = present({
    code: textAt(event, 'api.response.error'),
    message: textAt(event, 'api.response.message') ?? textAt(event, 'api.response.error_message'),
  });
  return error && { error };
}
