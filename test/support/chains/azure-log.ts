import type { JsonObject } from '../../../src/core/json.ts';
import { actor, at, mark, type Stage, uuidOf } from './scenario.ts';

export const subscription = '5c5c5c5c-0000-4000-8000-00000000aaaa';
const tenant = '6d6d6d6d-0000-4000-8000-00000000bbbb';
const group = `/subscriptions/${subscription}/resourceGroups/prod`;
const claimNames = 'http://schemas.microsoft.com/identity/claims/';
const soapNames = 'http://schemas.xmlsoap.org/ws/2005/05/identity/claims/';

/** The id of a resource of the story: `azureId('disks', 'a')`. */
export function azureId(type: string, name: string): string {
  return `${group}/providers/Microsoft.Compute/${type}/${mark}-${name}`;
}

export function azureIdOf(provider: string, name: string): string {
  return `${group}/providers/${provider}/${mark}-${name}`;
}

export function azureUser(name: string = actor.name, oid: string = actor.oid): JsonObject {
  return {
    appid: '04b07795-8ddb-461a-bbee-02f9e1bf7b46',
    appidacr: '0',
    [`${claimNames}objectidentifier`]: oid,
    [`${claimNames}tenantid`]: tenant,
    [`${claimNames}scope`]: 'user_impersonation',
    [`${soapNames}upn`]: `${name}@tern.example`,
    ipaddr: '203.0.113.41',
    uti: `token-${name}`,
  };
}

/** An application that acts for itself; `appid` may be that of a service of Microsoft. */
export function azureApp(oid: string, appid: string): JsonObject {
  return {
    appid,
    appidacr: '2',
    idtyp: 'app',
    [`${claimNames}objectidentifier`]: oid,
    [`${claimNames}tenantid`]: tenant,
    uti: `token-${oid.slice(0, 8)}`,
  };
}

export const azureBackup: JsonObject = azureApp(
  '73333300-0000-4000-8000-000000000003',
  '262044b1-e2ce-469f-a196-69ab7ada62d3',
);

export interface AzureCall {
  readonly minute: number;
  readonly operation: string;
  readonly resource: string;
  readonly request?: JsonObject;
  readonly by?: JsonObject;
  /** A component of the platform that acts by itself: it has a name and no token. */
  readonly caller?: string;
  /** The resource did not exist before. */
  readonly created?: boolean;
}

/** The rows of one call as a diagnostic setting exports them: its start with the request, and its end. */
export function azure(call: AzureCall): Stage {
  const { minute, operation, resource, request, created = false } = call;
  const claims = call.caller === undefined ? (call.by ?? azureUser()) : {};
  const key = `${operation}-${resource}-${minute}`;
  const row = (offset: number, type: string, signature: string, properties: JsonObject): JsonObject => ({
    time: at(minute + offset).replace('Z', '.1234567Z'),
    resourceId: resource.toUpperCase(),
    operationName: operation.toUpperCase(),
    category: 'Administrative',
    resultType: type,
    resultSignature: signature,
    durationMs: '0',
    callerIpAddress: '203.0.113.41',
    correlationId: uuidOf(key),
    identity: { authorization: { action: operation, scope: resource }, claims },
    ...(call.caller === undefined ? {} : { caller: call.caller }),
    level: 'Information',
    location: 'global',
    tenantId: tenant,
    properties: {
      entity: resource,
      message: operation,
      hierarchy: `${tenant}/${subscription}`,
      eventCategory: 'Administrative',
      ...properties,
    },
  });
  const code = created ? 'Created' : 'OK';
  return {
    name: `${operation} ${resource.split('/').at(-1)}`,
    records: [
      row(0, 'Start', 'Started.', request ? { requestbody: JSON.stringify(request) } : {}),
      row(0.25, 'Success', `Succeeded.${code}`, { statusCode: code }),
    ],
  };
}

type More = Pick<AzureCall, 'by' | 'caller'>;

/** @param from a disk or snapshot that it is a copy of */
export function writeDisk(minute: number, resource: string, from?: string, more: More = {}): Stage {
  const creationData =
    from === undefined ? { createOption: 'Empty' } : { createOption: 'Copy', sourceResourceId: from };
  const type = resource.includes('/snapshots/') ? 'snapshots' : 'disks';
  return azure({
    minute,
    operation: `Microsoft.Compute/${type}/write`,
    resource,
    request: { location: 'westeurope', properties: { creationData } },
    created: true,
    ...more,
  });
}

