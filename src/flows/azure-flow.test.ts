import { describe, expect, it } from 'vitest';
import { activity } from '../../test/support/activities.ts';
import { created, launch, linkValues, minute, onlyOne } from '../../test/support/flows.ts';
import type { JsonObject } from '../core/json.ts';

const group = '/subscriptions/s/resourcegroups/g/providers';
const machine = `${group}/microsoft.compute/virtualmachines/vm`;
const card = `${group}/microsoft.network/networkinterfaces/nic`;
const network = `${group}/microsoft.network/virtualnetworks/net`;
const security = `${group}/microsoft.network/networksecuritygroups/nsg`;

const made = launch({
  provider: 'azure',
  account: 's',
  resources: [{ role: 'target', type: 'instance', id: machine, name: 'vm' }],
  attrs: { interfaces: [{ id: card, instance: machine }] },
});
/** The interface is made before the machine, and carries address and network. */
const cardMade = activity({
  id: 'a-card',
  at: '2026-03-10T09:59:00Z',
  provider: 'azure',
  account: 's',
  operation: 'Microsoft.Network/networkInterfaces/write',
  object: 'network',
  resources: [{ role: 'target', type: 'network', id: card }],
  attrs: { interfaces: [{ id: card, ips: ['10.0.0.4'], network, securityGroup: security }] },
});
const withMac = activity({
  ...cardMade,
  id: 'a-mac',
  attrs: { interfaces: [{ id: card, mac: '0022488A1B2C' }] },
});

const time = created + 10 * minute;
const tuple = (part: readonly string[] = []): string =>
  [
    String(time),
    '10.0.0.4',
    '203.0.113.9',
    '50000',
    '443',
    '6',
    'O',
    'E',
    'NX',
    '20',
    '2000000',
    '9',
    '700',
    ...part,
  ].join(',');

function vnetEntry(tuples: readonly unknown[], part: JsonObject = {}): JsonObject {
  return {
    time: '2026-03-10T10:11:00Z',
    flowLogVersion: 4,
    macAddress: '0022488A1B2C',
    category: 'FlowLogFlowEvent',
    operationName: 'FlowLogFlowEvent',
    targetResourceID: network.toUpperCase(),
    flowRecords: {
      flows: [{ aclID: 'x', flowGroups: [{ rule: 'r', flowTuples: tuples as readonly string[] }] }],
    },
    ...part,
  };
}

function nsgEntry(tuples: readonly string[], part: JsonObject = {}): JsonObject {
  return {
    time: '2026-03-10T10:11:00Z',
    macAddress: '0022488A1B2C',
    category: 'NetworkSecurityGroupFlowEvent',
    resourceId: security.toUpperCase(),
    properties: { Version: 2, flows: [{ rule: 'r', flows: [{ mac: '0022488A1B2C', flowTuples: tuples }] }] },
    ...part,
  };
}

