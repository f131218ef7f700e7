import { describe, expect, it } from 'vitest';
import {
  answer,
  created,
  launch,
  linkValues,
  minute,
  onlyOne,
  query,
  vpcFlow,
} from '../../test/support/flows.ts';
import { NetworkLists } from './network-lists.ts';

const MUCH = '2000000';
const later = (minutes: number): Readonly<Record<string, string>> => ({
  start: String((created + minutes * minute) / 1000),
  end: String((created + minutes * minute) / 1000 + 59),
});

describe('what counts', () => {
  it('is data that went to an address which a name of a list was answered with', () => {
    const network = onlyOne(
      linkValues(
        [launch()],
        [vpcFlow({ bytes: MUCH }), query('g.api.mega.co.nz.', ['203.0.113.9', '203.0.113.10'])],
      ),
    );
    expect(network.uses).toEqual([
      {
        category: 'file-sharing',
        degree: 'sent',
        to: 'g.api.mega.co.nz',
        bytesOut: 2_000_000,
        bytesIn: 0,
        time: created + 10 * minute,
        minutes: 10,
        points: 20,
        text: '10 min after its creation i-0a0a0a0a sent 2.0 MB to g.api.mega.co.nz, a file-sharing service (203.0.113.9:443)',
      },
    ]);
    expect(network.peers).toMatchObject([{ category: 'file-sharing', domains: ['g.api.mega.co.nz'] }]);
    expect(network.domains).toMatchObject([
      { name: 'g.api.mega.co.nz', category: 'file-sharing', minutes: 10 },
    ]);
  });

  it('is less when it is less, when it is later, and when only the name was asked for', () => {
    const asked = query('www.mega.nz', ['203.0.113.9']);
    const usesOf = (values: Parameters<typeof linkValues>[1]): unknown[] =>
      onlyOne(linkValues([launch()], values)).uses.map(({ degree, points }) => [degree, points]);
    expect(usesOf([vpcFlow(), asked])).toEqual([['contacted', 8]]);
    expect(usesOf([vpcFlow({ bytes: MUCH, ...later(90) }), asked])).toEqual([['sent', 15]]);
    expect(usesOf([asked])).toEqual([['looked-up', 5]]);
    // What was stopped did not arrive: only the question is left.
    expect(usesOf([vpcFlow({ bytes: MUCH, action: 'REJECT' }), asked])).toEqual([['looked-up', 5]]);
  });

  it('is not what another name of the same service, or nobody, was asked for', () => {
    const usesOf = (name: string): number =>
      onlyOne(linkValues([launch()], [vpcFlow({ bytes: MUCH }), query(name, ['203.0.113.9'])])).uses.length;
    expect(usesOf('mega.nz')).toBe(1);
    expect(usesOf('notmega.nz')).toBe(0);
    expect(usesOf('mega.nz.example.com')).toBe(0);
    expect(onlyOne(linkValues([launch()], [vpcFlow({ bytes: MUCH })])).uses).toEqual([]);
    // Asked by another instance.
    const other = query('mega.nz', ['203.0.113.9'], { srcids: { instance: 'i-0bbbbbbb' } });
    expect(onlyOne(linkValues([launch()], [vpcFlow({ bytes: MUCH }), other])).uses).toEqual([]);
  });

  it('is told by where a name leads, too', () => {
    const network = onlyOne(
      linkValues(
        [launch()],
        [vpcFlow({ bytes: MUCH }), query('files.example.com', ['custom.mega.nz.', '203.0.113.9'])],
      ),
    );
    expect(network.uses).toMatchObject([{ category: 'file-sharing', to: 'files.example.com' }]);
  });

  it('cannot be hidden among other names of the same address', () => {
    const others = Array.from({ length: 100 }, (_, index) => query(`a${index}.example.com`, ['203.0.113.9']));
    const values = [vpcFlow({ bytes: MUCH }), query('mega.nz', ['203.0.113.9']), ...others];
    for (const order of [values, values.toReversed()]) {
      const network = onlyOne(linkValues([launch()], order));
      expect(network.uses).toMatchObject([{ category: 'file-sharing', degree: 'sent', to: 'mega.nz' }]);
      expect(network.peers[0]?.domains).toHaveLength(16);
    }
  });

  it('is a pool by its name, and little by its port alone', () => {
    const port = { dstport: '3333', bytes: '900' };
    const usesOf = (values: Parameters<typeof linkValues>[1]): unknown[] =>
      onlyOne(linkValues([launch()], values)).uses.map(({ category, points }) => [category, points]);
    expect(usesOf([vpcFlow(port), query('gulf.supportxmr.com', ['203.0.113.9'])])).toEqual([['mining', 20]]);
    expect(usesOf([vpcFlow(port)])).toEqual([['mining-port', 5]]);
    // Its name is known, and it is none of the pools'.
    expect(usesOf([vpcFlow(port), query('dev.example.com', ['203.0.113.9'])])).toEqual([]);
    // Inside, it is somebody's web server; and as a server the instance chose the port itself.
    expect(usesOf([vpcFlow({ ...port, dstaddr: '10.0.0.8' })])).toEqual([]);
    expect(usesOf([answer({ srcport: '50001', dstport: '3333' })])).toEqual([]);
    // A client behind a NAT device chose it.
    expect(usesOf([answer({ srcport: '3333', dstport: '22' })])).toEqual([]);
  });

  it('stays within the list when there are hundreds', () => {
    const values = Array.from({ length: 300 }, (_, index) => query(`p${index}.pastebin.com`));
    const network = onlyOne(linkValues([launch()], values));
    expect(network.uses).toHaveLength(50);
    expect(network.domains).toHaveLength(100);
    expect(network.domainCount).toBe(300);
  });
});

