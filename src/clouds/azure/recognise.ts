import { digest } from '../../core/digest.ts';
import { isObject, type Json, type JsonObject, member, text } from '../../core/json.ts';
import type { NotAnActivity, RecordHead, RecordOrigin } from '../definition.ts';
import { isDated, UNDATED } from '../time.ts';
import { categoryOf, resourceLog } from './category.ts';
import { isEntraTableRow, recogniseEntra, recogniseEntraTableRow } from './entra-recognise.ts';
import { isWebhookRow, restoreEvtRow, restoreResourceEvent, restoreWebhookRow } from './event-row.ts';
import { type AzureOperation, isArmOperation, isShouted, readOperation } from './operation-name.ts';
import { correlationIdOf, nameIn, statusOf } from './row.ts';
import { isPascalCaseRow, isSnakeCaseRow, restorePascalCaseRow, restoreSnakeCaseRow } from './sdk-row.ts';
import { partOf, stageOf } from './status.ts';
import { isActivityTableRow, restoreTableRow } from './table-row.ts';
import { timeOf } from './time.ts';

type Recognised = RecordHead | NotAnActivity;

const logsource = Object.freeze({ product: 'azure', service: 'activitylogs' });

/**
 * Recognises rows of the Activity Log by their members, in every shape that reaches us after the envelopes are off: the
 * answer of the REST API, the record of a diagnostic setting (Event Hubs, Storage), rows of Log Analytics, the spellings
 * of the SDKs, Event Grid events, alert webhooks, rows that a vendor renamed. Rows of Entra ID in the same hub are
 * recognised too; resource logs are skipped. undefined: not Azure. Never throws.
 */
export function recogniseAzure(value: JsonObject, origin: RecordOrigin): Recognised | undefined {
  const operation = value['operationName'];
  if (typeof operation === 'string') {
    if (isWebhookRow(value)) return restored(restoreWebhookRow(value), origin);
    return exported(value, operation, origin);
  }
  if (isObject(operation)) {
    const name = nameIn(operation);
    return name && isArmOperation(name) ? row(value, name, nameIn(value['category']), origin) : undefined;
  }
  return unusual(value, origin);
}

/** A record of a diagnostic setting: one hub carries the Activity Log, Entra's logs and those of resources. */
function exported(value: JsonObject, operation: string, origin: RecordOrigin): Recognised | undefined {
  const category = text(value['category']);
  const known = category === undefined ? undefined : categoryOf(category);
  if (known?.kind === 'entra') return recogniseEntra(value, known.service, origin);
  if (known?.kind === 'skip') return isExport(value) ? known.why : undefined;
  if (known === undefined && category !== undefined && !member(value['properties'], 'eventCategory')) {
    return isExport(value) ? resourceLog : undefined;
  }
  return isArmOperation(operation) ? row(value, operation, category, origin) : undefined;
}

/** What every record of a diagnostic setting has besides its category. */
function isExport(value: JsonObject): boolean {
  return 'resourceId' in value || 'flowLogResourceID' in value || ('tenantId' in value && 'time' in value);
}

function row(
  record: JsonObject,
  written: string,
  category: string | undefined,
  origin: RecordOrigin,
): Recognised {
  const declared = text(member(record['properties'], 'eventCategory'));
  for (const name of [category, declared]) {
    const known = name === undefined ? undefined : categoryOf(name);
    if (known?.kind === 'skip') return known.why;
  }
  const stamp = record['time'] ?? record['eventTimestamp'] ?? record['submissionTimestamp'];
  const time = isDated(stamp) ? timeOf(stamp) : UNDATED;
  if (time === undefined) return { outcome: 'rejected', reason: 'no-time', detail: shown(stamp) };
  const operation = spelled(readOperation(written), record);
  const correlation = correlationIdOf(record);
  const head: RecordHead = {
    provider: 'azure',
    record,
    origin,
    time,
    service: operation.service,
    operation: operation.name,
    logsource,
    duplicateKey: duplicateKey(record, operation, correlation),
    ...(operation.entry && { entry: operation.entry }),
    ...(correlation && {
      fold: { key: foldKey(record, operation, correlation), part: partOf(stageOf(statusOf(record))) },
    }),
  };
  return head;
}

