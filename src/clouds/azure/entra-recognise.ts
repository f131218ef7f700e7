import { digest } from '../../core/digest.ts';
import { isObject, type Json, type JsonObject, member, own, text } from '../../core/json.ts';
import type { NotAnActivity, RecordHead, RecordOrigin } from '../definition.ts';
import { isDated, UNDATED } from '../time.ts';
import type { EntraService } from './category.ts';
import { timeOf } from './time.ts';

/** The service under which Activities of Entra ID stand; their verbs are guessed from the operation alone. */
export const entraProvider = 'Microsoft.Entra';

const tables: ReadonlyMap<string, EntraService> = new Map([
  ['AuditLogs', 'auditlogs'],
  ['SigninLogs', 'signinlogs'],
  ['AADNonInteractiveUserSignInLogs', 'signinlogs'],
  ['AADServicePrincipalSignInLogs', 'signinlogs'],
  ['AADManagedIdentitySignInLogs', 'signinlogs'],
  ['AADUserRiskEvents', 'riskdetection'],
  ['AADRiskyUsers', 'riskdetection'],
  ['AADServicePrincipalRiskEvents', 'riskdetection'],
]);

/** Privileged Identity Management reports its alerts as risk events of these names. */
const pimAlert = /Alert(?:Incident|Configuration)$/;

/**
 * The head of a row of Entra ID in the record of a diagnostic setting. Sign-ins, changes of the directory and risk events
 * are not operations on resources, but public rules are written for them.
 */
export function recogniseEntra(
  record: JsonObject,
  service: EntraService,
  origin: RecordOrigin,
): RecordHead | NotAnActivity {
  const properties = record['properties'];
  const written =
    record['time'] ?? member(properties, 'activityDateTime') ?? member(properties, 'createdDateTime');
  const time = isDated(written) ? timeOf(written) : UNDATED;
  if (time === undefined) return { outcome: 'rejected', reason: 'no-time' };
  const risk = text(member(properties, 'riskEventType'));
  const operation =
    text(record['operationName']) ?? text(member(properties, 'activityDisplayName')) ?? risk ?? service;
  return {
    provider: 'azure',
    record,
    origin,
    time,
    service: entraProvider,
    operation,
    logsource: { product: 'azure', service: risk && pimAlert.test(risk) ? 'pim' : service },
    duplicateKey: duplicateKey(record, properties),
  };
}

function duplicateKey(record: JsonObject, properties: Json | undefined): string {
  const id = text(member(properties, 'id'));
  return id ? `entra/${id}` : digest('entra', JSON.stringify(record));
}

/** True for a row of one of Entra's tables in Log Analytics. */
export function isEntraTableRow(row: JsonObject): boolean {
  const type = row['Type'];
  return (
    typeof type === 'string' && tables.has(type) && ('TimeGenerated' in row || 'TimeGenerated [UTC]' in row)
  );
}

const topColumns: Readonly<Record<string, string>> = {
  OperationName: 'operationName',
  Category: 'category',
  ResultType: 'resultType',
  ResultSignature: 'resultSignature',
  ResultDescription: 'resultDescription',
  CorrelationId: 'correlationId',
  IPAddress: 'callerIpAddress',
  AADTenantId: 'tenantId',
  Level: 'level',
  DurationMs: 'durationMs',
};
const ignoredColumns = new Set(['TenantId', 'Type', 'SourceSystem', 'TimeGenerated', 'TimeGenerated [UTC]']);

/** Restores a row of an Entra table to the record of a diagnostic setting and recognises it. */
export function recogniseEntraTableRow(row: JsonObject, origin: RecordOrigin): RecordHead | NotAnActivity {
  const properties: Record<string, Json> = {};
  const record: Record<string, Json> = {};
  for (const [column, value] of Object.entries(row)) {
    if (value === null || value === '' || ignoredColumns.has(column)) continue;
    const top = topColumns[column];
    if (top) record[top] = value;
    const name = column === 'IPAddress' ? 'ipAddress' : column.charAt(0).toLowerCase() + column.slice(1);
    if (!top || column === 'IPAddress') properties[name] = readDynamic(value);
  }
  record['time'] = own(row, 'TimeGenerated') ?? own(row, 'TimeGenerated [UTC]') ?? null;
  record['properties'] = properties;
  return recogniseEntra(record, tables.get(String(row['Type'])) ?? 'auditlogs', origin);
}

/** Dynamic columns are JSON text in CSV exports. */
function readDynamic(value: Json): Json {
  if (typeof value !== 'string' || !/^[[{]/.test(value)) return value;
  try {
    const parsed: Json = JSON.parse(value);
    return isObject(parsed) || Array.isArray(parsed) ? parsed : value;
  } catch {
    return value;
  }
}
