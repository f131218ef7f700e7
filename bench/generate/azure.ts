import type { Json, JsonObject } from '../../src/core/json.ts';
import { Random, weighted } from './random.ts';
import { people, publicAddress, services } from './world.ts';

const START = Date.UTC(2026, 2, 1, 9);
const CLAIMS = 'http://schemas.microsoft.com/identity/claims';
const subscriptions = [
  '0a0a0a0a-1111-4111-8111-000000000001',
  '0a0a0a0a-1111-4111-8111-000000000002',
] as const;
const tenant = '0b0b0b0b-2222-4222-8222-000000000001';

interface Operation {
  readonly weight: number;
  /** `PROVIDER/TYPE/ACTION`, case as Azure writes it. */
  readonly name: string;
  /** Finishes later, with a row of its own. */
  readonly slow?: true;
  readonly body?: (random: Random) => JsonObject;
}

const machine = (random: Random): JsonObject => ({
  location: 'westeurope',
  properties: {
    hardwareProfile: { vmSize: random.pick(['Standard_B2s', 'Standard_D4s_v5', 'Standard_E8s_v5']) },
    storageProfile: {
      imageReference: { publisher: 'Canonical', offer: 'ubuntu-24_04-lts', sku: 'server', version: 'latest' },
      osDisk: { createOption: 'FromImage', managedDisk: { storageAccountType: 'Premium_LRS' } },
    },
  },
});

const operations: readonly Operation[] = [
  { weight: 10, name: 'Microsoft.Compute/virtualMachines/write', slow: true, body: machine },
  { weight: 8, name: 'Microsoft.Compute/virtualMachines/start/action', slow: true },
  { weight: 8, name: 'Microsoft.Compute/virtualMachines/deallocate/action', slow: true },
  { weight: 6, name: 'Microsoft.Compute/virtualMachines/delete', slow: true },
  {
    weight: 8,
    name: 'Microsoft.Compute/snapshots/write',
    slow: true,
    body: () => ({ location: 'westeurope', properties: { creationData: { createOption: 'Copy' } } }),
  },
  {
    weight: 6,
    name: 'Microsoft.Compute/disks/write',
    slow: true,
    body: () => ({
      location: 'westeurope',
      properties: { diskSizeGB: 64, creationData: { createOption: 'Empty' } },
    }),
  },
  { weight: 6, name: 'Microsoft.Compute/disks/delete', slow: true },
  {
    weight: 12,
    name: 'Microsoft.Resources/tags/write',
    body: () => ({ properties: { tags: { service: 'ledger' } } }),
  },
  { weight: 16, name: 'Microsoft.Storage/storageAccounts/listKeys/action' },
  { weight: 10, name: 'Microsoft.Network/networkInterfaces/write', slow: true },
  { weight: 6, name: 'Microsoft.Resources/deployments/write', slow: true },
  { weight: 4, name: 'Microsoft.Authorization/policies/audit/action' },
];
/** What most of an Activity Log is about. */
const everyday: readonly Operation[] = [
  { weight: 340, name: 'Microsoft.Storage/storageAccounts/listKeys/action' },
  { weight: 220, name: 'Microsoft.Web/sites/config/list/action' },
  { weight: 180, name: 'Microsoft.OperationalInsights/workspaces/query/action' },
  { weight: 140, name: 'Microsoft.KeyVault/vaults/write' },
  { weight: 120, name: 'Microsoft.ContainerService/managedClusters/listClusterUserCredential/action' },
  { weight: 110, name: 'Microsoft.Insights/metricAlerts/write', slow: true },
  { weight: 90, name: 'Microsoft.Web/sites/publishxml/action' },
];
const chooseCompute = weighted(operations);
const chooseAny = weighted([...everyday, ...operations.map((one) => ({ ...one, weight: one.weight / 3 }))]);

/** Azure Activity Log rows as diagnostic settings write them, two or three an operation, operations interleaved.
 * Of compute alone, or of an everyday subscription, where compute has a thirtieth part. */
export function* azure(seed: number, isEveryday = false): Generator<JsonObject> {
  const random = new Random(seed);
  const waiting: JsonObject[] = [];
  for (let index = 0; ; index += 1) {
    const operation = isEveryday ? chooseAny(random) : chooseCompute(random);
    waiting.push(...rows(random, operation, START + index * 400));
    while (waiting.length > 30) yield waiting.splice(random.below(8), 1)[0] as JsonObject;
  }
}

function rows(random: Random, operation: Operation, time: number): JsonObject[] {
  const { name, slow, body } = operation;
  const subscription = random.pick(subscriptions);
  const type = name
    .split('/')
    .slice(1, -1)
    .filter((part) => !['start', 'deallocate', 'listKeys', 'audit'].includes(part));
  const service = random.pick(services);
  const resource = `/subscriptions/${subscription}/resourceGroups/${service}-rg/providers/${name.split('/')[0]}/${type.join('/')}/${service}-${random.hex(6)}`;
  const correlationId = random.uuid();
  const identity = caller(random, resource, name);
  const address = publicAddress(random);
  const row = (at: number, result: string, signature: string, properties: JsonObject): JsonObject => ({
    time: `${new Date(at).toISOString().slice(0, -1)}0000Z`,
    resourceId: resource.toUpperCase(),
    operationName: name.toUpperCase(),
    category: 'Administrative',
    resultType: result,
    resultSignature: signature,
    durationMs: String(at - time),
    callerIpAddress: address,
    correlationId,
    identity,
    level: 'Information',
    location: 'global',
    tenantId: tenant,
    eventDataId: random.uuid(),
    properties: {
      eventCategory: 'Administrative',
      entity: resource,
      message: name,
      hierarchy: `${tenant}/${subscription}`,
      ...properties,
    },
  });
  const request: Record<string, Json> = body ? { requestbody: JSON.stringify(body(random)) } : {};
  const made = [row(time, 'Start', 'Started.', request)];
  if (slow) {
    made.push(
      row(time + 900, 'Accept', 'Accepted.Accepted', {
        statusCode: 'Accepted',
        serviceRequestId: random.uuid(),
      }),
    );
    made.push(
      row(time + 30_000 + random.below(20_000), 'Success', 'Succeeded.', {
        statusCode: 'OK',
        serviceRequestId: random.uuid(),
      }),
    );
  } else {
    made.push(
      row(time + 400, 'Success', 'Succeeded.OK', { statusCode: 'OK', serviceRequestId: random.uuid() }),
    );
  }
  return made;
}

function caller(random: Random, scope: string, action: string): JsonObject {
  const name = random.pick(people);
  return {
    authorization: {
      scope,
      action,
      evidence: {
        role: 'Contributor',
        roleAssignmentScope: '/',
        roleAssignmentId: random.hex(32),
        roleDefinitionId: random.hex(32),
        principalId: random.hex(32),
        principalType: 'User',
      },
    },
    claims: {
      aud: 'https://management.azure.com/',
      iss: `https://sts.windows.net/${tenant}/`,
      appid: '04b07795-8ddb-461a-bbee-02f9e1bf7b46',
      appidacr: '0',
      [`${CLAIMS}/objectidentifier`]: `0c0c0c0c-3333-4333-8333-0000000000${10 + people.indexOf(name)}`,
      'http://schemas.xmlsoap.org/ws/2005/05/identity/claims/upn': `${name}@clouds.example`,
      [`${CLAIMS}/tenantid`]: tenant,
      [`${CLAIMS}/scope`]: 'user_impersonation',
      ipaddr: publicAddress(random),
      uti: random.base64(22),
      ver: '1.0',
    },
  };
}
