import { aws, awsCall, awsId, awsRole, awsUser, changeState, makeAdmin, runInstances } from '../aws-log.ts';
import {
  azureCall,
  azureId,
  azureIdOf,
  azureUser,
  elevate,
  entra,
  makeOwner,
  writeMachine,
} from '../azure-log.ts';
import { gcpCall, gcpId, gcpServiceAccount, grant, insertInstance, serviceAccount } from '../gcp-log.ts';
import type { Scenario } from '../scenario.ts';

const instance = awsId('i', 'host');
const machine = azureId('virtualMachines', 'host');
const newOid = '71111100-0000-4000-8000-00000000000e';
const newAdmin = { by: azureUser('quilladmin', newOid) };
const quillRole = { by: awsRole('quill-admin', 'quill@tern.example') };
const five = ['a', 'b', 'c', 'd', 'e'];

const login = aws('login', {
  minute: 0,
  event: 'ConsoleLogin',
  source: 'signin.amazonaws.com',
  response: { ConsoleLogin: 'Success' },
  by: quillRole.by,
  over: { eventType: 'AwsConsoleSignIn', additionalEventData: { MFAUsed: 'No' } },
});
const samlLogin = aws('SAML login', {
  minute: 0,
  event: 'AssumeRoleWithSAML',
  source: 'sts.amazonaws.com',
  by: { type: 'SAMLUser', principalId: 'idp:quill', userName: 'quill', identityProvider: 'idp' },
  request: { roleArn: 'arn:aws:iam::330011223344:role/quill-admin', roleSessionName: 'quill' },
  response: { credentials: { accessKeyId: 'ASIAQUILL33333333333' } },
});
const stopLogging = awsCall(
  15,
  'StopLogging',
  { name: 'arn:aws:cloudtrail:eu-central-1:330011223344:trail/main' },
  { source: 'cloudtrail.amazonaws.com', response: null, ...quillRole },
);

/** CH-07 in AWS; CH-08, CH-09 and CH-10 in Azure, CH-09 also where a new administrator exists elsewhere. */
export const takeover: readonly Scenario[] = [
  {
    chain: 'CH-07',
    cloud: 'aws',
    about: 'console login, trail stopped, instance',
    rule: 'federated_intrusion',
    level: 'high',
    joinedBy: ['principal'],
    stages: [login, stopLogging, runInstances(25, instance, quillRole)],
  },
  {
    chain: 'CH-07',
    cloud: 'aws',
    about: 'role by SAML, serial console, instance: the same address',
    rule: 'federated_intrusion_by_address',
    level: 'high',
    joinedBy: [],
    stages: [
      samlLogin,
      runInstances(25, instance, quillRole),
      awsCall(30, 'EnableSerialConsoleAccess', {}, quillRole),
    ],
  },
  {
    chain: 'CH-08',
    cloud: 'azure',
    about: 'elevation and a machine',
    rule: 'elevated_and_launched',
    level: 'high',
    joinedBy: ['principal'],
    stages: [elevate(0), writeMachine(45, machine)],
  },
  {
    chain: 'CH-08',
    cloud: 'azure',
    about: 'owner made, who makes a machine and runs a command on it',
    rule: 'azure_takeover',
    level: 'high',
    joinedBy: ['principal'],
    stages: [
      makeOwner(0, newOid),
      writeMachine(20, machine, [], newAdmin),
      azureCall(30, 'Microsoft.Compute/virtualMachines/runCommand/action', machine, newAdmin),
    ],
  },
  {
    chain: 'CH-09',
    cloud: 'azure',
    about: 'global administrator made, machine, everything deleted',
    rule: 'new_admin_destroys',
    level: 'high',
    joinedBy: ['principal'],
    stages: [
      entra(0, 'Add member to role', { id: newOid, role: 'Global Administrator' }),
      writeMachine(60, machine, [], newAdmin),
      ...five.map((name, index) =>
        azureCall(
          2000 + index,
          'Microsoft.Compute/virtualMachines/delete',
          azureId('virtualMachines', name),
          newAdmin,
        ),
      ),
    ],
  },
  {
    chain: 'CH-09',
    cloud: 'aws',
    about: 'administrator made, instance, everything deleted',
    rule: 'new_admin_destroys',
    level: 'high',
    joinedBy: ['principal'],
    stages: [
      makeAdmin(0, 'quillnew'),
      runInstances(60, instance, { by: awsUser('quillnew') }),
      ...five.map((name, index) =>
        changeState(2000 + index, 'TerminateInstances', [awsId('i', name)], { by: awsUser('quillnew') }),
      ),
    ],
  },
  {
    chain: 'CH-09',
    cloud: 'gcp',
    about: 'owner made, instance, everything deleted',
    rule: 'new_admin_destroys',
    level: 'high',
    joinedBy: ['principal'],
    stages: [
      grant(0, `serviceAccount:${serviceAccount('quill-robot')}`, 'roles/owner'),
      insertInstance(60, gcpId('instances', 'host'), [], {
        by: gcpServiceAccount(serviceAccount('quill-robot')),
      }),
      ...five.map((name, index) =>
        gcpCall(
          2000 + index,
          'v1.compute.instances.delete',
          gcpId('instances', name),
          {},
          {
            by: gcpServiceAccount(serviceAccount('quill-robot')),
          },
        ),
      ),
    ],
  },
  {
    chain: 'CH-10',
    cloud: 'azure',
    about: 'elevation, keys of a storage account, recovery points and storage deleted',
    rule: 'recovery_destroyed',
    level: 'critical',
    joinedBy: ['principal'],
    optional: [
      'Microsoft.Authorization/locks/delete c0ffee-keep',
      'Microsoft.Compute/snapshots/delete c0ffee-a',
      'Microsoft.Compute/restorePointCollections/delete c0ffee-a',
      'Microsoft.RecoveryServices/vaults/backupFabrics/protectionContainers/delete c0ffee-c',
    ],
    stages: [
      elevate(0),
      azureCall(
        12,
        'Microsoft.Storage/storageAccounts/listKeys/action',
        azureIdOf('Microsoft.Storage/storageAccounts', 's'),
      ),
      azureCall(
        60,
        'Microsoft.Authorization/locks/delete',
        azureIdOf('Microsoft.Authorization/locks', 'keep'),
      ),
      azureCall(62, 'Microsoft.Compute/snapshots/delete', azureId('snapshots', 'a')),
      azureCall(
        63,
        'Microsoft.Compute/restorePointCollections/delete',
        azureId('restorePointCollections', 'a'),
      ),
      azureCall(
        64,
        'Microsoft.RecoveryServices/vaults/backupFabrics/protectionContainers/delete',
        azureIdOf('Microsoft.RecoveryServices/vaults/v/backupFabrics/Azure/protectionContainers', 'c'),
      ),
      azureCall(
        66,
        'Microsoft.Storage/storageAccounts/delete',
        azureIdOf('Microsoft.Storage/storageAccounts', 's'),
      ),
    ],
  },
];
