import { isObject, type Json, type JsonObject, member, text } from '../../core/json.ts';
import { objectIn } from './text-bodies.ts';

/**
 * Readers of a native row: the answer of the REST API (`operationName: {value}`, `claims`, `httpRequest`) and the record of
 * a diagnostic setting (`operationName` as text, `identity.claims`, `callerIpAddress`) alike.
 */

/** The text of `Succeeded` or `{value: "Succeeded"}`; a number as text. */
export function nameIn(value: Json | undefined): string | undefined {
  if (typeof value === 'string') return value || undefined;
  if (typeof value === 'number') return String(value);
  return isObject(value) ? text(value['value']) : undefined;
}

export function statusOf(row: JsonObject): string | undefined {
  return nameIn(row['status']) ?? nameIn(row['resultType']);
}

/** The members of the Activity Log's `properties`, which some pipelines leave as text. */
export function propertiesOf(row: JsonObject): JsonObject | undefined {
  return objectIn(row['properties']);
}

export function claimsOf(row: JsonObject): JsonObject | undefined {
  return objectIn(row['claims']) ?? objectIn(member(row['identity'], 'claims'));
}

export function authorizationOf(row: JsonObject): JsonObject | undefined {
  return objectIn(row['authorization']) ?? objectIn(member(row['identity'], 'authorization'));
}

/** The HTTP status that a row tells, as a number: `201`, `Created`, `Succeeded.Created`. */
export function httpStatusOf(row: JsonObject, properties: JsonObject | undefined): number | undefined {
  return (
    httpStatus(nameIn(row['subStatus'])) ??
    httpStatus(nameIn(properties?.['statusCode'])) ??
    httpStatus(nameIn(row['resultSignature']))
  );
}

const statusNames: ReadonlyMap<string, number> = new Map([
  ['ok', 200],
  ['created', 201],
  ['accepted', 202],
  ['nocontent', 204],
  ['badrequest', 400],
  ['unauthorized', 401],
  ['forbidden', 403],
  ['notfound', 404],
  ['conflict', 409],
  ['gone', 410],
  ['preconditionfailed', 412],
  ['toomanyrequests', 429],
  ['internalservererror', 500],
  ['badgateway', 502],
  ['serviceunavailable', 503],
  ['gatewaytimeout', 504],
]);

function httpStatus(written: string | undefined): number | undefined {
  if (!written) return undefined;
  const name = written.slice(written.lastIndexOf('.') + 1);
  const known = statusNames.get(name.toLowerCase());
  if (known) return known;
  const number = /\b([1-5]\d\d)\b/.exec(written)?.[1];
  return number ? Number(number) : undefined;
}

/** The address of the caller, without the port that some exports append. */
export function addressOf(row: JsonObject, claims: JsonObject | undefined): string | undefined {
  const written =
    text(row['callerIpAddress']) ??
    text(member(row['httpRequest'], 'clientIpAddress')) ??
    text(claims?.['ipaddr']);
  return written
    ?.replace(/^(\d{1,3}(?:\.\d{1,3}){3}):\d+$/, '$1')
    .replace(/^\[([0-9a-f:.]+)\](?::\d+)?$/i, '$1');
}

/** The resource that the row is about, in the spelling that keeps most of its case. */
export function resourceIdOf(row: JsonObject, properties: JsonObject | undefined): string | undefined {
  const id = text(row['resourceId']);
  const entity = text(properties?.['entity']);
  if (!id) return entity ?? text(authorizationOf(row)?.['scope']);
  return entity && entity.length === id.length && entity.toLowerCase() === id.toLowerCase() ? entity : id;
}

const nil = /^\{?[0-]+\}?$/;

/** What ties rows together; undefined for the GUID of zeros, which ties rows that have nothing to do with each other. */
export function correlationIdOf(row: JsonObject): string | undefined {
  const id = text(row['correlationId']);
  return id !== undefined && nil.test(id) ? undefined : id;
}

/** The tenant whose resource it is; the claim names that of the caller. */
export function tenantOf(row: JsonObject, properties: JsonObject | undefined): string | undefined {
  return text(row['tenantId']) ?? text(properties?.['hierarchy'])?.split('/')[0];
}
