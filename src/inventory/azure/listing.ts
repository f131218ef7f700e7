import {
  canonicalId,
  isResourceId,
  kindOf,
  type ResourceId,
  readResourceId,
} from '../../clouds/azure/resource-id.ts';
import { isObject, type Json, type JsonObject, member, own, text } from '../../core/json.ts';
import { coverageOf, type Listing } from '../listing.ts';
import { amount, known, moment, objects, textMap, unique, word } from '../members.ts';
import { type InventoryResource, type ResourceType, resourceTypes } from '../resource.ts';

/**
 * Azure: a resource as `az … list` flattens it or as Resource Manager and Resource Graph nest it, and the answer of Resource
 * Graph as a whole (`data` as objects or as a table).
 */
export function azureListing(value: JsonObject): Listing | undefined {
  const data = own(value, 'data');
  const isGraph = ['count', 'totalRecords', 'total_records'].some((key) => Object.hasOwn(value, key));
  if (isGraph && data !== undefined) return graphAnswer(value, data);
  const found = azureResource(value);
  if (!found) return undefined;
  return { shape: 'Azure resource', resources: [found], coverage: coverageOf([found], 'every') };
}

function graphAnswer(answer: JsonObject, data: Json): Listing | undefined {
  const rows = Array.isArray(data) ? objects(data) : tableRows(data);
  const resources = rows.flatMap((row) => azureResource(row) ?? []);
  if (rows.length > 0 && resources.length === 0) return undefined;
  const next =
    text(own(answer, 'skipToken')) ?? text(own(answer, '$skipToken')) ?? text(own(answer, 'skip_token'));
  const isPartial =
    next !== undefined ||
    own(answer, 'resultTruncated') === 'true' ||
    own(answer, 'resultTruncated') === true;
  return {
    shape: 'Resource Graph',
    resources,
    coverage: isPartial ? [] : coverageOf(resources, 'every'),
    isPartial,
  };
}

function tableRows(data: Json): JsonObject[] {
  const columns = objects(member(data, 'columns')).map((column) => text(own(column, 'name')) ?? '');
  const rows = member(data, 'rows');
  if (!Array.isArray(rows)) return [];
  return (rows as readonly Json[]).flatMap((row) =>
    Array.isArray(row)
      ? [Object.fromEntries(columns.map((name, index) => [name, (row as readonly Json[])[index] ?? null]))]
      : [],
  );
}

/** Members of the Activity Log, whose rows have ids of the resources that they are about. */
const logMembers = ['operationName', 'eventTimestamp', 'OperationNameValue', 'correlationId', 'eventDataId'];

function azureResource(value: JsonObject): InventoryResource | undefined {
  const written = text(own(value, 'id'));
  if (written === undefined || !isResourceId(written)) return undefined;
  if (logMembers.some((name) => Object.hasOwn(value, name))) return undefined;
  const id = readResourceId(written);
  const type = resourceTypes.find((one) => one === kindOf(id));
  // Firewall rules of Azure are not matched with machines, so they are not listed.
  if (type === undefined || type === 'network') return undefined;
  return resource(value, id, type);
}

function resource(value: JsonObject, id: ResourceId, type: ResourceType): InventoryResource {
  const nested = own(value, 'properties');
  const get = (name: string): Json | undefined =>
    (isObject(nested) ? own(nested, name) : undefined) ?? own(value, name);
  const creation = get('creationData');
  const managedBy = text(own(value, 'managedBy'));
  return known({
    provider: 'azure',
    type,
    id: id.id,
    uid: text(get('vmId')) ?? text(get('uniqueId')),
    account: id.subscription,
    region: text(own(value, 'location'))?.toLowerCase().replaceAll(' ', ''),
    zone: firstText(own(value, 'zones')),
    name: text(own(value, 'name')) ?? id.name,
    state: stateOf(get),
    createdAt: moment(get('timeCreated')),
    tags: textMap(own(value, 'tags')) ?? {},
    size: amount(get('diskSizeGB')) ?? amount(get('diskSizeGb')),
    access: accessOf(get),
    exported: type === 'volume' || type === 'snapshot' ? get('diskState') === 'ActiveSAS' : undefined,
    sources: unique([
      reference(member(creation, 'sourceResourceId')),
      reference(member(creation, 'sourceUri')),
      reference(member(member(creation, 'imageReference'), 'id')),
      reference(member(get('sourceVirtualMachine'), 'id')),
    ]),
    ...(type === 'volume' && { attachedTo: unique([reference(managedBy)]) }),
    ...(type === 'instance' ? machine(value, get) : {}),
  }) as InventoryResource;
}

function machine(value: JsonObject, get: (name: string) => Json | undefined): object {
  const group = text(member(get('virtualMachineScaleSet'), 'id'));
  const image = member(get('storageProfile'), 'imageReference');
  const publicIps = own(value, 'publicIps');
  return known({
    instanceType: text(member(get('hardwareProfile'), 'vmSize')),
    image: imageOf(image),
    spot: get('priority') === undefined ? undefined : get('priority') !== 'Regular',
    role: text(member(own(value, 'identity'), 'type')),
    managedBy: reference(group),
    publicIp: typeof publicIps === 'string' ? publicIps !== '' : undefined,
  });
}

function imageOf(image: Json | undefined): string | undefined {
  const id = reference(member(image, 'id'));
  if (id !== undefined) return id;
  const parts = [
    text(member(image, 'publisher')),
    text(member(image, 'offer')),
    text(member(image, 'sku')),
    text(member(image, 'exactVersion')) ?? text(member(image, 'version')),
  ].filter((part) => part !== undefined);
  return parts.length > 0 ? parts.join(':') : undefined;
}

/** `VM running` of `az vm list -d`, `PowerState/running` of Resource Graph, the state of a disk. */
function stateOf(get: (name: string) => Json | undefined): string | undefined {
  const shown = text(get('powerState'))?.replace(/^VM /, '');
  const code = text(member(member(member(get('extended'), 'instanceView'), 'powerState'), 'code'));
  return (
    shown ??
    code?.replace(/^PowerState\//, '') ??
    text(get('diskState')) ??
    text(get('provisioningState'))
  )?.toLowerCase();
}

function accessOf(get: (name: string) => Json | undefined): string | undefined {
  const policy = text(get('networkAccessPolicy'));
  const isPublic = text(get('publicNetworkAccess'));
  if (policy === undefined && isPublic === undefined) return undefined;
  return [policy, isPublic && `public ${isPublic}`].filter((part) => part !== undefined).join(', ');
}

function reference(value: Json | undefined): string | undefined {
  const written = word(value);
  return written === undefined ? undefined : canonicalId(written);
}

function firstText(value: Json | undefined): string | undefined {
  return Array.isArray(value) ? word((value as readonly Json[])[0]) : undefined;
}
