// The Azure half of the day, as a diagnostic setting archives the Activity Log to storage: PT1H.json, a row a line.
import { at, people, plus, random, uuid } from './day.mjs';

const subscription = '7d1f0c44-58b0-4a1e-9f43-2a6c0b9d5e10';
const tenant = '3b2a1c00-9e8d-4f7a-8c6b-5d4e3f2a1b00';
const next = random(20260311);

const identities = {
  pavel: {
    oid: '6f1e2d3c-0000-4000-8000-0000000000a1',
    upn: people.pavel.mail,
    appid: '04b07795-8ddb-461a-bbee-02f9e1bf7b46',
    ip: people.pavel.ip,
  },
  tess: {
    oid: '6f1e2d3c-0000-4000-8000-0000000000b2',
    upn: people.tess.mail,
    appid: '04b07795-8ddb-461a-bbee-02f9e1bf7b46',
    ip: people.tess.ip,
  },
  pipeline: {
    oid: '6f1e2d3c-0000-4000-8000-0000000000c3',
    appid: '9c8b7a65-0000-4000-8000-00000000d1d1',
    ip: '192.0.2.140',
  },
  backup: {
    oid: '6f1e2d3c-0000-4000-8000-0000000000d4',
    appid: '262044b1-e2ce-469f-a196-69ab7ada62d3',
    ip: '20.50.0.10',
  },
};

function identity({ oid, upn, appid, ip }, action, scope) {
  return {
    authorization: {
      scope,
      action,
      evidence: { role: 'Contributor', principalType: upn ? 'User' : 'ServicePrincipal' },
    },
    claims: {
      aud: 'https://management.core.windows.net/',
      iss: `https://sts.windows.net/${tenant}/`,
      appid,
      appidacr: upn ? '0' : '1',
      ...(upn
        ? {
            'http://schemas.xmlsoap.org/ws/2005/05/identity/claims/upn': upn,
            'http://schemas.microsoft.com/claims/authnmethodsreferences': 'pwd,mfa',
            'http://schemas.microsoft.com/identity/claims/scope': 'user_impersonation',
            ipaddr: ip,
          }
        : { idtyp: 'app' }),
      'http://schemas.microsoft.com/identity/claims/objectidentifier': oid,
      'http://schemas.microsoft.com/identity/claims/tenantid': tenant,
      uti: `uti-${oid.slice(-4)}-20260310`,
      ver: '1.0',
    },
  };
}

const rows = [];

/** The rows of one operation: Start with the request, Accept where it runs on, then the end. */
function operation(
  who,
  time,
  name,
  resource,
  { request, seconds = 20, created = false, accepted = true, tracked = true } = {},
) {
  const correlationId = uuid(next);
  const resourceId = `/subscriptions/${subscription}${resource}`;
  const common = (offset, resultType, resultSignature, properties) => ({
    time: at(plus(time, offset), `.${String(1_000_000 + Math.floor(next() * 8_999_999)).slice(0, 7)}`),
    resourceId: resourceId.toUpperCase(),
    operationName: name.toUpperCase(),
    category: 'Administrative',
    resultType,
    resultSignature,
    durationMs: '0',
    callerIpAddress: who.ip,
    correlationId,
    identity: identity(who, name, resourceId),
    level: 'Information',
    location: 'global',
    properties: {
      entity: resourceId,
      message: name,
      hierarchy: `${tenant}/${subscription}`,
      eventCategory: 'Administrative',
      ...properties,
    },
  });
  rows.push(common(0, 'Start', 'Started.', request ? { requestbody: JSON.stringify(request) } : {}));
  if (accepted) rows.push(common(1, 'Accept', 'Accepted.Accepted', { statusCode: 'Accepted' }));
  if (tracked)
    rows.push(
      common(seconds, 'Success', `Succeeded.${created ? 'Created' : 'OK'}`, {
        statusCode: created ? 'Created' : 'OK',
      }),
    );
}

