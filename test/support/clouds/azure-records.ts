import type { Activity } from '../../../src/activity/activity.ts';
import { azure } from '../../../src/clouds/azure/definition.ts';
import type { RecordHead } from '../../../src/clouds/definition.ts';
import type { Json, JsonObject } from '../../../src/core/json.ts';

export const origin = { container: 'value', index: 0 };

export const subscription = '11111111-1111-4111-8111-111111111111';
export const tenant = '22222222-2222-4222-8222-222222222222';
export const alice = '33333333-3333-4333-8333-333333333333';
const group = `/subscriptions/${subscription}/resourceGroups/Prod`;

const schema = 'http://schemas.microsoft.com/';
const soap = 'http://schemas.xmlsoap.org/ws/2005/05/identity/claims/';

/** The claims of a person at the command line, with a second factor. */
export const userClaims: JsonObject = {
  appid: '04b07795-8ddb-461a-bbee-02f9e1bf7b46',
  appidacr: '0',
  [`${schema}identity/claims/objectidentifier`]: alice,
  [`${schema}identity/claims/tenantid`]: tenant,
  [`${schema}identity/claims/scope`]: 'user_impersonation',
  [`${schema}claims/authnmethodsreferences`]: 'pwd,mfa',
  [`${soap}upn`]: 'alice@example.com',
  [`${soap}name`]: 'alice@example.com',
  ipaddr: '203.0.113.7',
  uti: 'token-1',
};

/** The full id of `Microsoft.Compute/snapshots/s1` in the made-up resource group. */
export function id(path: string): string {
  return `${group}/providers/${path}`;
}

/** A row as the REST API gives it: alice's call that succeeded; `over` replaces members. */
export function rest(operation: string, path: string, over: JsonObject = {}): JsonObject {
  return {
    authorization: { action: operation, scope: id(path) },
    caller: 'alice@example.com',
    category: { value: 'Administrative', localizedValue: 'Administrative' },
    claims: userClaims,
    correlationId: 'c0000000-0000-4000-8000-000000000001',
    eventDataId: 'e0000000-0000-4000-8000-000000000001',
    eventName: { value: 'EndRequest' },
    eventSource: { value: 'Administrative' },
    eventTimestamp: '2026-03-01T09:14:07.1234567Z',
    httpRequest: { clientRequestId: 'r1', clientIpAddress: '203.0.113.7', method: 'PUT' },
    level: 'Informational',
    operationId: 'c0000000-0000-4000-8000-000000000001',
    operationName: { value: operation, localizedValue: 'x' },
    resourceGroupName: 'Prod',
    resourceId: id(path),
    status: { value: 'Succeeded' },
    subStatus: { value: '' },
    submissionTimestamp: '2026-03-01T09:16:00Z',
    subscriptionId: subscription,
    tenantId: tenant,
    properties: {},
    ...over,
  };
}

/** The same call as Event Hubs or Storage carry it: in capitals, with the identity of the token. */
export function exported(operation: string, path: string, over: JsonObject = {}): JsonObject {
  return {
    time: '2026-03-01T09:14:07.1234567Z',
    resourceId: id(path).toUpperCase(),
    operationName: operation.toUpperCase(),
    category: 'Administrative',
    resultType: 'Success',
    resultSignature: 'Succeeded.',
    durationMs: '0',
    callerIpAddress: '203.0.113.7',
    correlationId: 'c0000000-0000-4000-8000-000000000001',
    identity: { authorization: { action: operation, scope: id(path) }, claims: userClaims },
    level: 'Information',
    location: 'global',
    tenantId: tenant,
    properties: { eventCategory: 'Administrative', entity: id(path), message: operation },
    ...over,
  };
}

/** The same call as a row of the AzureActivity table, with the strings of a CSV export. */
export function tableRow(operation: string, path: string, over: JsonObject = {}): JsonObject {
  return {
    TenantId: '99999999-9999-4999-8999-999999999999',
    Type: 'AzureActivity',
    TimeGenerated: '2026-03-01T09:14:07.1234567Z',
    OperationNameValue: operation.toUpperCase(),
    ActivityStatusValue: 'Success',
    ActivitySubstatusValue: '',
    CategoryValue: 'Administrative',
    Caller: 'alice@example.com',
    CallerIpAddress: '203.0.113.7',
    Claims: JSON.stringify(userClaims),
    Claims_d: JSON.stringify(userClaims),
    CorrelationId: 'c0000000-0000-4000-8000-000000000001',
    EventDataId: 'e0000000-0000-4000-8000-000000000001',
    EventSubmissionTimestamp: '2026-03-01T09:16:00Z',
    Hierarchy: `${tenant}/${subscription}`,
    HTTPRequest: JSON.stringify({ clientIpAddress: '203.0.113.7', method: 'PUT' }),
    OperationName: 'Create or Update Snapshot',
    Properties_d: '{}',
    SubscriptionId: subscription,
    _ResourceId: id(path).toLowerCase(),
    ...over,
  };
}

/** Properties with a request and an answer as the JSON text that Azure writes. */
export function bodies(request: Json, response?: Json, more: JsonObject = {}): JsonObject {
  return {
    eventCategory: 'Administrative',
    ...(request !== undefined && { requestbody: JSON.stringify(request) }),
    ...(response !== undefined && { responseBody: JSON.stringify(response) }),
    ...more,
  };
}

export function head(value: JsonObject, index = 0): RecordHead {
  const known = azure.recognise(value, { ...origin, index });
  if (!known || 'outcome' in known) throw new Error(`not recognised: ${JSON.stringify(known)}`);
  return known;
}

/** The Activity of the rows of one operation. */
export function activity(first: JsonObject, ...others: readonly JsonObject[]): Activity {
  return azure.normalise([head(first), ...others.map((row, index) => head(row, index + 1))]);
}