/** An operation that the catalogue does not know, in the spelling of another member when an export put it in capitals. */
function spelled(operation: AzureOperation, record: JsonObject): AzureOperation {
  if (operation.entry || !isShouted(operation.name)) return operation;
  const others = [
    member(record['properties'], 'message'),
    member(record['authorization'], 'action'),
    member(member(record['identity'], 'authorization'), 'action'),
  ];
  const other = others.find((name) => typeof name === 'string' && name.toLowerCase() === operation.key);
  return typeof other === 'string' ? readOperation(other) : operation;
}

/**
 * A deployment shares one correlation id among many resources, so one operation is one correlation, operation and resource;
 * the subscription is part of the resource's id.
 */
function foldKey(record: JsonObject, operation: AzureOperation, correlation: string): string {
  const resource = text(record['resourceId']) ?? text(member(record['properties'], 'entity')) ?? '';
  const id = resource.toLowerCase();
  return `${correlation.toLowerCase()}|${operation.key}|${id.endsWith('/') ? id.slice(0, -1) : id}`;
}

/**
 * Exports carry no id of the row. Two diagnostic settings that cover one subscription deliver a row twice, and their
 * copies agree in these members. Rows without a correlation are the same only when all of their content is.
 */
function duplicateKey(
  record: JsonObject,
  operation: AzureOperation,
  correlation: string | undefined,
): string {
  const id = text(record['eventDataId']);
  if (id) return `azure/${id}`;
  if (!correlation) return digest('azure', stableJson(record));
  const signature = nameIn(record['resultSignature']) ?? nameIn(record['subStatus']) ?? '';
  const time = nameIn(record['time'] ?? record['eventTimestamp']) ?? '';
  const resource = (text(record['resourceId']) ?? '').toLowerCase();
  return `azure/${time}|${correlation}|${operation.key}|${statusOf(record) ?? ''}|${signature}|${resource}`;
}

function stableJson(value: Json): string {
  return JSON.stringify(value, (_, inner: Json) =>
    isObject(inner) ? Object.fromEntries(Object.entries(inner).sort(([a], [b]) => (a < b ? -1 : 1))) : inner,
  );
}

/** Everything without an `operationName`; the common case never comes here. */
function unusual(value: JsonObject, origin: RecordOrigin): Recognised | undefined {
  if (isActivityTableRow(value)) return restored(restoreTableRow(value), origin);
  if (isEntraTableRow(value)) return recogniseEntraTableRow(value, origin);
  if (isSnakeCaseRow(value)) return restored(restoreSnakeCaseRow(value), origin);
  if (isPascalCaseRow(value)) return restored(restorePascalCaseRow(value), origin);
  const evt = value['evt'];
  if (isObject(evt) && typeof evt['name'] === 'string' && isArmOperation(evt['name'])) {
    return exported(restoreEvtRow(value, evt), evt['name'], origin);
  }
  const event = restoreResourceEvent(value);
  if (event) return 'outcome' in event ? (event as NotAnActivity) : restored(event as JsonObject, origin);
  return categorised(value, origin);
}

/** Entra's risk events and some resource logs have a category and no operation. */
function categorised(value: JsonObject, origin: RecordOrigin): Recognised | undefined {
  const category = text(value['category']);
  if (category === undefined || !isExport(value)) return undefined;
  const known = categoryOf(category);
  if (known?.kind === 'entra') return recogniseEntra(value, known.service, origin);
  if (known?.kind === 'skip') return known.why;
  return text(value['resourceId'])?.toLowerCase().startsWith('/subscriptions/') ? resourceLog : undefined;
}

function restored(record: JsonObject, origin: RecordOrigin): Recognised {
  const name = nameIn(record['operationName']);
  if (!name || !isArmOperation(name)) return { outcome: 'rejected', reason: 'no-name', detail: shown(name) };
  return row(record, name, nameIn(record['category']), origin);
}

function shown(value: Json | undefined): string {
  return value === undefined ? 'absent' : JSON.stringify(value).slice(0, 80);
}
