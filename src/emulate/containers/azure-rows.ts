import { isObject, type Json, type JsonObject, member, text } from '../../core/json.ts';

/** How a diagnostic setting calls the stages of the REST API. */
const results: Readonly<Record<string, readonly [type: string, signature: string]>> = {
  Started: ['Start', 'Started.'],
  Accepted: ['Accept', 'Accepted.'],
  Succeeded: ['Success', 'Succeeded.'],
  Failed: ['Failure', 'Failed.'],
};

function named(row: JsonObject, name: string): string {
  return text(member(row[name], 'value')) ?? '';
}

/** A row as Event Hubs and Storage carry it: names in capitals, the identity of the token, no method and no row id. */
export function exportedRow(row: JsonObject): JsonObject {
  const [type, signature] = results[named(row, 'status')] ?? ['', ''];
  const claims = row['claims'];
  return {
    time: row['eventTimestamp'] ?? '',
    resourceId: (text(row['resourceId']) ?? '').toUpperCase(),
    operationName: named(row, 'operationName').toUpperCase(),
    category: named(row, 'category'),
    resultType: type,
    resultSignature: `${signature}${named(row, 'subStatus')}`,
    durationMs: '0',
    callerIpAddress: member(row['httpRequest'], 'clientIpAddress') ?? '',
    correlationId: row['correlationId'] ?? '',
    identity: { authorization: row['authorization'] ?? {}, ...(isObject(claims) ? { claims } : {}) },
    ...(isObject(claims) ? {} : { caller: row['caller'] ?? '' }),
    level: row['level'] === 'Informational' ? 'Information' : (row['level'] ?? ''),
    location: 'global',
    tenantId: row['tenantId'] ?? '',
    properties: row['properties'] ?? {},
  };
}

/** A row of Log Analytics' AzureActivity table; dynamic columns are JSON texts. */
export function tableRow(row: JsonObject, workspace: string): JsonObject {
  const [type] = results[named(row, 'status')] ?? [''];
  const resource = text(row['resourceId']) ?? '';
  const operation = named(row, 'operationName');
  return {
    TenantId: workspace,
    SourceSystem: 'Azure',
    TimeGenerated: row['eventTimestamp'] ?? '',
    CallerIpAddress: member(row['httpRequest'], 'clientIpAddress') ?? '',
    CategoryValue: named(row, 'category'),
    CorrelationId: row['correlationId'] ?? '',
    Authorization: JSON.stringify(row['authorization'] ?? {}),
    Claims: row['claims'] === undefined ? '' : JSON.stringify(row['claims']),
    Caller: row['caller'] ?? '',
    Level: row['level'] ?? '',
    OperationNameValue: operation.toUpperCase(),
    Properties: JSON.stringify(row['properties'] ?? {}),
    EventDataId: row['eventDataId'] ?? '',
    EventSubmissionTimestamp: row['submissionTimestamp'] ?? '',
    HTTPRequest: JSON.stringify(row['httpRequest'] ?? {}),
    OperationId: row['operationId'] ?? '',
    ResourceGroup: row['resourceGroupName'] ?? '',
    ResourceProviderValue: named(row, 'resourceProviderName').toUpperCase(),
    ActivityStatusValue: type,
    ActivitySubstatusValue: named(row, 'subStatus'),
    Hierarchy: member(row['properties'], 'hierarchy') ?? '',
    SubscriptionId: row['subscriptionId'] ?? '',
    _ResourceId: resource.toLowerCase(),
    Type: 'AzureActivity',
  };
}

/** A row as the Python SDK prints it. */
export function snakeRow(row: JsonObject): JsonObject {
  const name = (key: string): string => key.replaceAll(/[A-Z]/g, (letter) => `_${letter.toLowerCase()}`);
  return renamed(row, name, new Set(['claims', 'properties']));
}

/** A row as PowerShell's `Get-AzLog` prints it: names in PascalCase, maps under `Content`. */
export function pascalRow(row: JsonObject): JsonObject {
  const name = (key: string): string => key.charAt(0).toUpperCase() + key.slice(1);
  const { claims, properties, ...rest } = row as Record<string, Json>;
  return {
    ...renamed(rest, name, new Set()),
    ...(claims === undefined ? {} : { Claims: { Content: claims } }),
    Properties: { Content: properties ?? {} },
  };
}

function renamed(row: JsonObject, name: (key: string) => string, kept: ReadonlySet<string>): JsonObject {
  const entries = Object.entries(row).map(([key, value]): [string, Json] => [
    name(key),
    isObject(value) && !kept.has(key) ? renamed(value, name, kept) : value,
  ]);
  return Object.fromEntries(entries);
}

/** Event Grid tells ends only: what succeeded, failed or was cancelled, without bodies. */
export function gridEvent(row: JsonObject): JsonObject | undefined {
  const status = named(row, 'status');
  const ends: Readonly<Record<string, string>> = { Succeeded: 'Success', Failed: 'Failure' };
  const end = ends[status];
  const operation = named(row, 'operationName');
  if (end === undefined) return undefined;
  const kinds: Readonly<Record<string, string>> = { write: 'Write', delete: 'Delete', action: 'Action' };
  const kind = kinds[operation.split('/').at(-1) ?? ''] ?? 'Write';
  return {
    id: row['eventDataId'] ?? '',
    subject: row['resourceId'] ?? '',
    topic: `/subscriptions/${String(row['subscriptionId'])}`,
    eventType: `Microsoft.Resources.Resource${kind}${end}`,
    eventTime: row['eventTimestamp'] ?? '',
    dataVersion: '2',
    metadataVersion: '1',
    data: {
      authorization: row['authorization'] ?? {},
      claims: row['claims'] ?? {},
      correlationId: row['correlationId'] ?? '',
      httpRequest: row['httpRequest'] ?? {},
      resourceProvider: named(row, 'resourceProviderName'),
      resourceUri: row['resourceId'] ?? '',
      operationName: operation,
      status,
      subscriptionId: row['subscriptionId'] ?? '',
      tenantId: row['tenantId'] ?? '',
    },
  };
}

/** An activity log alert as a webhook gets it. */
export function webhook(row: JsonObject): JsonObject {
  const { authorization, claims, httpRequest, properties, ...rest } = row as Record<string, Json>;
  const flat = Object.entries(rest).map(([key, value]): [string, Json] => [
    key,
    member(value, 'value') ?? value,
  ]);
  return {
    schemaId: 'Microsoft.Insights/activityLogs',
    data: {
      status: 'Activated',
      context: {
        activityLog: {
          ...Object.fromEntries(flat),
          authorization: authorization ?? {},
          ...(claims === undefined ? {} : { claims: JSON.stringify(claims) }),
          httpRequest: JSON.stringify(httpRequest ?? {}),
          properties: properties ?? {},
        },
      },
      properties: {},
    },
  };
}