const vm = (group, name) => `/resourceGroups/${group}/providers/Microsoft.Compute/virtualMachines/${name}`;
const disk = (group, name) => `/resourceGroups/${group}/providers/Microsoft.Compute/disks/${name}`;
const snapshot = (group, name) => `/resourceGroups/${group}/providers/Microsoft.Compute/snapshots/${name}`;
const vmBody = (size, tags) => ({
  location: 'westeurope',
  tags,
  properties: {
    hardwareProfile: { vmSize: size },
    storageProfile: {
      imageReference: { publisher: 'Canonical', offer: 'ubuntu-24_04-lts', sku: 'server', version: 'latest' },
      osDisk: { createOption: 'FromImage', managedDisk: { storageAccountType: 'Premium_LRS' } },
    },
    osProfile: {
      computerName: 'vm',
      adminUsername: 'azureuser',
      linuxConfiguration: { disablePasswordAuthentication: true },
    },
  },
});

// Night: Azure Backup takes its restore point of the accounting server.
operation(
  identities.backup,
  '01:30:04',
  'Microsoft.Compute/restorePointCollections/restorePoints/write',
  '/resourceGroups/AzureBackupRG_westeurope_1/providers/Microsoft.Compute/restorePointCollections/AzureBackup_accounting_1/restorePoints/rp-20260310',
  { created: true, seconds: 95 },
);

// Morning and evening: the desktop machines of the office start and stop on a schedule.
for (const name of ['desk-1', 'desk-2']) {
  operation(
    identities.pipeline,
    '06:45:00',
    'Microsoft.Compute/virtualMachines/start/action',
    vm('office', name),
    { seconds: 40 },
  );
  operation(
    identities.pipeline,
    '18:30:00',
    'Microsoft.Compute/virtualMachines/deallocate/action',
    vm('office', name),
    { seconds: 55 },
  );
}

// A deployment of the order system: a template, its machine is updated.
operation(
  identities.pipeline,
  '09:22:10',
  'Microsoft.Resources/deployments/write',
  '/resourceGroups/orders/providers/Microsoft.Resources/deployments/release-118',
  { created: true, seconds: 60 },
);
operation(
  identities.pipeline,
  '09:22:15',
  'Microsoft.Compute/virtualMachines/write',
  vm('orders', 'orders-1'),
  { request: vmBody('Standard_D2s_v5', { env: 'prod', change: 'CHG0030115' }), seconds: 30 },
);

// A person at work: a snapshot before a risky update.
operation(
  identities.pavel,
  '11:05:30',
  'Microsoft.Compute/snapshots/write',
  snapshot('office', 'accounting-before-update'),
  {
    request: {
      location: 'westeurope',
      tags: { change: 'CHG0030118' },
      properties: {
        creationData: {
          createOption: 'Copy',
          sourceResourceId: `/subscriptions/${subscription}${disk('office', 'accounting-os')}`,
        },
      },
    },
    seconds: 25,
  },
);
operation(
  identities.pavel,
  '15:40:12',
  'Microsoft.Compute/snapshots/delete',
  snapshot('office', 'accounting-before-update'),
  { seconds: 12 },
);

// Atomic test 2: a resource group, and a machine in it.
const group = 'df00tech-atomic-test-rg';
operation(
  identities.tess,
  '10:31:40',
  'Microsoft.Resources/subscriptions/resourceGroups/write',
  `/resourceGroups/${group}`,
  { request: { location: 'westeurope' }, created: true, accepted: false, seconds: 2 },
);
operation(identities.tess, '10:32:05', 'Microsoft.Compute/virtualMachines/write', vm(group, 'atomic-vm'), {
  request: vmBody('Standard_B1s', {}),
  created: true,
  seconds: 48,
});
operation(identities.tess, '10:44:30', 'Microsoft.Compute/virtualMachines/delete', vm(group, 'atomic-vm'), {
  seconds: 35,
});
operation(
  identities.tess,
  '10:46:10',
  'Microsoft.Resources/subscriptions/resourceGroups/delete',
  `/resourceGroups/${group}`,
  { seconds: 90 },
);

/** Path → text, in the layout of the storage container. */
export function azureFiles() {
  const files = new Map();
  for (const row of rows.toSorted((a, b) => (a.time < b.time ? -1 : 1))) {
    const path = `azure/insights-activity-logs/resourceId=/SUBSCRIPTIONS/${subscription.toUpperCase()}/y=2026/m=03/d=10/h=${row.time.slice(11, 13)}/m=00/PT1H.json`;
    files.set(path, `${files.get(path) ?? ''}${JSON.stringify(row)}\r\n`);
  }
  return files;
}
