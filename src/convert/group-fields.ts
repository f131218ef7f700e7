import type { Provider } from '../activity/vocabulary.ts';
import type { NativeField } from '../emit/siem/condition.ts';
import { objectId } from './azure-principal.ts';
import { payload } from './gcp-payload.ts';
import { field } from './native-fields.ts';

const issuer = 'userIdentity.sessionContext.sessionIssuer';

/** Where records have what correlations group by: the first that is there counts. */
const groupFields: Readonly<Record<Provider, Readonly<Record<string, readonly NativeField[]>>>> = {
  aws: {
    'principal.key': [field(`${issuer}.arn`), field('userIdentity.arn'), field('userIdentity.principalId')],
    'principal.name': [field('userIdentity.userName'), field(`${issuer}.userName`)],
    'source.ip': [field('sourceIPAddress')],
    account: [field('recipientAccountId')],
    region: [field('awsRegion')],
    service: [field('eventSource')],
    operation: [field('eventName')],
  },
  azure: {
    'principal.key': [objectId, field('caller')],
    'principal.name': [field('caller')],
    'source.ip': [field('callerIpAddress', 'httpRequest.clientIpAddress')],
    account: [field('subscriptionId')],
    group: [field('resourceGroupName')],
    operation: [field('operationName.value', 'operationName')],
  },
  gcp: {
    'principal.key': [
      payload('authenticationInfo.principalSubject'),
      payload('authenticationInfo.principalEmail'),
    ],
    'principal.name': [payload('authenticationInfo.principalEmail')],
    'source.ip': [payload('requestMetadata.callerIp')],
    account: [field('resource.labels.project_id')],
    zone: [field('resource.labels.zone')],
    service: [payload('serviceName')],
    operation: [payload('methodName')],
  },
};

const entraFields: Readonly<Record<string, readonly NativeField[]>> = {
  'principal.key': [
    field('properties.initiatedBy.user.id'),
    field('properties.initiatedBy.app.servicePrincipalId'),
  ],
  'principal.name': [field('properties.initiatedBy.user.userPrincipalName')],
  'source.ip': [field('properties.initiatedBy.user.ipAddress')],
  operation: [field('operationName')],
};

/** Where the records of a cloud have a field of the Activity that can be grouped by; empty: nowhere. */
export function groupFieldsOf(cloud: Provider, service: string, name: string): readonly NativeField[] {
  const fields = service === 'auditlogs' ? entraFields : groupFields[cloud];
  return Object.hasOwn(fields, name) ? (fields[name] ?? []) : [];
}
