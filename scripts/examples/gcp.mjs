// The Google Cloud half of the day, as a log sink writes it to Cloud Storage: one LogEntry a line, a file an hour.
import { at, hex, people, plus, random } from './day.mjs';

const project = 'hq-print-render';
const number = '418203957712';
const zone = 'europe-west1-b';
const next = random(20260312);
const lines = [];

const cloudSdk = (command) =>
  `google-cloud-sdk gcloud/549.0.1 command/${command} invocation-id/${hex(next, 32)} environment/None environment-version/None client-os/LINUX interactive/True from-script/False python/3.12.8 term/xterm-256color`;

const person = ({ mail, ip }, command) => ({
  authenticationInfo: { principalEmail: mail, principalSubject: `user:${mail}` },
  requestMetadata: { callerIp: ip, callerSuppliedUserAgent: cloudSdk(command) },
});
const managedGroup = {
  authenticationInfo: {
    principalEmail: `${number}@cloudservices.gserviceaccount.com`,
    principalSubject: `serviceAccount:${number}@cloudservices.gserviceaccount.com`,
  },
  requestMetadata: { callerSuppliedUserAgent: 'GCE Managed Instance Group for Tesseract' },
};
const pipeline = {
  authenticationInfo: {
    principalEmail: `deploy@${project}.iam.gserviceaccount.com`,
    principalSubject: `serviceAccount:deploy@${project}.iam.gserviceaccount.com`,
    serviceAccountKeyName: `//iam.googleapis.com/projects/${project}/serviceAccounts/deploy@${project}.iam.gserviceaccount.com/keys/${hex(next, 40)}`,
  },
  requestMetadata: {
    callerIp: '192.0.2.140',
    callerSuppliedUserAgent: 'Terraform/1.10.3 (+https://www.terraform.io) terraform-provider-google/6.17.0',
  },
};

function entry(who, time, method, type, resourceName, labels, protoPayload, more = {}) {
  const stamp = at(time, `.${String(100_000 + Math.floor(next() * 899_999))}`);
  lines.push({
    insertId: `-${hex(next, 12)}`,
    logName: `projects/${project}/logs/cloudaudit.googleapis.com%2F${more.log ?? 'activity'}`,
    protoPayload: {
      '@type': 'type.googleapis.com/google.cloud.audit.AuditLog',
      serviceName: 'compute.googleapis.com',
      methodName: method,
      resourceName,
      ...who,
      ...protoPayload,
    },
    receiveTimestamp: at(plus(time, 1), '.000000000'),
    resource: { type, labels: { project_id: project, ...labels } },
    severity: 'NOTICE',
    timestamp: stamp,
    ...(more.operation ? { operation: more.operation } : {}),
  });
}

/** The two entries of a long-running operation. */
function operation(who, time, method, type, resourceName, labels, request, seconds = 12) {
  const id = `operation-${hex(next, 13)}-${hex(next, 12)}-${hex(next, 8)}`;
  const kind = `type.googleapis.com/${method.replace(/^v1\./, '')}`;
  const permission = method.replace(/^v1\./, '').replace(/insert$/, 'create');
  entry(
    who,
    time,
    method,
    type,
    resourceName,
    labels,
    {
      authorizationInfo: [{ permission, granted: true, resource: resourceName }],
      request: { '@type': kind, ...request },
      response: {
        '@type': 'type.googleapis.com/operation',
        status: 'RUNNING',
        targetLink: `https://www.googleapis.com/compute/v1/${resourceName}`,
      },
    },
    { operation: { id, producer: 'compute.googleapis.com', first: true } },
  );
  const { authenticationInfo } = who;
  entry(
    { authenticationInfo, requestMetadata: who.requestMetadata },
    plus(time, seconds),
    method,
    type,
    resourceName,
    labels,
    { request: { '@type': kind } },
    { operation: { id, producer: 'compute.googleapis.com', last: true } },
  );
}

