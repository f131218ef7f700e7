import { describe, expect, it } from 'vitest';
import { activity } from '../../test/support/activities.ts';
import {
  answer,
  created,
  deletion,
  launch,
  linkValues,
  minute,
  onlyOne,
  query,
  vpcFlow,
} from '../../test/support/flows.ts';
import { Room } from './traffic.ts';

const at = (minutes: number): Readonly<Record<string, string>> => ({
  start: String((created + minutes * minute) / 1000),
  end: String((created + minutes * minute) / 1000 + 59),
});

describe('a flow of the instance', () => {
  it('is linked by its interface, both directions to one peer', () => {
    const { networks, stats } = linkValues(
      [launch()],
      [vpcFlow(), answer({ bytes: '90000', packets: '70' })],
    );
    expect(networks).toHaveLength(1);
    expect(networks[0]).toMatchObject({
      instance: 'i-0a0a0a0a',
      cause: 'created',
      status: 'seen',
      records: { accepted: 2, rejected: 0, queries: 0 },
      bytesOut: 5000,
      bytesIn: 90000,
      firstPublic: { ip: '203.0.113.9', minutes: 10 },
      peerCount: 1,
    });
    expect(networks[0]?.peers).toEqual([
      {
        ip: '203.0.113.9',
        port: 443,
        protocol: 'tcp',
        role: 'client',
        kind: 'public',
        domains: [],
        bytesOut: 5000,
        bytesIn: 90000,
        packetsOut: 10,
        packetsIn: 70,
        accepted: 2,
        rejected: 0,
        first: created + 10 * minute,
        last: created + 10 * minute + 59_000,
        minutes: 10,
      },
    ]);
    expect(stats.records).toMatchObject({ read: 2, linked: 2, duplicates: 0, unlinked: {} });
  });

  it('is told apart from what comes to a service of its own', () => {
    const ssh = vpcFlow({ srcaddr: '198.51.100.7', dstaddr: '10.0.0.5', srcport: '50001', dstport: '22' });
    const { peers } = onlyOne(linkValues([launch()], [ssh]));
    expect(peers).toMatchObject([
      { ip: '198.51.100.7', port: 22, role: 'server', bytesIn: 5000, bytesOut: 0 },
    ]);
  });

  it('of high ports on both sides is of no service, but for a port that is known', () => {
    const high = (srcport: string, dstport: string): ReturnType<typeof vpcFlow> =>
      vpcFlow({ srcport, dstport });
    const { peers } = onlyOne(
      linkValues([launch()], [high('50001', '40000'), high('50002', '40001'), high('33000', '45700')]),
    );
    expect(peers.map(({ port, role, category }) => [port, role, category])).toEqual([
      [undefined, 'peer', undefined],
      [45700, 'client', 'mining-port'],
    ]);
  });

  it('that was stopped moves no data and is no contact', () => {
    const { networks } = linkValues([launch()], [vpcFlow({ action: 'REJECT' })]);
    expect(networks[0]).toMatchObject({
      bytesOut: 0,
      records: { accepted: 0, rejected: 1 },
      peers: [{ accepted: 0, rejected: 1, bytesOut: 0, minutes: 10 }],
    });
    expect(networks[0]?.firstPublic).toBeUndefined();
  });

  it('is counted once, however often it was delivered', () => {
    const parquet = Object.fromEntries(
      Object.entries(vpcFlow()).map(([name, value]) => [name.replaceAll('-', '_'), value]),
    );
    const { networks, stats } = linkValues([launch()], [vpcFlow(), vpcFlow(), parquet]);
    expect(networks[0]).toMatchObject({ bytesOut: 5000, records: { accepted: 1 } });
    expect(stats.records).toMatchObject({ read: 3, linked: 1, duplicates: 2 });
  });
});

describe('what is no flow of the instance', () => {
  it.each<[string, Readonly<Record<string, string>>, string]>([
    ['of another interface', { 'interface-id': 'eni-0b' }, 'other-instance'],
    ['before the creation', at(-1), 'outside-window'],
    ['after the window', at(7 * 24 * 60), 'outside-window'],
    ['of neither of its addresses', { srcaddr: '10.0.0.99', dstaddr: '10.0.0.98' }, 'no-direction'],
  ])('%s is counted and left out', (_, part, reason) => {
    const { networks, stats } = linkValues([launch()], [vpcFlow(part)]);
    expect(stats.records).toMatchObject({ read: 1, linked: 0, unlinked: { [reason]: 1 } });
    expect(networks[0]?.status).toBe('nothing-seen');
  });

  it('after the deletion is left out, and before it is not', () => {
    const activities = [launch(), deletion('2026-03-10T10:30:00Z')];
    const { networks, stats } = linkValues([launch()], [vpcFlow(at(29)), vpcFlow(at(31))], {
      known: activities,
    });
    expect(networks[0]).toMatchObject({ until: created + 30 * minute, records: { accepted: 1 } });
    expect(stats.records.unlinked).toEqual({ 'outside-window': 1 });
  });

  it('is what could not be read: counted, with its place', () => {
    const { stats } = linkValues(
      [launch()],
      [
        vpcFlow({ start: 'soon' }),
        vpcFlow({ srcaddr: '10.0.0.500' }),
        vpcFlow({ bytes: '-5' }),
        vpcFlow({ 'log-status': 'NODATA', srcaddr: '-', dstaddr: '-' }),
        vpcFlow({ 'log-status': 'SKIPDATA', srcaddr: '-', dstaddr: '-' }),
        { eventName: 'RunInstances', eventSource: 'ec2.amazonaws.com' },
      ],
    );
    expect(stats.records).toMatchObject({
      read: 6,
      linked: 0,
      rejected: { malformed: 3 },
      skipped: { 'no-data': 1, lost: 1, 'other-record': 1 },
    });
    expect(stats.rejectedPlaces.map(({ place, detail }) => [place.index, detail])).toEqual([
      [0, 'start: expected seconds since 1970, found "soon"'],
      [1, 'srcaddr: expected an address, found "10.0.0.500"'],
      [2, 'bytes: expected a whole number, found "-5"'],
    ]);
  });
});

