import type { JsonObject } from '../../../src/core/json.ts';
import { actor, at, mark, type Stage, uuidOf } from './scenario.ts';

export const project = 'tern-prod';
const zone = 'europe-west3-a';

/** The name of a resource of the story: `gcpId('disks', 'a')`. */
export function gcpId(
  type: 'disks' | 'snapshots' | 'instances' | 'images',
  name: string,
  where = zone,
): string {
  const place = type === 'snapshots' || type === 'images' ? 'global' : `zones/${where}`;
  return `projects/${project}/${place}/${type}/${mark}-${name}`;
}

export function gcpUser(name: string = actor.name): JsonObject {
  return {
    authenticationInfo: {
      principalEmail: `${name}@tern.example`,
      principalSubject: `user:${name}@tern.example`,
    },
    requestMetadata: { callerIp: '203.0.113.42', callerSuppliedUserAgent: 'google-cloud-sdk gcloud/549.0.1' },
  };
}

export function gcpServiceAccount(email: string): JsonObject {
  return {
    authenticationInfo: { principalEmail: email, principalSubject: `serviceAccount:${email}` },
    requestMetadata: { callerIp: '203.0.113.43', callerSuppliedUserAgent: 'Terraform/1.10.3' },
  };
}

/** The agent of managed instance groups. */
export const instanceGroupAgent: JsonObject = {
  authenticationInfo: {
    principalEmail: '418203957712@cloudservices.gserviceaccount.com',
    principalSubject: 'serviceAccount:418203957712@cloudservices.gserviceaccount.com',
  },
  requestMetadata: { callerSuppliedUserAgent: 'GCE Managed Instance Group for Tesseract' },
};

export interface GcpCall {
  readonly minute: number;
  readonly method: string;
  readonly resource: string;
  readonly request?: JsonObject;
  readonly by?: JsonObject;
  readonly payload?: JsonObject;
  readonly service?: string;
  readonly zone?: string;
  /** Reads stand in a log of their own, when they are logged at all. */
  readonly log?: 'activity' | 'data_access' | 'system_event';
  /** The call is over at once: one entry instead of two. */
  readonly single?: boolean;
}

/** The entries of one call: the first with the request, the last at its end. */
export function gcp(call: GcpCall): Stage {
  const { minute, method, resource, request = {}, payload = {}, single = false, zone: where = zone } = call;
  const key = `${method}-${resource}-${minute}`;
  const entry = (offset: number, part: string, more: JsonObject): JsonObject => ({
    insertId: uuidOf(`${part} ${key}`).slice(0, 13),
    logName: `projects/${project}/logs/cloudaudit.googleapis.com%2F${call.log ?? 'activity'}`,
    protoPayload: {
      '@type': 'type.googleapis.com/google.cloud.audit.AuditLog',
      serviceName: call.service ?? 'compute.googleapis.com',
      methodName: method,
      resourceName: resource,
      ...(call.by ?? gcpUser()),
      ...more,
    },
    resource: { type: 'gce_instance', labels: { project_id: project, zone: where } },
    severity: 'NOTICE',
    timestamp: at(minute + offset).replace('Z', '.123456Z'),
    receiveTimestamp: at(minute + offset + 0.1),
    ...(single
      ? {}
      : { operation: { id: `operation-${uuidOf(key)}`, producer: 'compute.googleapis.com', [part]: true } }),
  });
  const type = { '@type': `type.googleapis.com/${method.replace(/^v1\./, '')}` };
  const opening = entry(0, 'first', { request: { ...type, ...request }, ...payload });
  const name = `${method} ${resource.split('/').at(-1)}`;
  return single
    ? { name, records: [opening] }
    : { name, records: [opening, entry(0.2, 'last', { request: type })] };
}

type More = Pick<GcpCall, 'by'>;

export function diskSnapshot(minute: number, disk: string, snapshot: string, more: More = {}): Stage {
  return gcp({
    minute,
    method: 'v1.compute.disks.createSnapshot',
    resource: disk,
    request: { name: nameOf(snapshot) },
    ...more,
  });
}

