import type { JsonObject } from '../../../src/core/json.ts';
import { exported, id, rest, tableRow, tenant, userClaims } from './azure-records.ts';

export const operation = 'Microsoft.Compute/snapshots/write';
export const path = 'Microsoft.Compute/snapshots/S1';
const snakeRow: JsonObject = {
  operation_name: { value: operation, localized_value: 'x' },
  event_timestamp: '2026-03-01T09:14:07.123456Z',
  event_data_id: 'e0000000-0000-4000-8000-000000000001',
  event_name: { value: 'EndRequest' },
  event_source: { value: 'Administrative' },
  correlation_id: 'c0000000-0000-4000-8000-000000000001',
  caller: 'alice@example.com',
  category: { value: 'Administrative' },
  claims: userClaims,
  http_request: { client_request_id: 'r1', client_ip_address: '203.0.113.7', method: 'PUT' },
  resource_id: id(path),
  status: { value: 'Succeeded' },
  sub_status: { value: '' },
  tenant_id: tenant,
};
const pascalRow: JsonObject = {
  OperationName: { Value: operation, LocalizedValue: 'x' },
  EventTimestamp: '/Date(1772356447123)/',
  EventDataId: 'e0000000-0000-4000-8000-000000000001',
  CorrelationId: 'c0000000-0000-4000-8000-000000000001',
  Caller: 'alice@example.com',
  Category: { Value: 'Administrative' },
  Claims: { Content: userClaims },
  HttpRequest: { ClientIpAddress: '203.0.113.7', Method: 'PUT' },
  ResourceId: id(path),
  Status: { Value: 'Succeeded' },
  TenantId: tenant,
};
const webhookRow: JsonObject = {
  operationName: operation,
  eventTimestamp: '2026-03-01T09:14:07.123+00:00',
  eventDataId: 'e0000000-0000-4000-8000-000000000001',
  eventSource: 'Administrative',
  correlationId: 'c0000000-0000-4000-8000-000000000001',
  caller: 'alice@example.com',
  claims: JSON.stringify(userClaims),
  authorization: JSON.stringify({ action: operation }),
  httpRequest: JSON.stringify({ clientIpAddress: '203.0.113.7', method: 'PUT' }),
  resourceId: id(path),
  resourceProviderName: 'Microsoft.Compute',
  status: 'Succeeded',
  subStatus: '',
  properties: { statusCode: '' },
};
export const gridEvent: JsonObject = {
  id: 'e0000000-0000-4000-8000-000000000001',
  topic: `/subscriptions/x`,
  subject: id(path),
  eventType: 'Microsoft.Resources.ResourceWriteSuccess',
  eventTime: '2026-03-01T09:14:07.1234567Z',
  data: {
    operationName: operation,
    resourceUri: id(path),
    resourceProvider: 'Microsoft.Compute',
    correlationId: 'c0000000-0000-4000-8000-000000000001',
    status: 'Succeeded',
    claims: userClaims,
    authorization: JSON.stringify({ action: operation }),
    httpRequest: JSON.stringify({ clientIpAddress: '203.0.113.7', method: 'PUT' }),
    tenantId: tenant,
  },
};

/** One row in every container. */
export const shapes: readonly (readonly [string, JsonObject])[] = [
  ['the REST API', rest(operation, path)],
  ['a diagnostic setting', exported(operation, path)],
  ['a diagnostic setting before 2018', exported(operation, path, { category: 'Write' })],
  ['a row of Log Analytics', tableRow(operation, path)],
  [
    'an older row of Log Analytics',
    tableRow(operation, path, {
      OperationNameValue: '',
      CategoryValue: '',
      ActivityStatusValue: '',
      OperationName: 'Create or Update Snapshot',
      Category: 'Administrative',
      ActivityStatus: 'Succeeded',
      Authorization: JSON.stringify({ action: operation }),
    }),
  ],
  [
    'a CSV export of the portal',
    (({ TimeGenerated: _, ...row }: JsonObject) => ({
      ...row,
      'TimeGenerated [UTC]': '3/1/2026, 9:14:07.123 AM',
    }))(tableRow(operation, path)),
  ],
  ['the Python SDK', snakeRow],
  ['PowerShell', pascalRow],
  ['an alert webhook', webhookRow],
  ['Event Grid', gridEvent],
  [
    'a CloudEvent',
    {
      specversion: '1.0',
      id: gridEvent['id'] ?? '',
      source: '/subscriptions/x',
      subject: id(path),
      type: 'Microsoft.Resources.ResourceWriteSuccess',
      time: '2026-03-01T09:14:07.1234567Z',
      data: gridEvent['data'] ?? '',
    },
  ],
];