describe('formats of one’s own', () => {
  it('say by themselves which direction and which instance it is', () => {
    const row = {
      'instance-id': 'i-0a0a0a0a',
      'flow-direction': 'egress',
      srcaddr: '10.9.9.9',
      dstaddr: '203.0.113.9',
      bytes: '7',
      start: String(created / 1000),
    };
    const { networks } = linkValues([launch({ attrs: {} })], [row]);
    expect(networks[0]).toMatchObject({ bytesOut: 7, peers: [{ ip: '203.0.113.9' }] });
  });

  it('name the address behind a gateway', () => {
    const row = vpcFlow({ dstaddr: '10.0.9.9', 'pkt-srcaddr': '10.0.0.5', 'pkt-dstaddr': '203.0.113.80' });
    const { networks } = linkValues([launch()], [row]);
    expect(networks[0]?.peers).toMatchObject([{ ip: '203.0.113.80', kind: 'public' }]);
    // A pod has another address than the interface.
    const pod = vpcFlow({ 'pkt-srcaddr': '10.0.44.44', 'pkt-dstaddr': '203.0.113.80' });
    expect(linkValues([launch()], [pod]).networks[0]).toMatchObject({ bytesOut: 5000 });
  });

  it('without interface and instance are linked by network and address, never by the address alone', () => {
    const { 'interface-id': _, ...row } = vpcFlow();
    const link = (part: Readonly<Record<string, string>>): number =>
      linkValues([launch()], [{ ...row, ...part }]).networks[0]?.bytesOut ?? -1;
    expect(link({ 'vpc-id': 'vpc-1' })).toBe(5000);
    // The same private address in another VPC, and nobody knows in which.
    expect(link({ 'vpc-id': 'vpc-2' })).toBe(0);
    expect(link({})).toBe(0);
  });

  it('in the spellings of Logs Insights and Sentinel are read', () => {
    const insights = {
      interfaceId: 'eni-0a',
      srcAddr: '10.0.0.5',
      dstAddr: '203.0.113.9',
      srcPort: '49152',
      dstPort: '443',
      protocol: '6',
      bytes: '5',
      start: created / 1000,
      logStatus: 'OK',
    };
    const sentinel = {
      InterfaceId: 'eni-0a',
      SrcAddr: '10.0.0.5',
      DstAddr: '203.0.113.9',
      SrcPort: 49152,
      DstPort: 443,
      Protocol: 6,
      Bytes: 60,
      Start: '2026-03-10T10:00:00Z',
      End: '2026-03-10T10:00:59Z',
      Action: 'ACCEPT',
      FlowDirection: 'egress',
    };
    const { networks } = linkValues([launch()], [insights, sentinel]);
    expect(networks[0]).toMatchObject({ bytesOut: 65, peers: [{ port: 443, protocol: 'tcp' }] });
  });

  it('tell the direction by what is private where the addresses of the interface are not known', () => {
    const unknown = launch({ attrs: { interfaces: [{ id: 'eni-0a', instance: 'i-0a0a0a0a' }] } });
    const { networks, stats } = linkValues(
      [unknown],
      [vpcFlow(), answer(), vpcFlow({ dstaddr: '10.0.0.8' })],
    );
    expect(networks[0]).toMatchObject({ bytesOut: 5000, bytesIn: 5000 });
    expect(stats.records.unlinked).toEqual({ 'no-direction': 1 });
  });
});

