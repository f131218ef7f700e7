// The AWS half of the day, as CloudTrail delivers it to S3: {"Records": […]} in .json.gz, some files an hour.
import { at, hex, people, plus, random, uuid } from './day.mjs';

const account = '210987654321';
const region = 'eu-west-1';
const next = random(20260310);

const base = (event, time, identity, source, more) => ({
  eventVersion: '1.11',
  userIdentity: identity,
  eventTime: at(time),
  eventSource: source,
  eventName: event,
  awsRegion: region,
  requestID: uuid(next),
  eventID: uuid(next),
  readOnly: /^(Describe|Get|List|Lookup|AssumeRole)/.test(event),
  eventType: 'AwsApiCall',
  managementEvent: true,
  recipientAccountId: account,
  eventCategory: 'Management',
  ...more,
});

function role(name, session, { invokedBy, servicePrincipal } = {}) {
  const path = servicePrincipal ? `aws-service-role/${servicePrincipal}/` : '';
  return {
    type: 'AssumedRole',
    principalId: `AROAHQ${name.toUpperCase().replace(/\W/g, '').slice(0, 12).padEnd(15, 'X')}:${session}`,
    arn: `arn:aws:sts::${account}:assumed-role/${name}/${session}`,
    accountId: account,
    accessKeyId: `ASIAHQ${hex(next, 14).toUpperCase()}`,
    sessionContext: {
      sessionIssuer: {
        type: 'Role',
        principalId: `AROAHQ${name.toUpperCase().replace(/\W/g, '').slice(0, 12).padEnd(15, 'X')}`,
        arn: `arn:aws:iam::${account}:role/${path}${name}`,
        accountId: account,
        userName: name,
      },
      attributes: { creationDate: at('06:00:00'), mfaAuthenticated: 'false' },
    },
    ...(invokedBy ? { invokedBy } : {}),
  };
}

function user({ name }, mfa = 'true') {
  return {
    type: 'IAMUser',
    principalId: `AIDAHQ${name.toUpperCase().padEnd(15, 'X')}`,
    arn: `arn:aws:iam::${account}:user/${name}`,
    accountId: account,
    accessKeyId: `AKIAHQ${name.toUpperCase().padEnd(14, '7')}`,
    userName: name,
    sessionContext: { attributes: { creationDate: at('08:30:00'), mfaAuthenticated: mfa } },
  };
}

const cli =
  'aws-cli/2.22.7 md/awscrt#0.23.4 ua/2.0 os/linux#6.8.0 lang/python#3.12.6 md/command#ec2.run-instances';
const terraform = 'APN/1.0 HashiCorp/1.0 Terraform/1.10.3 terraform-provider-aws/5.84.0 aws-sdk-go-v2/1.33.0';

const people_ = (person, agent) => ({
  identity: user(person),
  more: { sourceIPAddress: person.ip, userAgent: agent },
});
const pipeline = {
  identity: role('web-deploy', 'GitHubActions'),
  more: { sourceIPAddress: '192.0.2.140', userAgent: terraform },
};
const autoscaling = {
  identity: role('AWSServiceRoleForAutoScaling', 'AutoScaling', {
    invokedBy: 'autoscaling.amazonaws.com',
    servicePrincipal: 'autoscaling.amazonaws.com',
  }),
  more: { sourceIPAddress: 'autoscaling.amazonaws.com', userAgent: 'autoscaling.amazonaws.com' },
};
const backup = {
  identity: role('AWSBackupDefaultServiceRole', 'AWSBackup-AWSBackupDefaultServiceRole', {
    invokedBy: 'backup.amazonaws.com',
  }),
  more: { sourceIPAddress: 'backup.amazonaws.com', userAgent: 'backup.amazonaws.com' },
};
const monitoring = {
  identity: role('monitoring', 'inventory'),
  more: {
    sourceIPAddress: '10.20.4.18',
    userAgent: 'Boto3/1.35.99 md/Botocore#1.35.99 ua/2.0 os/linux lang/python#3.12.6',
  },
};

const records = [];
function add(
  who,
  event,
  time,
  requestParameters,
  responseElements,
  { source = 'ec2.amazonaws.com', ...more } = {},
) {
  records.push(
    base(event, time, who.identity, source, { ...who.more, requestParameters, responseElements, ...more }),
  );
}

const instance = () => `i-0${hex(next, 16)}`;
const snapshot = () => `snap-0${hex(next, 16)}`;
const volume = () => `vol-0${hex(next, 16)}`;
const ids = (...names) => ({ instancesSet: { items: names.map((instanceId) => ({ instanceId })) } });
const state = (id, from, to) => ({
  instancesSet: {
    items: [
      {
        instanceId: id,
        currentState: { code: to[0], name: to[1] },
        previousState: { code: from[0], name: from[1] },
      },
    ],
  },
});