describe('flow logs of virtual networks', () => {
  it('are linked by hardware address', () => {
    const linked = linkValues([made], [vnetEntry([tuple()], { targetResourceID: '/x' })], {
      known: [made, withMac],
    });
    expect(onlyOne(linked)).toMatchObject({
      name: 'vm',
      status: 'seen',
      bytesOut: 2_000_000,
      bytesIn: 700,
      peers: [{ ip: '203.0.113.9', port: 443, protocol: 'tcp', role: 'client', minutes: 10 }],
    });
  });

  it('are linked by address within the network, and by the interface', () => {
    for (const targetResourceID of [network, `${network}/subnets/Default`, card]) {
      const linked = linkValues([made], [vnetEntry([tuple()], { targetResourceID, macAddress: '' })], {
        known: [cardMade, made],
      });
      expect([targetResourceID, onlyOne(linked).bytesOut]).toEqual([targetResourceID, 2_000_000]);
    }
    // The same address in another network.
    const elsewhere = vnetEntry([tuple()], { targetResourceID: `${network}2`, macAddress: 'AAAAAAAAAAAA' });
    expect(linkValues([made], [elsewhere], { known: [cardMade, made] }).stats.records.unlinked).toEqual({
      'other-instance': 1,
    });
  });

  it('have inbound and denied flows', () => {
    const inbound = `${time},198.51.100.7,10.0.0.4,50000,22,6,I,E,NX,5,300,4,900`;
    const denied = `${time},198.51.100.8,10.0.0.4,50000,22,6,I,D,NX,0,0,0,0`;
    const { peers } = onlyOne(linkValues([made], [vnetEntry([inbound, denied])], { known: [made, withMac] }));
    expect(peers).toMatchObject([
      { ip: '198.51.100.7', port: 22, role: 'server', bytesIn: 300, bytesOut: 900, accepted: 1 },
      { ip: '198.51.100.8', accepted: 0, rejected: 1 },
    ]);
  });

  it('count each flow of an entry, and name the damaged ones', () => {
    const damaged = [
      'x',
      7,
      `later,10.0.0.4,203.0.113.9,1,2,6,O,E`,
      `${time},10.0.0.4,nowhere,1,2,6,O,E`,
      `${time},10.0.0.4,203.0.113.9,1,2,6,X,E`,
      `${time},10.0.0.4,203.0.113.9,1,2,6,O,E,NX,many`,
    ];
    const { stats } = linkValues([made], [vnetEntry([tuple(), ...damaged])], { known: [made, withMac] });
    expect(stats.records).toMatchObject({ read: 7, linked: 1, rejected: { malformed: 6 } });
    expect(stats.rejectedPlaces.map(({ detail }) => detail.replace(/, found .*/, ''))).toEqual([
      'flow tuple: expected at least 8 cells',
      'flow tuple: expected at least 8 cells',
      'flow tuple: expected epoch time in the first cell',
      'flow tuple: expected two addresses',
      'flow tuple: expected I or O as direction',
      'flow tuple: expected whole numbers of packets and bytes',
    ]);
  });
});

describe('flow logs of network security groups', () => {
  const old = `${time / 1000},10.0.0.4,203.0.113.9,50000,443,T,O,A`;

  it('of version 2 have amounts, of version 1 the flow alone', () => {
    const linked = (tuples: readonly string[]): object =>
      onlyOne(linkValues([made], [nsgEntry(tuples)], { known: [made, withMac] }));
    expect(linked([`${old},E,20,2000000,9,700`])).toMatchObject({ bytesOut: 2_000_000, bytesIn: 700 });
    expect(linked([`${old},B,,,,`])).toMatchObject({ bytesOut: 0, records: { accepted: 1 } });
    expect(linked([old])).toMatchObject({
      bytesOut: 0,
      records: { accepted: 1 },
      peers: [{ protocol: 'tcp' }],
    });
    expect(linked([old.replace(/A$/, 'D')])).toMatchObject({ records: { accepted: 0, rejected: 1 } });
  });

  it('are linked by address within the group', () => {
    const entry = nsgEntry([`${old},E,20,2000000,9,700`], {
      properties: { flows: [{ flows: [{ flowTuples: [`${old},E,20,2000000,9,700`] }] }] },
      macAddress: '',
    });
    expect(onlyOne(linkValues([made], [entry], { known: [cardMade, made] })).bytesOut).toBe(2_000_000);
  });

  it('do not add up with those of the network', () => {
    const linked = linkValues([made], [nsgEntry([`${old},E,20,2000000,9,700`]), vnetEntry([tuple()])], {
      known: [made, withMac],
    });
    expect(onlyOne(linked)).toMatchObject({ bytesOut: 2_000_000, peerCount: 1 });
  });

  it('cannot be linked where the audit log says neither address nor hardware address', () => {
    const network = onlyOne(linkValues([made], [nsgEntry([old])]));
    expect(network.status).toBe('not-linkable');
    expect(network.notes[0]).toContain('no flow can be told to be its');
  });
});