describe('whose addresses they are', () => {
  it.each([
    ['203.0.113.9', {}, 'public'],
    ['10.1.2.3', {}, 'private'],
    ['169.254.169.254', {}, 'provider'],
    ['168.63.129.16', {}, 'provider'],
    ['239.1.1.1', {}, 'private'],
    ['52.95.110.1', { 'pkt-dst-aws-service': 'S3' }, 'provider'],
    ['52.95.110.2', { 'pkt-dst-aws-service': 'EC2' }, 'public'],
    ['2600:1f18::1', {}, 'public'],
    ['fd00::1', {}, 'private'],
  ])('%s %j is %s', (dstaddr, part, kind) => {
    const { peers } = onlyOne(linkValues([launch()], [vpcFlow({ dstaddr, ...part })]));
    expect(peers).toMatchObject([{ ip: dstaddr, kind }]);
  });

  it('is told by names of the provider', () => {
    const values = [vpcFlow(), query('s3.eu-west-1.amazonaws.com', ['203.0.113.9'])];
    expect(onlyOne(linkValues([launch()], values)).peers).toMatchObject([{ kind: 'provider' }]);
  });

  it.each([
    'ec2-203-0-113-9.eu-west-1.compute.amazonaws.com',
    'ec2-203-0-113-9.compute-1.amazonaws.com',
    'pool-1234567890.eu-west-1.elb.amazonaws.com',
    'pool-0a1b2c3d.elb.eu-west-1.amazonaws.com',
    'a1b2c3.execute-api.eu-west-1.amazonaws.com',
    'pool.westeurope.cloudapp.azure.com',
  ])('is not told by the name of a machine of anybody: %s', (name) => {
    const values = [vpcFlow({ dstport: '3333' }), query(name, ['203.0.113.9'])];
    expect(onlyOne(linkValues([launch()], values)).peers).toMatchObject([{ kind: 'public' }]);
  });
});

describe('the lists', () => {
  it('take domains and ports in the spellings that people use, and name what is neither', () => {
    const lists = new NetworkLists({
      paste_domains: ['*.Pastebin.com', '.paste.ee', 'ix.io.', 'not a domain', 'http://x.example/'],
      mining_ports: ['3333', '70000', 'x'],
      somebody_elses: ['?'],
    });
    expect(['a.pastebin.com', 'paste.ee', 'ix.io', 'com'].map((one) => lists.categoryOf(one))).toEqual([
      'paste',
      'paste',
      'paste',
      undefined,
    ]);
    expect([...lists.miningPorts]).toEqual([3333]);
    expect(lists.problems).toEqual([
      { list: 'paste_domains', message: "expected a domain such as example.com, found 'not a domain'" },
      { list: 'paste_domains', message: "expected a domain such as example.com, found 'http://x.example/'" },
      { list: 'mining_ports', message: "expected a port from 1 to 65535, found '70000'" },
      { list: 'mining_ports', message: "expected a port from 1 to 65535, found 'x'" },
    ]);
  });
});