const webImage = 'ami-0a1b2c3d4e5f60718';
function launch(who, time, { id, type, image = webImage, tags = [], template, request = {} }) {
  const tagged = tags.map(([key, value]) => ({ key, value }));
  add(
    who,
    'RunInstances',
    time,
    {
      instancesSet: { items: [{ ...(template ? {} : { imageId: image }), minCount: 1, maxCount: 1 }] },
      ...(template ? { launchTemplate: template } : { instanceType: type }),
      blockDeviceMapping: {},
      monitoring: { enabled: false },
      disableApiTermination: false,
      disableApiStop: false,
      ...(tagged.length > 0
        ? { tagSpecificationSet: { items: [{ resourceType: 'instance', tags: tagged }] } }
        : {}),
      ...request,
    },
    {
      requestId: uuid(next),
      reservationId: `r-0${hex(next, 16)}`,
      ownerId: account,
      groupSet: {},
      instancesSet: {
        items: [
          {
            instanceId: id,
            imageId: image,
            currentState: { code: 0, name: 'pending' },
            instanceType: type,
            launchTime: Date.parse(at(time)),
            placement: { availabilityZone: `${region}a`, tenancy: 'default' },
            subnetId: 'subnet-0c0ffee0c0ffee001',
            vpcId: 'vpc-0c0ffee0c0ffee001',
            tagSet: { items: tagged },
          },
        ],
      },
    },
  );
}

// Night: the backup plan copies the shop's two disks, and throws away what has become old.
for (const [index, disk] of ['vol-0aaa0aaa0aaa0aaa1', 'vol-0aaa0aaa0aaa0aaa2'].entries()) {
  const id = snapshot();
  add(
    backup,
    'CreateSnapshot',
    plus('02:00:11', index * 4),
    {
      volumeId: disk,
      tagSpecificationSet: {
        items: [{ resourceType: 'snapshot', tags: [{ key: 'aws:backup:source-resource', value: disk }] }],
      },
    },
    {
      snapshotId: id,
      volumeId: disk,
      status: 'pending',
      startTime: Date.parse(at('02:00:11')),
      volumeSize: '40',
      ownerId: account,
      encrypted: true,
    },
  );
  add(
    backup,
    'DeleteSnapshot',
    plus('02:41:30', index * 3),
    { snapshotId: snapshot() },
    { requestId: uuid(next), _return: true },
  );
}

// All day: monitoring asks for numbers, services mint their credentials.
for (let minute = 5; minute < 24 * 60; minute += 20) {
  const time = `${String(Math.floor(minute / 60)).padStart(2, '0')}:${String(minute % 60).padStart(2, '0')}:07`;
  add(monitoring, 'GetMetricData', time, null, null, { source: 'monitoring.amazonaws.com' });
  records.push(
    base(
      'AssumeRole',
      plus(time, 1),
      { type: 'AWSService', invokedBy: 'ec2.amazonaws.com' },
      'sts.amazonaws.com',
      {
        sourceIPAddress: 'ec2.amazonaws.com',
        userAgent: 'ec2.amazonaws.com',
        requestParameters: {
          roleArn: `arn:aws:iam::${account}:role/web-server`,
          roleSessionName: 'i-0aaa0aaa0aaa0aaa1',
        },
        responseElements: {
          credentials: { accessKeyId: `ASIAHQ${hex(next, 14).toUpperCase()}`, expiration: at(plus(time, 3)) },
        },
      },
    ),
  );
  if (minute % 60 === 5)
    add(monitoring, 'DescribeInstances', plus(time, 2), { instancesSet: {}, filterSet: {} }, null);
}

// Morning and evening: the web shop grows and shrinks by itself.
const fleet = ['07:42:10', '08:15:33', '11:58:02', '17:30:45'].map((time) => {
  const id = instance();
  launch(autoscaling, time, {
    id,
    type: 't3.medium',
    template: { launchTemplateId: 'lt-0b0b0b0b0b0b0b0b1', version: '42' },
    tags: [
      ['aws:autoscaling:groupName', 'web'],
      ['Name', 'web'],
    ],
  });
  return id;
});
for (const [index, time] of ['13:20:09', '20:05:51', '21:40:17'].entries()) {
  add(
    autoscaling,
    'TerminateInstances',
    time,
    ids(fleet[index]),
    state(fleet[index], [16, 'running'], [32, 'shutting-down']),
  );
}

// Three deployments: the pipeline looks, makes a new template version and refreshes the group.
for (const [index, time] of ['09:10:02', '13:44:20', '16:05:48'].entries()) {
  add(
    pipeline,
    'DescribeLaunchTemplates',
    time,
    { DescribeLaunchTemplatesRequest: { LaunchTemplateId: { tag: 1, content: 'lt-0b0b0b0b0b0b0b0b1' } } },
    null,
  );
  add(pipeline, 'DescribeImages', plus(time, 1), { imagesSet: { items: [{ imageId: webImage }] } }, null);
  add(
    pipeline,
    'CreateLaunchTemplateVersion',
    plus(time, 4),
    {
      CreateLaunchTemplateVersionRequest: {
        LaunchTemplateId: 'lt-0b0b0b0b0b0b0b0b1',
        LaunchTemplateData: {
          ImageId: webImage,
          InstanceType: 't3.medium',
          UserData: '<sensitiveDataRemoved>',
        },
        VersionDescription: `release ${index + 118}`,
      },
    },
    {
      CreateLaunchTemplateVersionResponse: {
        launchTemplateVersion: { launchTemplateId: 'lt-0b0b0b0b0b0b0b0b1', versionNumber: 43 + index },
      },
    },
  );
  add(
    pipeline,
    'StartInstanceRefresh',
    plus(time, 6),
    { autoScalingGroupName: 'web' },
    { instanceRefreshId: uuid(next) },
    { source: 'autoscaling.amazonaws.com' },
  );
}

