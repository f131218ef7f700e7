import { describe, expect, it } from 'vitest';
import { created, launch, linkValues, onlyOne } from '../../test/support/flows.ts';
import type { JsonObject } from '../core/json.ts';

const id = 'projects/p/zones/europe-west1-b/instances/vm';
const googleLaunch = (): ReturnType<typeof launch> =>
  launch({
    provider: 'gcp',
    account: 'p',
    operation: 'v1.compute.instances.insert',
    resources: [{ role: 'target', type: 'instance', id, name: 'vm', uid: '4611' }],
    attrs: {},
  });

/** A record of a transit gateway: 10.0.0.5 in vpc-1 sends 3 MB to 10.20.0.7 in vpc-2 of another account. */
function throughGateway(part: Readonly<Record<string, string>> = {}): JsonObject {
  return {
    version: '6',
    'resource-type': 'TransitGateway',
    'account-id': '999999999999',
    'tgw-id': 'tgw-0a',
    'tgw-src-vpc-account-id': '210987654321',
    'tgw-dst-vpc-account-id': '444444444444',
    'tgw-src-vpc-id': 'vpc-1',
    'tgw-dst-vpc-id': 'vpc-2',
    srcaddr: '10.0.0.5',
    dstaddr: '10.20.0.7',
    srcport: '50000',
    dstport: '445',
    protocol: '6',
    packets: '3000',
    bytes: '3000000',
    start: String(created / 1000 + 600),
    end: String(created / 1000 + 660),
    'log-status': 'OK',
    'flow-direction': 'ingress',
    ...part,
  };
}

/** An entry of Google's VPC flow logs, as the machine that sent reports it. */
function googleFlow(part: JsonObject = {}): JsonObject {
  return {
    insertId: 'x',
    logName: 'projects/p/logs/compute.googleapis.com%2Fvpc_flows',
    timestamp: '2026-03-10T10:11:05Z',
    jsonPayload: {
      connection: { src_ip: '10.0.0.5', src_port: 50000, dest_ip: '10.8.0.9', dest_port: 5432, protocol: 6 },
      reporter: 'SRC',
      bytes_sent: '3000000',
      packets_sent: '3000',
      start_time: '2026-03-10T10:10:00.5Z',
      end_time: '2026-03-10T10:11:00Z',
      src_instance: { project_id: 'p', zone: 'europe-west1-b', region: 'europe-west1', vm_name: 'vm' },
      src_vpc: { project_id: 'p', vpc_name: 'net', subnetwork_name: 'a' },
      dest_instance: { project_id: 'other', zone: 'europe-west1-c', vm_name: 'db' },
      dest_vpc: { project_id: 'other', vpc_name: 'theirs', subnetwork_name: 'b' },
      ...part,
    },
  };
}

describe('a transfer to another account, through a transit gateway', () => {
  it('counts, with account and network', () => {
    const network = onlyOne(linkValues([launch()], [throughGateway()]));
    expect(network.peers).toMatchObject([
      {
        ip: '10.20.0.7',
        port: 445,
        kind: 'private',
        account: '444444444444',
        network: 'vpc-2',
        bytesOut: 3_000_000,
      },
    ]);
    expect(network.uses).toMatchObject([
      { category: 'other-account', degree: 'sent', points: 20, to: '444444444444 (vpc-2)' },
    ]);
    expect(network.uses[0]?.text).toBe(
      '10 min after its creation i-0a0a0a0a sent 3.0 MB to 444444444444 (vpc-2), an account that is not among the trusted ones (10.20.0.7:445)',
    );
  });

  it.each<[string, Readonly<Record<string, string>>]>([
    ['to a trusted account', { 'tgw-dst-vpc-account-id': '333333333333' }],
    ['to another VPC of its own account', { 'tgw-dst-vpc-account-id': '210987654321' }],
    ['of the same address in another VPC', { 'tgw-src-vpc-id': 'vpc-9' }],
    ['that was lost on the way', { 'packets-lost-no-route': '3000' }],
    ['before it was created', { start: String(created / 1000 - 1) }],
  ])('does not count %s', (_, part) => {
    expect(onlyOne(linkValues([launch()], [throughGateway(part)])).uses).toEqual([]);
  });

  it('is not added up where it was recorded twice, nor with the record of its interface', () => {
    const network = onlyOne(
      linkValues(
        [launch()],
        [
          throughGateway(),
          throughGateway({ 'flow-direction': 'egress' }),
          {
            'interface-id': 'eni-0a',
            srcaddr: '10.0.0.5',
            dstaddr: '10.20.0.7',
            srcport: '50000',
            dstport: '445',
            protocol: '6',
            bytes: '3000000',
            start: String(created / 1000 + 600),
          },
        ],
      ),
    );
    expect(network).toMatchObject({ bytesOut: 3_000_000, peerCount: 1 });
    expect(network.uses).toMatchObject([{ category: 'other-account', bytesOut: 3_000_000 }]);
  });

  it('is seen from both ends, when both are instances of incidents', () => {
    const theirs = launch({
      id: 'a-theirs',
      account: '444444444444',
      resources: [{ role: 'target', type: 'instance', id: 'i-0d0d0d0d' }],
      attrs: { interfaces: [{ instance: 'i-0d0d0d0d', ips: ['10.20.0.7'], network: 'vpc-2' }] },
    });
    const { networks, stats } = linkValues([launch(), theirs], [throughGateway()]);
    expect(networks.map(({ instance, bytesOut, bytesIn }) => [instance, bytesOut, bytesIn])).toEqual([
      ['i-0a0a0a0a', 3_000_000, 0],
      ['i-0d0d0d0d', 0, 3_000_000],
    ]);
    expect(stats.records).toMatchObject({ read: 1, linked: 1 });
  });
});

