import type { Attributes } from '../../activity/activity.ts';
import type { Verb } from '../../activity/vocabulary.ts';
import { isObject, type Json, type JsonObject, member, own } from '../../core/json.ts';
import { isAzureAccelerated } from '../accelerators.ts';
import type { CatalogueEntry } from '../catalogue.ts';
import { type ExtractionPlan, textsOf, valuesOf } from '../extraction-plan.ts';
import type { PathName } from '../path-names.ts';
import { exposureOf } from './exposure.ts';
import { canonicalId } from './resource-id.ts';
import { roleName } from './roles.ts';

type Draft = { -readonly [K in keyof Attributes]: Attributes[K] };

const masked = /^\*+$/;
const modifying = new Set<Verb>(['modify', 'protect', 'unprotect', 'enable', 'disable']);
const maximumChanges = 20;

/**
 * What the bodies say of the resource. Only what stands in them; user data, scripts, settings and keys are told by their
 * presence alone, and values that Azure masked (`******`) are left out.
 *
 * @param view the decoded bodies and the properties
 */
export function attributesOf(
  view: JsonObject,
  entry: CatalogueEntry,
  plan: ExtractionPlan,
  verb: Verb,
): Attributes {
  const draft: Draft = {};
  if (Object.keys(plan.fields).length > 0) {
    addMachine(draft, view, plan);
    addAccess(draft, view, plan);
    addNumbers(draft, view, plan);
  }
  // Registering a provider switches on a service that the subscription did not use.
  if (entry.operation.endsWith('/register/action')) draft.serviceName = entry.service;
  addTags(draft, valuesOf(plan, 'tags', view)[0]);
  const exposure = exposureOf(view, entry.operation);
  if (exposure) draft.exposure = exposure;
  const protection = entry.protection ?? protectionOf(view, plan);
  // A new vault with soft delete switched on or off says less than one that was changed.
  if (protection !== undefined && (protection || verb !== 'create')) draft.protection = protection;
  const changed = modifying.has(verb) ? changedMembers(view['request']) : undefined;
  if (changed) draft.changed = changed;
  return draft;
}

function addMachine(draft: Draft, view: JsonObject, plan: ExtractionPlan): void {
  const sizes = textsOf(plan, 'instanceTypes', view);
  if (sizes.length > 0) {
    draft.instanceType = sizes;
    if (sizes.some(isAzureAccelerated)) draft.gpu = true;
  }
  const image = imageOf(view, plan);
  if (image) draft.image = image;
  const spot = textsOf(plan, 'market', view).some((value) => value.toLowerCase() === 'spot');
  if (spot || Number(one(plan, 'spotCount', view) ?? 0) > 0) draft.spot = true;
  if (valuesOf(plan, 'userData', view).length > 0) draft.userData = true;
  if (valuesOf(plan, 'publicIp', view).length > 0) draft.publicIp = true;
  const command = one(plan, 'documentName', view) ?? extensionOf(view, plan);
  if (command) draft.command = command;
}

function imageOf(view: JsonObject, plan: ExtractionPlan): Attributes['image'] | undefined {
  const id = one(plan, 'imageIds', view);
  const publisher = one(plan, 'imagePublisher', view);
  const parts = (['imageOffer', 'imageSku', 'imageVersion'] as const).map((name) => one(plan, name, view));
  const name = parts.filter((part) => part !== undefined).join(':');
  if (!id && !publisher && !name) return undefined;
  return { ...(id && { id: canonicalId(id) }), ...(publisher && { publisher }), ...(name && { name }) };
}

function extensionOf(view: JsonObject, plan: ExtractionPlan): string | undefined {
  const type = one(plan, 'extensionType', view);
  const publisher = one(plan, 'extensionPublisher', view);
  return type && publisher ? `${publisher}/${type}` : type;
}

function addAccess(draft: Draft, view: JsonObject, plan: ExtractionPlan): void {
  const granted = one(plan, 'grantRoles', view);
  const role = granted ? roleName(granted) : identityOf(view, plan);
  if (role) draft.role = role;
  const kmsKey = one(plan, 'kmsKey', view);
  if (kmsKey) draft.kmsKey = kmsKey;
  const network = [
    ...settings('networkAccessPolicy', textsOf(plan, 'networkAccess', view)),
    ...settings('publicNetworkAccess', textsOf(plan, 'publicNetworkAccess', view)),
  ];
  if (network.length > 0) draft.network = network;
}

function settings(name: string, values: readonly string[]): readonly string[] {
  return values.map((value) => `${name}:${value}`);
}

/** The managed identity that a machine gets: the id of the first that was made before, else the type. */
function identityOf(view: JsonObject, plan: ExtractionPlan): string | undefined {
  for (const body of ['request', 'response']) {
    const assigned = member(member(view[body], 'identity'), 'userAssignedIdentities');
    const [id] = isObject(assigned) ? Object.keys(assigned) : [];
    if (id) return canonicalId(id);
  }
  const type = one(plan, 'role', view);
  return type?.toLowerCase() === 'none' ? undefined : type;
}

function addNumbers(draft: Draft, view: JsonObject, plan: ExtractionPlan): void {
  const seconds = Number(one(plan, 'exportSeconds', view) ?? Number.NaN);
  if (Number.isFinite(seconds)) draft.exportSeconds = seconds;
  const days = Number(one(plan, 'retentionDays', view) ?? Number.NaN);
  if (Number.isFinite(days)) draft.retentionDays = days;
  const code = one(plan, 'quotaCode', view);
  const value = Number(one(plan, 'quotaValue', view) ?? Number.NaN);
  if (code) draft.quota = { code, ...(Number.isFinite(value) && { value }) };
}

const off = /^(?:off|disabled|unlocked|protectionstopped)$/i;
const on = /^(?:on|enabled|locked|alwayson)$/i;

/** Soft delete, immutability, protection of a backup item: true when the write puts one on, false when it takes one off. */
export function protectionOf(view: JsonObject, plan: ExtractionPlan): boolean | undefined {
  const states = (['softDelete', 'immutability', 'state'] as const).flatMap((name) =>
    textsOf(plan, name, view),
  );
  if (states.some((state) => off.test(state))) return false;
  return states.some((state) => on.test(state)) ? true : undefined;
}

function one(plan: ExtractionPlan, name: PathName, view: JsonObject): string | undefined {
  if (!plan.fields[name]) return undefined;
  const [value] = textsOf(plan, name, view);
  return value !== undefined && masked.test(value) ? undefined : value;
}

/** Tags are one object; diagnostic settings that mask them write a text, or mask their values: then the names are left. */
function addTags(draft: Draft, tags: Json | undefined): void {
  if (!isObject(tags)) return;
  const written = Object.entries(tags).filter(([, value]) => typeof value === 'string');
  const shown = written.filter(([, value]) => !masked.test(String(value)));
  if (shown.length > 0) draft.tags = Object.fromEntries(shown.map(([key, value]) => [key, String(value)]));
  if (shown.length < written.length) draft.tagKeys = written.map(([key]) => key);
}

const identifying = new Set(['id', 'name', 'type', 'location', 'apiVersion', 'properties']);

/** The members that a request writes, by name: values may be secrets. */
function changedMembers(request: Json | undefined): readonly string[] | undefined {
  if (!isObject(request)) return undefined;
  const properties = own(request, 'properties');
  const names = [
    ...Object.keys(request).filter((name) => !identifying.has(name)),
    ...(isObject(properties) ? Object.keys(properties) : []),
  ];
  return names.length > 0 ? [...new Set(names)].slice(0, maximumChanges) : undefined;
}