// Build machines of the CI come and go.
for (const time of ['09:31:12', '10:47:55', '14:02:19', '15:26:40']) {
  const id = instance();
  const runner = {
    identity: role('ci-runner', 'runner-manager'),
    more: { sourceIPAddress: '10.20.7.9', userAgent: 'aws-sdk-go/1.55.5 (go1.23; linux; amd64)' },
  };
  launch(runner, time, {
    id,
    type: 'c7i.large',
    image: 'ami-0c1c1c1c1c1c1c1c1',
    tags: [
      ['Name', 'ci-runner'],
      ['change', 'CHG0030112'],
    ],
  });
  add(
    runner,
    'TerminateInstances',
    plus(time, 1260),
    ids(id),
    state(id, [16, 'running'], [32, 'shutting-down']),
  );
}

// A person at work: the test machine is stopped over lunch and made larger.
const mara = people_(people.mara, cli);
const testMachine = 'i-0dddd0dddd0dddd01';
add(mara, 'DescribeInstances', '12:02:10', ids(testMachine), null);
add(
  mara,
  'StopInstances',
  '12:02:40',
  { ...ids(testMachine), force: false },
  state(testMachine, [16, 'running'], [64, 'stopping']),
);
add(
  mara,
  'ModifyInstanceAttribute',
  '12:06:15',
  { instanceId: testMachine, instanceType: { value: 't3.large' } },
  { requestId: uuid(next), _return: true },
);
add(
  mara,
  'StartInstances',
  '12:06:52',
  ids(testMachine),
  state(testMachine, [80, 'stopped'], [0, 'pending']),
);

// Atomic test 1: an instance by the command line.
const tess = people_(people.tess, cli);
const lone = instance();
launch(tess, '10:12:31', { id: lone, type: 't2.micro', image: 'ami-0e2e2e2e2e2e2e2e2' });
add(tess, 'TerminateInstances', '10:19:03', ids(lone), state(lone, [16, 'running'], [32, 'shutting-down']));

// Atomic test 4: a disk, its snapshot, and an instance that gets the snapshot as a disk.
const staging = volume();
const stolen = snapshot();
const reader = instance();
add(
  tess,
  'CreateVolume',
  '14:31:07',
  { size: '8', zone: `${region}a`, volumeType: 'gp3', snapshotId: 'snap-0aaa0aaa0aaa0aaa7' },
  {
    volumeId: staging,
    size: '8',
    zone: `${region}a`,
    snapshotId: 'snap-0aaa0aaa0aaa0aaa7',
    status: 'creating',
    encrypted: false,
    volumeType: 'gp3',
  },
);
add(
  tess,
  'CreateSnapshot',
  '14:33:50',
  { volumeId: staging, description: 'staging' },
  {
    snapshotId: stolen,
    volumeId: staging,
    status: 'pending',
    startTime: Date.parse(at('14:33:50')),
    volumeSize: '8',
    ownerId: account,
    encrypted: false,
  },
);
launch(tess, '14:38:22', {
  id: reader,
  type: 't2.micro',
  image: 'ami-0e2e2e2e2e2e2e2e2',
  request: {
    blockDeviceMapping: {
      items: [{ deviceName: '/dev/sdf', ebs: { snapshotId: stolen, deleteOnTermination: true } }],
    },
  },
});
add(
  tess,
  'TerminateInstances',
  '14:52:41',
  ids(reader),
  state(reader, [16, 'running'], [32, 'shutting-down']),
);
add(tess, 'DeleteSnapshot', '14:53:20', { snapshotId: stolen }, { requestId: uuid(next), _return: true });
add(tess, 'DeleteVolume', '14:53:44', { volumeId: staging }, { requestId: uuid(next), _return: true });

/** Path → text: a file for every six hours, in S3's own layout. */
export function awsFiles() {
  const files = new Map();
  for (const record of records.toSorted((a, b) => (a.eventTime < b.eventTime ? -1 : 1))) {
    const hour = Math.floor(Number(record.eventTime.slice(11, 13)) / 6) * 6 + 6;
    const stamp = `20260310T${String(hour === 24 ? 23 : hour).padStart(2, '0')}${hour === 24 ? '55' : '00'}Z`;
    const path = `aws/AWSLogs/${account}/CloudTrail/${region}/2026/03/10/${account}_CloudTrail_${region}_${stamp}_${stamp.slice(9, 13)}HarbourQuill.json.gz`;
    files.set(path, [...(files.get(path) ?? []), record]);
  }
  return new Map([...files].map(([path, list]) => [path, JSON.stringify({ Records: list })]));
}