describe('instances', () => {
  it('of one launch have each their own flows', () => {
    const two = launch({
      resources: ['i-0a0a0a0a', 'i-0b0b0b0b'].map((id) => ({ role: 'target', type: 'instance', id })),
      attrs: {
        interfaces: [
          { id: 'eni-0a', instance: 'i-0a0a0a0a', ips: ['10.0.0.5'] },
          { id: 'eni-0b', instance: 'i-0b0b0b0b', ips: ['10.0.0.6'] },
        ],
      },
    });
    const flows = [vpcFlow(), vpcFlow({ 'interface-id': 'eni-0b', srcaddr: '10.0.0.6', bytes: '7' })];
    const { networks } = linkValues([two], flows);
    expect(networks.map(({ instance, bytesOut }) => [instance, bytesOut])).toEqual([
      ['i-0a0a0a0a', 5000],
      ['i-0b0b0b0b', 7],
    ]);
  });

  it('that were only changed are followed from the change on', () => {
    const change = launch({
      id: 'a-change',
      at: '2026-03-10T10:05:00Z',
      operation: 'ModifyInstanceAttribute',
      verb: 'modify',
      attrs: {},
    });
    const { networks } = linkValues([change], [vpcFlow(at(4)), vpcFlow(at(15))], {
      known: [launch(), change],
    });
    expect(networks).toMatchObject([
      { cause: 'changed', since: created + 5 * minute, records: { accepted: 1 } },
    ]);
    expect(networks[0]?.peers[0]?.minutes).toBe(10);
  });

  it('get an interface later', () => {
    const attach = activity({
      id: 'a-attach',
      operation: 'AttachNetworkInterface',
      verb: 'modify',
      object: 'instance',
      resources: [{ role: 'target', type: 'instance', id: 'i-0a0a0a0a' }],
      attrs: { interfaces: [{ id: 'eni-0c', instance: 'i-0a0a0a0a' }] },
    });
    const { networks } = linkValues([launch({ attrs: {} })], [vpcFlow({ 'interface-id': 'eni-0c' })], {
      known: [launch({ attrs: {} }), attach],
    });
    expect(networks[0]).toMatchObject({ bytesOut: 5000 });
  });

  it('that failed to be made, or were only listed, are not followed', () => {
    for (const part of [
      { outcome: 'denied' as const },
      { outcome: 'dry_run' as const },
      { verb: 'enumerate' as const },
      { verb: 'stop' as const },
    ]) {
      expect(linkValues([launch(part)], [vpcFlow()]).networks).toEqual([]);
    }
  });

  it('whose name is used again are two', () => {
    const id = 'projects/p/zones/z/instances/vm';
    const part = {
      provider: 'gcp' as const,
      account: 'p',
      resources: [{ role: 'target', type: 'instance', id }] as const,
    };
    const first = launch({ ...part, id: 'a-1', attrs: {} });
    const gone = deletion('2026-03-10T10:20:00Z', part);
    const again = launch({ ...part, id: 'a-2', attrs: {}, at: '2026-03-10T10:30:00Z' });
    const { networks } = linkValues([first, gone, again], []);
    expect(
      networks.map(({ since, until }) => [(since - created) / minute, until && (until - created) / minute]),
    ).toEqual([
      [0, 20],
      [30, undefined],
    ]);
  });

  it('that no log can show say so', () => {
    const named = launch({
      resources: [{ role: 'target', type: 'instance', id: 'my-lightsail' }],
      attrs: {},
    });
    expect(linkValues([named], []).networks).toMatchObject([{ status: 'not-linkable' }]);
    const bare = linkValues([launch({ attrs: {} })], []).networks[0];
    expect(bare?.status).toBe('nothing-seen');
    expect(bare?.notes[0]).toContain('only flow logs with instance-id');
  });
});

describe('bounds', () => {
  it('keep the sums where there is no room for more peers, and say so', () => {
    const flows = Array.from({ length: 50 }, (_, index) =>
      vpcFlow({ dstaddr: `203.0.113.${index}`, bytes: '10' }),
    );
    const queries = Array.from({ length: 50 }, (_, index) => query(`host-${index}.example.com`));
    const { networks, stats } = linkValues([launch()], [...flows, ...queries], { room: new Room(40, 20) });
    expect(networks[0]).toMatchObject({
      bytesOut: 500,
      peerCount: 20,
      domainCount: 20,
      records: { accepted: 50, queries: 50 },
    });
    expect(networks[0]?.notes).toContain(
      'it spoke with more addresses than are kept: some are only in the sums',
    );
    expect(stats.evicted).toEqual({ 'flows by address': 30, 'looked-up names': 30 });
  });

  it('have a place for what counts, whatever else was asked for before', () => {
    const queries = Array.from({ length: 50 }, (_, index) =>
      query(`host-${index}.example.com`, ['198.51.100.1']),
    );
    const values = [...queries, query('mega.nz', ['203.0.113.9']), vpcFlow({ bytes: '2000000' })];
    const { uses } = onlyOne(linkValues([launch()], values, { room: new Room(60, 20) }));
    expect(uses).toMatchObject([{ category: 'file-sharing', degree: 'sent', to: 'mega.nz' }]);
  });

  it('hold for a scan of a whole network', () => {
    const flows = Array.from({ length: 60_000 }, (_, index) =>
      vpcFlow({ dstaddr: `198.18.${index >> 8}.${index & 255}`, dstport: '22', bytes: '40' }),
    );
    const { networks, stats } = linkValues([launch()], flows);
    expect(networks[0]?.bytesOut).toBe(60_000 * 40);
    expect(networks[0]?.peerCount).toBe(50_000);
    expect(networks[0]?.peers.length).toBeLessThanOrEqual(50);
    expect(stats.evicted['flows by address']).toBe(10_000);
  });
});
