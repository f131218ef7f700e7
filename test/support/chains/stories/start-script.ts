import { awsCall, awsId, changeState } from '../aws-log.ts';
import { azureCall, azureId, writeMachine } from '../azure-log.ts';
import { gcpCall, gcpId } from '../gcp-log.ts';
import type { Scenario } from '../scenario.ts';

const instance = awsId('i', 'web');
const machine = azureId('virtualMachines', 'web');
const gMachine = gcpId('instances', 'web');

/** CH-13: the script that runs at the start is replaced while the instance stands still. */
export const startScript: readonly Scenario[] = [
  {
    chain: 'CH-13',
    cloud: 'aws',
    about: 'user data',
    rule: 'start_script_injected',
    level: 'high',
    joinedBy: ['lineage', 'principal'],
    stages: [
      changeState(0, 'StopInstances', [instance]),
      awsCall(0.8, 'ModifyInstanceAttribute', { instanceId: instance, userData: '<sensitiveDataRemoved>' }),
      changeState(0.82, 'StartInstances', [instance]),
    ],
  },
  {
    chain: 'CH-13',
    cloud: 'azure',
    about: 'user data of a machine',
    rule: 'start_script_injected',
    level: 'high',
    joinedBy: ['lineage', 'principal'],
    stages: [
      azureCall(0, 'Microsoft.Compute/virtualMachines/deallocate/action', machine),
      writeMachine(2, machine, [], { properties: { userData: 'IyEvYmluL3No' }, created: false }),
      azureCall(3, 'Microsoft.Compute/virtualMachines/start/action', machine),
    ],
  },
  {
    chain: 'CH-13',
    cloud: 'gcp',
    about: 'startup-script in the metadata',
    rule: 'start_script_injected',
    level: 'high',
    joinedBy: ['lineage', 'principal'],
    stages: [
      gcpCall(0, 'v1.compute.instances.stop', gMachine),
      gcpCall(
        2,
        'v1.compute.instances.setMetadata',
        gMachine,
        {},
        { payload: { metadata: { instanceMetadataDelta: { addedMetadataKeys: ['startup-script'] } } } },
      ),
      gcpCall(3, 'v1.compute.instances.start', gMachine),
    ],
  },
];
