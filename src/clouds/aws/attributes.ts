import type { Attributes } from '../../activity/activity.ts';
import type { Verb } from '../../activity/vocabulary.ts';
import { isObject, type Json, type JsonObject } from '../../core/json.ts';
import { isAwsAccelerated } from '../accelerators.ts';
import type { CatalogueEntry } from '../catalogue.ts';
import { type ExtractionPlan, textsOf, valuesOf } from '../extraction-plan.ts';
import type { PathName } from '../path-names.ts';
import { changedMembers } from './changed-members.ts';
import { exposureOf } from './exposure.ts';
import { interfacesOf } from './interfaces.ts';
import { protectionOf } from './protection.ts';

type Draft = { -readonly [K in keyof Attributes]: Attributes[K] };

const empty: Attributes = Object.freeze({});
const hidden = /HIDDEN_DUE_TO_SECURITY_REASONS|sensitiveDataRemoved|^\*+$/;
const modifying = new Set<Verb>(['modify', 'protect', 'unprotect', 'scale']);

/**
 * What the record says of its resources. Only what stands in it; secrets (user data, passwords, keys) are told by their
 * presence alone, and values that AWS removed are left out.
 */
export function attributesOf(
  record: JsonObject,
  entry: CatalogueEntry,
  plan: ExtractionPlan,
  verb: Verb,
  grantees: readonly string[],
): Attributes {
  if (entry.access === 'read' && Object.keys(plan.fields).length === 0) return empty;
  const draft: Draft = {};
  addMachine(draft, record, plan, entry);
  addSecurity(draft, record, plan, entry);
  addNumbers(draft, record, plan);
  const tags = tagsOf(valuesOf(plan, 'tags', record));
  if (tags) draft.tags = tags;
  const exposure = exposureOf(record, entry.operation);
  if (exposure) draft.exposure = exposure;
  const interfaces = interfacesOf(record, entry.operation);
  if (interfaces) draft.interfaces = interfaces;
  if (grantees.length > 0) {
    draft.grantees = grantees;
    draft.granteeCount = grantees.length;
  }
  const attribute = textsOf(plan, 'attribute', record);
  if (modifying.has(verb)) {
    const changed = changedMembers(record, entry.operation, attribute);
    if (changed) draft.changed = changed;
  }
  if (attribute.includes('userData')) draft.userData = true;
  return draft;
}

function addMachine(draft: Draft, record: JsonObject, plan: ExtractionPlan, entry: CatalogueEntry): void {
  const types = textsOf(plan, 'instanceTypes', record);
  if (types.length > 0) {
    draft.instanceType = types;
    if (types.some(isAwsAccelerated)) draft.gpu = true;
  }
  const id =
    entry.object === 'image'
      ? undefined
      : (one(plan, 'imageIds', record) ?? one(plan, 'sourceImageIds', record));
  const name = one(plan, 'imageName', record);
  if (id ?? name) draft.image = { ...(id && { id }), ...(name && { name }) };
  const spotCount = Number(one(plan, 'spotCount', record) ?? 0);
  const spot = textsOf(plan, 'market', record).includes('spot') || spotCount > 0;
  if (spot || /^RequestSpot/.test(entry.operation)) draft.spot = true;
  if (plan.fields.userData && valuesOf(plan, 'userData', record).length > 0) draft.userData = true;
  const role = one(plan, 'role', record);
  if (role) draft.role = role;
  const keyName = one(plan, 'keyName', record);
  if (keyName) draft.keyName = keyName;
}

function addSecurity(draft: Draft, record: JsonObject, plan: ExtractionPlan, entry: CatalogueEntry): void {
  const protection = protectionOf(record, plan) ?? entry.protection;
  // A new thing without protection is the usual case, not a protection that was taken off.
  if (protection !== undefined && (protection || entry.verb !== 'create')) draft.protection = protection;
  const publicIp = flag(plan, 'publicIp', record);
  if (publicIp !== undefined) draft.publicIp = publicIp;
  const encrypted = flag(plan, 'encrypted', record);
  if (encrypted !== undefined) draft.encrypted = encrypted;
  const kmsKey = one(plan, 'kmsKey', record);
  if (kmsKey && !hidden.test(kmsKey)) draft.kmsKey = kmsKey;
}

function addNumbers(draft: Draft, record: JsonObject, plan: ExtractionPlan): void {
  const days = one(plan, 'retentionDays', record) ?? daysOf(record, plan);
  if (days !== undefined && Number.isFinite(Number(days))) draft.retentionDays = Number(days);
  const service = one(plan, 'quotaService', record);
  if (service) draft.serviceName = service;
  const code = one(plan, 'quotaCode', record);
  const value = Number(one(plan, 'quotaValue', record) ?? Number.NaN);
  if (code) draft.quota = { code, ...(Number.isFinite(value) && { value }) };
}

function daysOf(record: JsonObject, plan: ExtractionPlan): string | undefined {
  return one(plan, 'retentionUnit', record) === 'DAYS' ? one(plan, 'retentionValue', record) : undefined;
}

function one(plan: ExtractionPlan, name: PathName, record: JsonObject): string | undefined {
  return plan.fields[name] ? textsOf(plan, name, record)[0] : undefined;
}

function flag(plan: ExtractionPlan, name: PathName, record: JsonObject): boolean | undefined {
  const value = one(plan, name, record)?.toLowerCase();
  if (value === 'true') return true;
  return value === 'false' ? false : undefined;
}

/** Tags in the spellings of the services: `{key, value}`, `{Key, Value}`, or one object of names and values. */
function tagsOf(values: readonly Json[]): Readonly<Record<string, string>> | undefined {
  const entries: [string, string][] = [];
  for (const tag of values) {
    if (!isObject(tag)) continue;
    const key = tag['key'] ?? tag['Key'];
    if (typeof key === 'string') entries.push([key, String(tag['value'] ?? tag['Value'] ?? '')]);
  }
  return entries.length > 0 ? Object.fromEntries(entries) : undefined;
}
