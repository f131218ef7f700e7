import { expect, it } from 'vitest';
import { interfacesOf } from './interfaces.ts';

const card = '/subscriptions/s/resourcegroups/g/providers/microsoft.network/networkinterfaces/n';
const machine = '/subscriptions/s/resourcegroups/g/providers/microsoft.compute/virtualmachines/v';
const network = '/subscriptions/S/resourceGroups/g/providers/Microsoft.Network/virtualNetworks/net';

it('knows the interfaces that a machine is given', () => {
  const view = {
    request: { Properties: { networkProfile: { networkInterfaces: [{ id: card.toUpperCase() }] } } },
  };
  expect(interfacesOf(view, 'Microsoft.Compute/virtualMachines/write', machine)).toEqual([
    { id: card, instance: machine },
  ]);
});

it('knows address, network, group and machine of an interface, the answer before the request', () => {
  const view = {
    request: { properties: { ipConfigurations: [{ properties: { privateIPAddress: '10.9.9.9' } }] } },
    response: {
      properties: {
        macAddress: '00-22-48-8A-1B-2C',
        networkSecurityGroup: { id: `${network}/../Group` },
        virtualMachine: { id: machine },
        ipConfigurations: [
          { properties: { privateIPAddress: '10.0.0.4', subnet: { id: `${network}/subnets/Default` } } },
        ],
      },
    },
  };
  expect(interfacesOf(view, 'Microsoft.Network/networkInterfaces/write', card)).toEqual([
    {
      id: card,
      instance: machine,
      ips: ['10.0.0.4'],
      mac: '0022488A1B2C',
      network: network.toLowerCase(),
      securityGroup: `${network}/../Group`.toLowerCase(),
    },
  ]);
});

it('says nothing where the bodies do not', () => {
  expect(interfacesOf({}, 'Microsoft.Network/networkInterfaces/write', card)).toBeUndefined();
  expect(interfacesOf({}, 'Microsoft.Compute/virtualMachines/write', machine)).toBeUndefined();
  expect(interfacesOf({}, 'Microsoft.Compute/disks/write', machine)).toBeUndefined();
});
