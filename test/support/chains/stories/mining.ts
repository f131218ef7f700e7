import { aws, awsCall, awsId, awsUser, iam, makeAdmin, runInstances } from '../aws-log.ts';
import { azureId, azureUser, entra, makeOwner, writeMachine } from '../azure-log.ts';
import {
  gcpId,
  gcpServiceAccount,
  grant,
  insertInstance,
  makeKey,
  makeServiceAccount,
  serviceAccount,
} from '../gcp-log.ts';
import type { Scenario, Stage } from '../scenario.ts';

const newUser = 'quillnew';
const newOid = '71111100-0000-4000-8000-00000000000f';
const robot = serviceAccount('quill-robot');
const instance = awsId('i', 'miner');
const machine = azureId('virtualMachines', 'miner');
const gMachine = gcpId('instances', 'miner');

/** CH-05: a way back is made first, then machines. */
const backdoor: readonly Scenario[] = [
  {
    chain: 'CH-05',
    cloud: 'aws',
    about: 'user, policy, key pair and instances by the leaked key',
    rule: 'backdoor_and_launch',
    level: 'high',
    joinedBy: ['principal'],
    optional: ['CreateKeyPair ops'],
    stages: [
      iam(0, 'CreateUser', { userName: 'helpdesk' }, { made: 'helpdesk' }),
      makeAdmin(1, 'helpdesk'),
      awsCall(4, 'CreateKeyPair', { keyName: 'ops' }),
      runInstances(9, instance, { request: { instanceType: 'c5a.24xlarge' } }),
    ],
  },
  {
    chain: 'CH-05',
    cloud: 'aws',
    about: 'instances by the user that was made',
    rule: 'backdoor_launches',
    level: 'high',
    joinedBy: ['principal'],
    stages: [
      iam(0, 'CreateUser', { userName: newUser }, { made: newUser }),
      makeAdmin(1, newUser),
      runInstances(40, instance, { by: awsUser(newUser) }),
    ],
  },
  {
    chain: 'CH-05',
    cloud: 'azure',
    about: 'user, owner and machine',
    rule: 'backdoor_launches',
    level: 'high',
    joinedBy: ['principal'],
    stages: [
      entra(0, 'Add user', { id: newOid }),
      makeOwner(5, newOid),
      writeMachine(30, machine, [], { by: azureUser('quillnew', newOid) }),
    ],
  },
  {
    chain: 'CH-05',
    cloud: 'azure',
    about: 'user, owner and machine by one person',
    rule: 'backdoor_and_launch',
    level: 'high',
    joinedBy: ['principal'],
    stages: [entra(0, 'Add user', { id: newOid }), makeOwner(5, newOid), writeMachine(30, machine)],
  },
  {
    chain: 'CH-05',
    cloud: 'gcp',
    about: 'key of a service account, editor and instance',
    rule: 'backdoor_launches',
    level: 'high',
    joinedBy: ['principal'],
    stages: [
      makeKey(0, robot),
      grant(3, `serviceAccount:${robot}`, 'roles/editor'),
      insertInstance(20, gMachine, [], { by: gcpServiceAccount(robot) }),
    ],
  },
  {
    chain: 'CH-05',
    cloud: 'gcp',
    about: 'key, owner and instance by one person',
    rule: 'backdoor_and_launch',
    level: 'high',
    joinedBy: ['principal'],
    stages: [
      makeKey(0, robot),
      grant(3, 'user:outsider@elsewhere.example', 'roles/owner'),
      insertInstance(20, gMachine),
    ],
  },
];

/** A new account that does something by itself. */
const newAccount: readonly Scenario[] = [
  {
    chain: 'R-IC-10',
    cloud: 'aws',
    about: 'a new user launches',
    rule: 'new_account_launches',
    level: 'medium',
    joinedBy: ['principal'],
    stages: [
      iam(0, 'CreateUser', { userName: newUser }, { made: newUser }),
      runInstances(120, instance, { by: awsUser(newUser) }),
    ],
  },
  {
    chain: 'R-IC-10',
    cloud: 'azure',
    about: 'a new user makes a machine',
    rule: 'new_account_launches',
    level: 'medium',
    joinedBy: ['principal'],
    stages: [
      entra(0, 'Add user', { id: newOid }),
      writeMachine(120, machine, [], { by: azureUser('quillnew', newOid) }),
    ],
  },
  {
    chain: 'R-IC-10',
    cloud: 'gcp',
    about: 'a new service account makes an instance',
    rule: 'new_account_launches',
    level: 'medium',
    joinedBy: ['principal'],
    stages: [
      makeServiceAccount(0, robot),
      insertInstance(120, gMachine, [], { by: gcpServiceAccount(robot) }),
    ],
  },
];

const probe: Stage = aws('dry run', {
  minute: 0,
  event: 'RunInstances',
  request: {
    instancesSet: { items: [{ imageId: 'ami-0123456789abcdef0', minCount: 1, maxCount: 1 }] },
    instanceType: 'c5.large',
  },
  over: {
    errorCode: 'Client.DryRunOperation',
    errorMessage: 'Request would have succeeded, but DryRun flag is set.',
  },
});

/** CH-06: only AWS tells a dry run from an error. */
const antiRemoval: readonly Scenario[] = [
  {
    chain: 'CH-06',
    cloud: 'aws',
    about: 'dry run, launch, termination protection',
    rule: 'mining_anti_removal',
    level: 'high',
    joinedBy: ['principal'],
    stages: [
      probe,
      runInstances(8, instance),
      awsCall(10, 'ModifyInstanceAttribute', {
        instanceId: instance,
        disableApiTermination: { value: true },
      }),
    ],
  },
  {
    chain: 'CH-06',
    cloud: 'aws',
    about: 'dry run, Auto Scaling group, termination protection',
    rule: 'mining_anti_removal',
    level: 'high',
    joinedBy: ['principal'],
    stages: [
      probe,
      awsCall(
        6,
        'CreateAutoScalingGroup',
        { autoScalingGroupName: 'workers', maxSize: 999, minSize: 20 },
        { source: 'autoscaling.amazonaws.com', response: null },
      ),
      awsCall(10, 'ModifyInstanceAttribute', {
        instanceId: instance,
        disableApiTermination: { value: true },
      }),
    ],
  },
];

export const mining: readonly Scenario[] = [...backdoor, ...newAccount, ...antiRemoval];