describe('Google’s flow logs', () => {
  it('name the machine, its project and its zone', () => {
    const { networks, stats } = linkValues(
      [googleLaunch()],
      [
        googleFlow(),
        googleFlow({ src_instance: { project_id: 'p', zone: 'europe-west1-c', vm_name: 'vm' } }),
        googleFlow({ src_instance: { project_id: 'q', zone: 'europe-west1-b', vm_name: 'vm' } }),
      ],
    );
    expect(networks[0]).toMatchObject({
      name: 'vm',
      bytesOut: 3_000_000,
      records: { accepted: 1 },
      peers: [
        { ip: '10.8.0.9', port: 5432, account: 'other', network: 'projects/other/global/networks/theirs' },
      ],
      uses: [{ category: 'other-account', points: 20 }],
    });
    expect(stats.records.unlinked).toEqual({ 'other-instance': 2 });
  });

  it('of both machines are one flow', () => {
    const network = onlyOne(linkValues([googleLaunch()], [googleFlow(), googleFlow({ reporter: 'DEST' })]));
    expect(network).toMatchObject({ bytesOut: 3_000_000 });
  });

  it('within one network are nobody else’s, whatever the project is', () => {
    const shared = { project_id: 'host', vpc_name: 'shared' };
    const network = onlyOne(
      linkValues([googleLaunch()], [googleFlow({ src_vpc: shared, dest_vpc: shared })]),
    );
    expect(network.peers).toMatchObject([{ bytesOut: 3_000_000 }]);
    expect(network.peers[0]?.account).toBeUndefined();
    expect(network.uses).toEqual([]);
  });

  it('that are damaged are named', () => {
    const { stats } = linkValues(
      [googleLaunch()],
      [googleFlow({ connection: { src_ip: 'x', dest_ip: '10.0.0.1' } }), googleFlow({ start_time: 'x' })],
    );
    expect(stats.rejectedPlaces.map(({ detail }) => detail)).toEqual([
      'src_ip: expected an address, found "x"',
      'start_time: expected a time, found "x"',
    ]);
  });

  it('come with queries of Cloud DNS, by number or by name', () => {
    const dns = (payload: JsonObject): JsonObject => ({
      logName: 'projects/p/logs/dns.googleapis.com%2Fdns_queries',
      timestamp: '2026-03-10T10:09:00Z',
      jsonPayload: {
        queryName: 'mega.nz.',
        queryType: 'A',
        responseCode: 'NOERROR',
        rdata: 'mega.nz.\t300\tIN\ta\t203.0.113.9\nmega.nz.\t300\tIN\ta\t203.0.113.10',
        sourceIP: '10.0.0.5',
        ...payload,
      },
    });
    const out = googleFlow({
      connection: {
        src_ip: '10.0.0.5',
        src_port: 50000,
        dest_ip: '203.0.113.10',
        dest_port: 443,
        protocol: 6,
      },
      dest_instance: null,
      dest_vpc: null,
    });
    for (const who of [
      { vmInstanceIdString: '4611' },
      { vmInstanceId: 4611 },
      { vmInstanceName: '7777.vm', vmProjectId: 'p', vmZoneName: 'europe-west1-b' },
    ]) {
      const network = onlyOne(linkValues([googleLaunch()], [out, dns(who)]));
      expect(network.uses).toMatchObject([{ category: 'file-sharing', degree: 'sent', to: 'mega.nz' }]);
    }
    const other = linkValues([googleLaunch()], [out, dns({ vmInstanceIdString: '4612' })]);
    expect(onlyOne(other).uses).toEqual([]);
    const nobody = linkValues([googleLaunch()], [dns({ vmInstanceIdString: '4611', queryName: '' })]);
    expect(nobody.stats.rejectedPlaces[0]?.detail).toBe('DNS query: expected a name, found ""');
  });
});
