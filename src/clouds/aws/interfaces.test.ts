import { expect, it } from 'vitest';
import { interfacesOf } from './interfaces.ts';

const answer = (items: readonly object[]): never =>
  ({ responseElements: { instancesSet: { items } } }) as never;

it('gives each new instance its own interfaces, with every address', () => {
  const described = interfacesOf(
    answer([
      {
        instanceId: 'i-1',
        privateIpAddress: '10.0.0.5',
        vpcId: 'vpc-1',
        networkInterfaceSet: {
          items: [
            {
              networkInterfaceId: 'eni-1',
              macAddress: '12:c4:b6:95:a1:71',
              vpcId: 'vpc-1',
              privateIpAddress: '10.0.0.5',
              privateIpAddressesSet: {
                item: [{ privateIpAddress: '10.0.0.5' }, { privateIpAddress: '10.0.0.6' }],
              },
              ipv6AddressesSet: { items: [{ ipv6Address: '2600:1f18::5' }] },
            },
            { networkInterfaceId: 'eni-2' },
          ],
        },
      },
      { instanceId: 'i-2', privateIpAddress: '10.0.0.9', vpcId: 'vpc-2' },
    ]),
    'RunInstances',
  );
  expect(described).toEqual([
    {
      id: 'eni-1',
      instance: 'i-1',
      ips: ['10.0.0.5', '10.0.0.6', '2600:1f18::5'],
      mac: '12C4B695A171',
      network: 'vpc-1',
    },
    { id: 'eni-2', instance: 'i-1' },
    { instance: 'i-2', ips: ['10.0.0.9'], network: 'vpc-2' },
  ]);
});

it('knows what was attached, and nothing from what says nothing', () => {
  const attach = { requestParameters: { networkInterfaceId: 'eni-3', instanceId: 'i-1' } } as never;
  expect(interfacesOf(attach, 'AttachNetworkInterface')).toEqual([{ id: 'eni-3', instance: 'i-1' }]);
  expect(interfacesOf(answer([{ instanceId: 'i-1' }]), 'RunInstances')).toBeUndefined();
  for (const odd of [null, 7, 'text', { omitted: 'true' }, { instancesSet: { items: 'x' } }]) {
    expect(interfacesOf({ responseElements: odd } as never, 'RunInstances')).toBeUndefined();
  }
  expect(interfacesOf(answer([{ instanceId: 'i-1', privateIpAddress: '10.0.0.5' }]), 'StartInstances')).toBe(
    undefined,
  );
});