const id = () => String(1_000_000_000_000_000 + Math.floor(next() * 8_999_999_999_999_999));
const instanceName = (name) => `projects/${project}/zones/${zone}/instances/${name}`;
const insert = (name, type, image, more = {}) => ({
  name,
  machineType: `projects/${project}/zones/${zone}/machineTypes/${type}`,
  disks: [{ boot: true, autoDelete: true, initializeParams: { sourceImage: image, diskSizeGb: '20' } }],
  networkInterfaces: [{ network: `projects/${project}/global/networks/default` }],
  ...more,
});
const render = `projects/${project}/global/images/render-2026-02`;

// The render farm: a managed group adds machines when orders come in, and takes them away.
for (const [index, time] of ['08:50:20', '08:50:26', '13:05:11'].entries()) {
  const name = `render-${hex(next, 4)}`;
  const labels = { instance_id: id(), zone };
  operation(
    managedGroup,
    time,
    'v1.compute.instances.insert',
    'gce_instance',
    instanceName(name),
    labels,
    insert(name, 'n2-standard-8', render, {
      links: [
        { type: 'MEMBER_OF', target: `projects/${project}/zones/${zone}/instanceGroupManagers/render` },
      ],
    }),
  );
  operation(
    managedGroup,
    plus(time, 5400 + index * 61),
    'v1.compute.instances.delete',
    'gce_instance',
    instanceName(name),
    labels,
    {},
  );
}

// A snapshot schedule at night: Google's own act.
entry(
  { authenticationInfo: { principalEmail: 'system@google.com' } },
  '03:10:02',
  'ScheduledSnapshots',
  'gce_disk',
  `projects/${project}/zones/${zone}/disks/orders`,
  { disk_id: id(), zone },
  { request: { '@type': 'type.googleapis.com/ScheduledSnapshots' } },
  { log: 'system_event' },
);

// A deployment: the pipeline replaces the image of the farm.
operation(
  pipeline,
  '09:25:40',
  'v1.compute.instanceTemplates.insert',
  'gce_instance_template',
  `projects/${project}/global/instanceTemplates/render-118`,
  {},
  {
    name: 'render-118',
    properties: {
      machineType: 'n2-standard-8',
      disks: [{ boot: true, initializeParams: { sourceImage: render } }],
      labels: [{ key: 'change', value: 'chg0030116' }],
    },
  },
  4,
);
operation(
  pipeline,
  '09:26:02',
  'v1.compute.instanceGroupManagers.patch',
  'gce_instance_group_manager',
  `projects/${project}/zones/${zone}/instanceGroupManagers/render`,
  { zone },
  { name: 'render', instanceTemplate: `projects/${project}/global/instanceTemplates/render-118` },
  6,
);

// A person at work looks around; the Data Access log of the project is on.
entry(
  person(people.mara, 'gcloud.compute.instances.list'),
  '11:15:09',
  'v1.compute.instances.list',
  'api',
  `projects/${project}/zones/${zone}/instances`,
  { service: 'compute.googleapis.com', method: 'v1.compute.instances.list' },
  { request: { '@type': 'type.googleapis.com/compute.instances.list' }, numResponseItems: '4' },
  { log: 'data_access' },
);

// Atomic test 3: an instance by gcloud.
const labels = { instance_id: id(), zone };
operation(
  person(people.tess, 'gcloud.compute.instances.create'),
  '10:55:18',
  'v1.compute.instances.insert',
  'gce_instance',
  instanceName('atomic-test'),
  labels,
  insert('atomic-test', 'e2-micro', 'projects/debian-cloud/global/images/debian-12-bookworm-v20260210'),
);
operation(
  person(people.tess, 'gcloud.compute.instances.delete'),
  '11:03:47',
  'v1.compute.instances.delete',
  'gce_instance',
  instanceName('atomic-test'),
  labels,
  {},
);

/** Path → text: an object an hour for each log. */
export function gcpFiles() {
  const files = new Map();
  for (const line of lines.toSorted((a, b) => (a.timestamp < b.timestamp ? -1 : 1))) {
    const hour = line.timestamp.slice(11, 13);
    const log = line.logName.split('%2F')[1];
    const path =
      `gcp/cloudaudit.googleapis.com/${log}/2026/03/10/${hour}:00:00_${hour}:59:59_S0.json`.replaceAll(
        ':',
        '-',
      );
    files.set(path, `${files.get(path) ?? ''}${JSON.stringify(line)}\n`);
  }
  return files;
}
