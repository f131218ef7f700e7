import { type Json, type JsonObject, own, text } from '../../core/json.ts';
import { nativeRow, valued } from './native-members.ts';
import { isArmOperation } from './operation-name.ts';
import { objectIn } from './text-bodies.ts';

/**
 * True for a row of Log Analytics' AzureActivity table, as JSON or as the strings of a CSV export, in the columns of
 * today (`OperationNameValue`) or in those from before 2021 (`OperationName`, `ActivityStatus`).
 */
export function isActivityTableRow(row: JsonObject): boolean {
  if (typeof row['OperationNameValue'] === 'string') return true;
  if (row['Type'] === 'AzureActivity') return true;
  return (
    typeof row['OperationName'] === 'string' && ('ActivityStatus' in row || 'ActivityStatusValue' in row)
  );
}

/**
 * Restores a row of the AzureActivity table to the row of the REST API. `TenantId` is the workspace, not the tenant, so the
 * tenant is the first segment of `Hierarchy`. Columns that end in `_d` hold what the columns without it hold as text.
 */
export function restoreTableRow(row: JsonObject): JsonObject {
  const authorization = objectIn(row['Authorization_d']) ?? objectIn(row['Authorization']);
  const http = objectIn(row['HTTPRequest']) ?? objectIn(row['HttpRequest']);
  return nativeRow({
    operationName: valued(operationOf(row, authorization)),
    eventTimestamp: timeColumn(row, 'TimeGenerated') ?? timeColumn(row, 'EventTimestamp'),
    submissionTimestamp: timeColumn(row, 'EventSubmissionTimestamp'),
    status: valued(first(row, 'ActivityStatusValue', 'ActivityStatus')),
    subStatus: valued(first(row, 'ActivitySubstatusValue', 'ActivitySubstatus')),
    category: valued(first(row, 'CategoryValue', 'Category')),
    resourceProviderName: valued(first(row, 'ResourceProviderValue', 'ResourceProvider')),
    resourceGroupName: first(row, 'ResourceGroup'),
    resourceId: first(row, 'ResourceId', '_ResourceId'),
    subscriptionId: first(row, 'SubscriptionId'),
    tenantId: text(row['Hierarchy'])?.split('/')[0],
    caller: first(row, 'Caller'),
    claims: objectIn(row['Claims_d']) ?? objectIn(row['Claims']),
    authorization,
    httpRequest: nativeRow({
      ...http,
      clientIpAddress: http?.['clientIpAddress'] ?? first(row, 'CallerIpAddress'),
    }),
    correlationId: first(row, 'CorrelationId'),
    operationId: first(row, 'OperationId'),
    eventDataId: first(row, 'EventDataId'),
    level: first(row, 'Level'),
    properties: objectIn(row['Properties_d']) ?? objectIn(row['Properties']),
  });
}

/** `OperationName` of older rows is a label in the language of the portal; the real name is then in the authorisation. */
function operationOf(row: JsonObject, authorization: JsonObject | undefined): string | undefined {
  const value = text(own(row, 'OperationNameValue'));
  if (value) return value;
  const name = text(own(row, 'OperationName'));
  return name && isArmOperation(name) ? name : text(authorization?.['action']);
}

function first(row: JsonObject, ...columns: readonly string[]): string | undefined {
  for (const column of columns) {
    const value = text(own(row, column));
    if (value) return value;
  }
  return undefined;
}

/** CSV exports of the portal name the zone in the header. */
function timeColumn(row: JsonObject, column: string): Json | undefined {
  return own(row, column) ?? own(row, `${column} [UTC]`);
}
