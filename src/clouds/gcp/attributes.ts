import type { Attributes } from '../../activity/activity.ts';
import type { Verb } from '../../activity/vocabulary.ts';
import { isObject, type Json, type JsonObject, member, text } from '../../core/json.ts';
import { isGoogleAccelerated } from '../accelerators.ts';
import type { CatalogueEntry } from '../catalogue.ts';
import { type ExtractionPlan, textsOf, valuesOf } from '../extraction-plan.ts';
import type { PathName } from '../path-names.ts';
import { compilePaths } from '../paths.ts';
import { exposureOf } from './exposure.ts';
import { canonicalName, lastPart, type NameContext, projectInName } from './resource-name.ts';

type Draft = { -readonly [K in keyof Attributes]: Attributes[K] };

const externalAddress = compilePaths([
  'request.networkInterfaces[].accessConfigs[]',
  'request.instanceProperties.networkInterfaces[].accessConfigs[]',
  'request.properties.networkInterfaces[].accessConfigs[]',
]);
/** Keys whose values run on the machine. */
const script =
  /^(?:windows-)?(?:startup|shutdown)-script|^sysprep-specialize-script|^user-data$|^gce-container-declaration$/;
const empty: Attributes = Object.freeze({});
const modifying = new Set<Verb>(['modify', 'protect', 'unprotect', 'enable', 'disable']);
const maximumChanges = 20;

/**
 * What the bodies say of the resource. Only what stands in them; metadata values, which may hold scripts and keys, are told
 * by the names of their keys alone.
 */
export function attributesOf(
  payload: JsonObject,
  entry: CatalogueEntry,
  plan: ExtractionPlan,
  verb: Verb,
  context: NameContext,
): Attributes {
  if (entry.access === 'read' && Object.keys(plan.fields).length === 0) return empty;
  const draft: Draft = {};
  addMachine(draft, payload, plan, context);
  addMetadata(draft, payload, plan);
  const role = one(plan, 'role', payload);
  if (role) draft.role = role;
  const tags = labelsOf(valuesOf(plan, 'tags', payload));
  if (tags) draft.tags = tags;
  const exposure = exposureOf(payload, plan, entry.operation);
  if (exposure) draft.exposure = exposure;
  const network = textsOf(plan, 'network', payload);
  if (network.length > 0) draft.network = network;
  const protection = one(plan, 'protection', payload);
  // A new machine without protection is the usual case, not a protection that was taken off.
  if (protection === 'true' || (protection === 'false' && verb !== 'create'))
    draft.protection = protection === 'true';
  const days = Number(one(plan, 'retentionDays', payload) ?? Number.NaN);
  if (Number.isFinite(days)) draft.retentionDays = days;
  const changed = modifying.has(verb) ? changedMembers(payload['request']) : undefined;
  if (changed) draft.changed = changed;
  return draft;
}

function addMachine(draft: Draft, payload: JsonObject, plan: ExtractionPlan, context: NameContext): void {
  const types = textsOf(plan, 'instanceTypes', payload).map(lastPart);
  if (types.length > 0) draft.instanceType = types;
  if (types.some(isGoogleAccelerated) || textsOf(plan, 'acceleratorTypes', payload).length > 0)
    draft.gpu = true;
  const written = one(plan, 'imageIds', payload);
  if (written) {
    const id = canonicalName(written, context, 'image');
    const project = projectInName(id);
    draft.image = { id, name: lastPart(id), ...(project && { project }) };
  }
  if (textsOf(plan, 'market', payload).some((value) => value === 'SPOT' || value === 'true'))
    draft.spot = true;
  if (externalAddress(payload).length > 0) draft.publicIp = true;
}

/** Keys are names; whatever stands after one is its value. */
function addMetadata(draft: Draft, payload: JsonObject, plan: ExtractionPlan): void {
  const names: readonly PathName[] = ['metadataKeysAdded', 'metadataKeysModified', 'metadataKeysDeleted'];
  const written = names.flatMap((name) => textsOf(plan, name, payload));
  const keys = [...new Set(written.map((key) => key.split(/[\s:=]/)[0] ?? ''))].filter((key) => key !== '');
  if (keys.length === 0) return;
  draft.metadataKeys = keys;
  if (keys.some((key) => script.test(key))) draft.userData = true;
}

function one(plan: ExtractionPlan, name: PathName, payload: JsonObject): string | undefined {
  return plan.fields[name] ? textsOf(plan, name, payload)[0] : undefined;
}

/** Audit logs write labels as a list of `{key, value}`; requests that pass through others as one object. */
function labelsOf(values: readonly Json[]): Readonly<Record<string, string>> | undefined {
  const entries: [string, string][] = [];
  for (const value of values) {
    if (!isObject(value)) continue;
    const key = text(value['key']);
    if (key) entries.push([key, String(value['value'] ?? '')]);
    else
      for (const [name, label] of Object.entries(value))
        if (typeof label === 'string') entries.push([name, label]);
  }
  return entries.length > 0 ? Object.fromEntries(entries) : undefined;
}

const identifying = new Set([
  '@type',
  'name',
  'id',
  'kind',
  'selfLink',
  'fingerprint',
  'labelFingerprint',
  'etag',
  'resource',
]);

/** The members that a request writes, by name: values may be secrets. */
function changedMembers(request: Json | undefined): readonly string[] | undefined {
  if (!isObject(request)) return undefined;
  const body = member(request, 'body');
  const names = Object.keys(isObject(body) ? body : request).filter((name) => !identifying.has(name));
  return names.length > 0 ? names.slice(0, maximumChanges) : undefined;
}