export function insertDisk(minute: number, disk: string, snapshot?: string, more: More = {}): Stage {
  const source = snapshot === undefined ? { sizeGb: '10' } : { sourceSnapshot: snapshot };
  return gcp({
    minute,
    method: 'v1.compute.disks.insert',
    resource: disk,
    request: { name: nameOf(disk), ...source },
    ...more,
  });
}

/** @param disks request bodies of its disks beside the boot disk */
export function insertInstance(
  minute: number,
  instance: string,
  disks: readonly JsonObject[] = [],
  more: More & { readonly request?: JsonObject; readonly zone?: string } = {},
): Stage {
  const { request = {}, ...rest } = more;
  const image = 'projects/debian-cloud/global/images/debian-12-bookworm-v20260210';
  return gcp({
    minute,
    method: 'v1.compute.instances.insert',
    resource: instance,
    request: {
      name: nameOf(instance),
      machineType: `projects/${project}/zones/${zone}/machineTypes/e2-small`,
      disks: [{ boot: true, initializeParams: { sourceImage: image } }, ...disks],
      ...request,
    },
    ...rest,
  });
}

/** Gives a member rights on a snapshot. */
export function shareSnapshot(minute: number, snapshot: string, member: string, more: More = {}): Stage {
  const bindingDeltas = [{ action: 'ADD', role: 'roles/compute.storageAdmin', member }];
  return gcp({
    minute,
    method: 'v1.compute.snapshots.setIamPolicy',
    resource: snapshot,
    request: { policy: {} },
    single: true,
    payload: { serviceData: { policyDelta: { bindingDeltas } } },
    ...more,
  });
}

/** A list or a look at something. */
export function gcpRead(
  minute: number,
  method: string,
  resource: string,
  more: More & { readonly zone?: string } = {},
): Stage {
  return gcp({ minute, method: `v1.compute.${method}`, resource, log: 'data_access', single: true, ...more });
}

/** A port that a firewall rule opens to every address. */
export function openPort(minute: number, port: number, more: More = {}): Stage {
  return gcp({
    minute,
    method: 'v1.compute.firewalls.insert',
    resource: `projects/${project}/global/firewalls/${mark}-open-${port}`,
    request: {
      direction: 'INGRESS',
      sourceRanges: ['0.0.0.0/0'],
      alloweds: [{ IPProtocol: 'tcp', ports: [String(port)] }],
    },
    ...more,
  });
}

/** A call on one resource. */
export function gcpCall(
  minute: number,
  method: string,
  resource: string,
  request: JsonObject = {},
  more: Partial<GcpCall> = {},
): Stage {
  return gcp({ minute, method, resource, request, ...more });
}

/** A service account of the project, by the beginning of its address. */
export function serviceAccount(name: string): string {
  return `${name}@${project}.iam.gserviceaccount.com`;
}

export function makeServiceAccount(minute: number, email: string, more: More = {}): Stage {
  return gcp({
    minute,
    method: 'google.iam.admin.v1.CreateServiceAccount',
    service: 'iam.googleapis.com',
    resource: `projects/${project}`,
    request: { account_id: email.split('@')[0] ?? '' },
    payload: { response: { email, unique_id: '100000000000000000001' } },
    single: true,
    ...more,
  });
}

export function makeKey(minute: number, email: string, more: More = {}): Stage {
  return gcp({
    minute,
    method: 'google.iam.admin.v1.CreateServiceAccountKey',
    service: 'iam.googleapis.com',
    resource: `projects/-/serviceAccounts/${email}`,
    single: true,
    ...more,
  });
}

/** Gives a member a role on the project. */
export function grant(minute: number, member: string, role: string, more: More = {}): Stage {
  return gcp({
    minute,
    method: 'SetIamPolicy',
    service: 'cloudresourcemanager.googleapis.com',
    resource: `projects/${project}`,
    payload: { serviceData: { policyDelta: { bindingDeltas: [{ action: 'ADD', role, member }] } } },
    single: true,
    ...more,
  });
}

function nameOf(resource: string): string {
  return resource.split('/').at(-1) ?? resource;
}