/** @param disks data disks that exist */
export function writeMachine(
  minute: number,
  resource: string,
  disks: readonly string[] = [],
  more: More & {
    readonly properties?: JsonObject;
    readonly created?: boolean;
    /** Members beside the properties: tags, identity, location. */
    readonly body?: JsonObject;
  } = {},
): Stage {
  const { properties = {}, created = true, body = {}, ...rest } = more;
  return azure({
    minute,
    operation: 'Microsoft.Compute/virtualMachines/write',
    resource,
    request: {
      location: 'westeurope',
      properties: {
        hardwareProfile: { vmSize: 'Standard_B2s' },
        storageProfile: {
          imageReference: {
            publisher: 'Canonical',
            offer: 'ubuntu-24_04-lts',
            sku: 'server',
            version: 'latest',
          },
          dataDisks: disks.map((id, lun) => ({ lun, createOption: 'Attach', managedDisk: { id } })),
        },
        ...properties,
      },
      ...body,
    },
    created,
    ...rest,
  });
}

export function attachDisk(minute: number, disk: string, machine: string, more: More = {}): Stage {
  return azure({
    minute,
    operation: 'Microsoft.Compute/virtualMachines/attachDetachDataDisks/action',
    resource: machine,
    request: { dataDisksToAttach: [{ diskId: disk, lun: 1 }] },
    ...more,
  });
}

/** A port of a network security group, opened to every address. */
export function openPort(minute: number, port: number, more: More = {}): Stage {
  return azure({
    minute,
    operation: 'Microsoft.Network/networkSecurityGroups/securityRules/write',
    resource: azureIdOf('Microsoft.Network/networkSecurityGroups', `nsg/securityRules/open-${port}`),
    request: {
      properties: {
        access: 'Allow',
        direction: 'Inbound',
        protocol: 'Tcp',
        sourceAddressPrefix: '*',
        destinationPortRange: String(port),
        priority: 100,
      },
    },
    created: true,
    ...more,
  });
}

/** A call without a request body. */
export function azureCall(minute: number, operation: string, resource: string, more: More = {}): Stage {
  return azure({ minute, operation, resource, ...more });
}

/** A change of the directory, as Entra ID writes it to a diagnostic setting. */
export function entra(
  minute: number,
  operation: string,
  target: { readonly id: string; readonly role?: string },
): Stage {
  const changed =
    target.role === undefined ? [] : [{ displayName: 'Role.DisplayName', newValue: `"${target.role}"` }];
  const key = `${operation} ${target.id} ${minute}`;
  return {
    name: `${operation} ${target.id.slice(0, 8)}`,
    records: [
      {
        time: at(minute).replace('Z', '.1234567Z'),
        resourceId: `/tenants/${tenant}/providers/Microsoft.aadiam`,
        operationName: operation,
        category: 'AuditLogs',
        tenantId: tenant,
        resultSignature: 'None',
        callerIpAddress: '203.0.113.41',
        correlationId: uuidOf(key),
        properties: {
          id: `Directory_${uuidOf(key)}`,
          category: 'UserManagement',
          result: 'success',
          activityDisplayName: operation,
          activityDateTime: at(minute),
          loggedByService: 'Core Directory',
          initiatedBy: { user: { id: actor.oid, userPrincipalName: `${actor.name}@tern.example` } },
          targetResources: [{ id: target.id, type: 'User', displayName: null, modifiedProperties: changed }],
        },
      },
    ],
  };
}

export const elevate = (minute: number, more: More = {}): Stage =>
  azure({
    minute,
    operation: 'Microsoft.Authorization/elevateAccess/action',
    resource: '/providers/Microsoft.Authorization',
    ...more,
  });

/** @param oid who becomes owner of the subscription */
export function makeOwner(minute: number, oid: string, more: More = {}): Stage {
  return azure({
    minute,
    operation: 'Microsoft.Authorization/roleAssignments/write',
    resource: `/subscriptions/${subscription}/providers/Microsoft.Authorization/roleAssignments/${uuidOf(oid)}`,
    request: {
      Id: uuidOf(oid),
      Properties: {
        PrincipalId: oid,
        PrincipalType: 'User',
        RoleDefinitionId: `/subscriptions/${subscription}/providers/Microsoft.Authorization/roleDefinitions/8e3af657-a8ff-443c-a75c-2fe8c4bcb635`,
        Scope: `/subscriptions/${subscription}`,
      },
    },
    created: true,
    ...more,
  });
}
