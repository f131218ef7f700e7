import {
  canonicalName,
  kindOfName,
  lastPart,
  placeInName,
  projectInName,
} from '../../clouds/gcp/resource-name.ts';
import { isObject, type Json, type JsonObject, member, own, text } from '../../core/json.ts';
import { coverageOf, type Listing } from '../listing.ts';
import { amount, flag, known, moment, objects, textMap, texts, unique, word } from '../members.ts';
import { type InventoryResource, type ResourceType, resourceTypes } from '../resource.ts';

/**
 * Google Cloud: resources as `gcloud compute … list --format=json` gives them, lists of the Compute API, and assets of Cloud Asset
 * Inventory: exports (snake case), answers of the API (camel case), IAM policies, and the changes of a feed.
 */
export function gcpListing(value: JsonObject): Listing | undefined {
  return asset(value) ?? feed(value) ?? apiList(value) ?? assetList(value) ?? single(value);
}

function single(value: JsonObject): Listing | undefined {
  const found = compute(value, text(own(value, 'selfLink')));
  return (
    found && { shape: 'gcloud compute list', resources: [found], coverage: coverageOf([found], 'every') }
  );
}

/** `items` of a list, or of each zone of an aggregated list. */
function apiList(value: JsonObject): Listing | undefined {
  if (!/^compute#\w+List$/.test(text(own(value, 'kind')) ?? '')) return undefined;
  const items = own(value, 'items');
  const scopes = isObject(items) ? Object.keys(items).flatMap((key) => own(items, key) ?? []) : [];
  const rows = Array.isArray(items)
    ? objects(items)
    : scopes.flatMap((scope) =>
        isObject(scope) ? Object.keys(scope).flatMap((key) => objects(own(scope, key))) : [],
      );
  const resources = rows.flatMap((row) => compute(row, text(own(row, 'selfLink'))) ?? []);
  const isPartial = text(own(value, 'nextPageToken')) !== undefined;
  return {
    shape: 'Compute API list',
    resources,
    coverage: isPartial ? [] : coverageOf(resources, 'every'),
    isPartial,
  };
}

function assetList(value: JsonObject): Listing | undefined {
  const assets = objects(own(value, 'assets'));
  const found = assets.flatMap((one) => asset(one) ?? []);
  if (found.length === 0) return undefined;
  const resources = found.flatMap((one) => one.resources);
  const isPartial = text(own(value, 'nextPageToken')) !== undefined;
  const covering = found.flatMap(({ coverage, resources: own }) => (coverage.length > 0 ? own : []));
  return {
    shape: 'Asset Inventory',
    resources,
    coverage: isPartial ? [] : coverageOf(covering, 'every'),
    isPartial,
  };
}

function asset(value: JsonObject): Listing | undefined {
  const type = text(own(value, 'asset_type')) ?? text(own(value, 'assetType'));
  const name = text(own(value, 'name'));
  if (!type?.startsWith('compute.googleapis.com/') || name === undefined) return undefined;
  const data = member(own(value, 'resource'), 'data');
  const policy = own(value, 'iam_policy') ?? own(value, 'iamPolicy');
  const found = isObject(data) ? compute(data, text(own(data, 'selfLink')) ?? name) : undefined;
  const sharing = isObject(policy) ? shared(name, policy) : undefined;
  const resources = [found, sharing].filter((one) => one !== undefined);
  // Other types of Compute (firewalls, networks) are assets that are not kept.
  return { shape: 'Asset Inventory', resources, coverage: found ? coverageOf([found], 'every') : [] };
}

/** A change of a feed: one asset as it is now, or that it was deleted. */
function feed(value: JsonObject): Listing | undefined {
  const changed = own(value, 'asset');
  const isChange =
    Object.hasOwn(value, 'window') ||
    Object.hasOwn(value, 'priorAsset') ||
    Object.hasOwn(value, 'prior_asset');
  if (!isObject(changed) || !isChange) return undefined;
  const found = asset(changed);
  if (!found) return undefined;
  const isDeleted = flag(own(value, 'deleted')) === true;
  const before = own(value, 'priorAsset') ?? own(value, 'prior_asset');
  const known = found.resources.length > 0 || !isObject(before) ? found : (asset(before) ?? found);
  const resources = isDeleted
    ? known.resources.map((one) => ({ ...one, state: 'deleted' }))
    : found.resources;
  return { shape: 'Asset Inventory feed', resources, coverage: [] };
}

function shared(name: string, policy: JsonObject): InventoryResource | undefined {
  const id = canonicalName(name, { project: '_' });
  const type = typeOf(id);
  if (type === undefined) return undefined;
  const sharedWith = unique(
    objects(own(policy, 'bindings')).flatMap((binding) => texts(own(binding, 'members'))),
  );
  const isPublic = sharedWith.some((one) => one === 'allUsers' || one === 'allAuthenticatedUsers');
  return { provider: 'gcp', type, id, sharedWith, public: isPublic };
}

function compute(data: JsonObject, link: string | undefined): InventoryResource | undefined {
  if (link === undefined || !/compute/.test(link) || text(own(data, 'name')) === undefined) return undefined;
  if (!Object.hasOwn(data, 'creationTimestamp') || Object.hasOwn(data, 'protoPayload')) return undefined;
  const id = canonicalName(link, { project: '_' });
  const type = typeOf(id);
  if (type === undefined) return undefined;
  const name = (key: string): string | undefined => full(text(own(data, key)));
  const place = placeInName(id);
  return known({
    provider: 'gcp',
    type,
    id,
    uid: word(own(data, 'id')),
    account: projectInName(id),
    region: place.region,
    zone: place.zone,
    name: text(own(data, 'name')),
    state: text(own(data, 'status'))?.toLowerCase(),
    createdAt: moment(own(data, 'creationTimestamp')),
    tags: textMap(own(data, 'labels')) ?? {},
    size: amount(own(data, 'diskSizeGb')) ?? amount(own(data, 'sizeGb')),
    sources: unique(
      ['sourceDisk', 'sourceSnapshot', 'sourceImage', 'sourceMachineImage', 'sourceInstance'].map(name),
    ),
    kmsKey: text(member(keyOf(data, type), 'kmsKeyName')),
    ...(type === 'volume' && { attachedTo: unique(texts(own(data, 'users')).map(full)) }),
    ...(type === 'instance' ? machine(data) : {}),
  }) as InventoryResource;
}

function machine(data: JsonObject): object {
  const scheduling = own(data, 'scheduling');
  const addresses = objects(own(data, 'networkInterfaces')).flatMap((one) => [
    ...objects(own(one, 'accessConfigs')),
    ...objects(own(one, 'ipv6AccessConfigs')),
  ]);
  const metadata = objects(member(own(data, 'metadata'), 'items'));
  const maker = metadata.find((one) => own(one, 'key') === 'created-by');
  return known({
    instanceType: short(own(data, 'machineType')),
    spot:
      flag(member(scheduling, 'preemptible')) === true || member(scheduling, 'provisioningModel') === 'SPOT',
    role:
      unique(objects(own(data, 'serviceAccounts')).map((one) => text(own(one, 'email')))).join(' ') ||
      undefined,
    managedBy: full(text(own(maker ?? {}, 'value'))),
    publicIp: addresses.some(
      (one) => text(own(one, 'natIP')) !== undefined || text(own(one, 'externalIpv6')) !== undefined,
    ),
    protection: flag(own(data, 'deletionProtection')) ?? false,
  });
}

function keyOf(data: JsonObject, type: ResourceType): Json | undefined {
  const names = { snapshot: 'snapshotEncryptionKey', image: 'imageEncryptionKey' } as const;
  return own(data, type === 'snapshot' || type === 'image' ? names[type] : 'diskEncryptionKey');
}

function typeOf(id: string): ResourceType | undefined {
  const kind = kindOfName(id);
  return kind === 'network' ? undefined : resourceTypes.find((one) => one === kind);
}

function full(link: string | undefined): string | undefined {
  return link === undefined ? undefined : canonicalName(link, { project: '_' });
}

function short(link: Json | undefined): string | undefined {
  const written = text(link);
  return written === undefined ? undefined : lastPart(written);
}
