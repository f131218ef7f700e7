import type { JsonObject } from '../../core/json.ts';
import { isFailure, listAt, objectAt, present, textAt, timeAt } from './event.ts';

const unknownError = 2;

/** Restores the entry of Cloud Audit Logs that an event was most likely made of. */
export function restoreLogEntry(event: JsonObject): JsonObject {
  const project = textAt(event, 'cloud.project_uid') ?? textAt(event, 'cloud.account.uid');
  const [resource] = listAt(event, 'resources');
  const email =
    textAt(event, 'actor.user.email_addr') ??
    textAt(event, 'actor.user.name') ??
    textAt(event, 'actor.user.uid');
  return {
    ...present({
      insertId: textAt(event, 'metadata.uid'),
      logName:
        textAt(event, 'metadata.log_name') ??
        (project && `projects/${project}/logs/cloudaudit.googleapis.com%2Factivity`),
      timestamp: timeAt(event),
      resource: present({
        labels: present({
          project_id: project,
          zone: textAt(event, 'cloud.zone'),
          location: textAt(event, 'cloud.region'),
        }),
      }),
    }),
    protoPayload: {
      '@type': 'type.googleapis.com/google.cloud.audit.AuditLog',
      ...present({
        serviceName: textAt(event, 'api.service.name'),
        methodName: textAt(event, 'api.operation'),
        resourceName: textAt(resource, 'name') ?? textAt(resource, 'uid'),
        authenticationInfo: present({ principalEmail: email }),
        requestMetadata: present({
          callerIp: textAt(event, 'src_endpoint.ip'),
          callerSuppliedUserAgent: textAt(event, 'http_request.user_agent'),
        }),
        request: objectAt(event, 'api.request.data'),
        response: objectAt(event, 'api.response.data'),
        status: statusOf(event),
      }),
    },
  };
}

function statusOf(event: JsonObject): JsonObject | undefined {
  if (isFailure(event) !== true) return undefined;
  const code = Number(objectAt(event, 'api.response')?.['code'] ?? unknownError);
  const message = textAt(event, 'api.response.message') ?? textAt(event, 'api.response.error');
  return present({ code: Number.isInteger(code) && code > 0 ? code : unknownError, message });
}
