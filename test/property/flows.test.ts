import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { gzipSync } from 'node:zlib';
import fc from 'fast-check';
import { afterAll, describe, expect, it } from 'vitest';
import type { JsonObject } from '../../src/core/json.ts';
import { type HuntFilesResult, huntFiles } from '../../src/engine/hunt-files.ts';
import { created, deletion, launch, linkValues, minute, query, vpcFlow } from '../support/flows.ts';
import { packRules } from '../support/hunting.ts';

const machines = ['0a', '0b', '0c'];
const launches = machines.map((name, index) =>
  launch({
    id: `a-${name}`,
    at: new Date(created + index * minute).toISOString(),
    resources: [{ role: 'target', type: 'instance', id: `i-0${name}0000` }],
    attrs: {
      interfaces: [
        { id: `eni-${name}`, instance: `i-0${name}0000`, ips: [`10.0.0.${5 + index}`], network: 'vpc-1' },
      ],
    },
  }),
);
const gone = deletion(new Date(created + 40 * minute).toISOString(), {
  resources: [{ role: 'target', type: 'instance', id: 'i-00b0000' }],
});
const known = [...launches, gone];

const someFlow: fc.Arbitrary<JsonObject> = fc
  .record({
    machine: fc.integer({ min: 0, max: 3 }),
    peer: fc.constantFrom('203.0.113.9', '203.0.113.10', '10.0.0.6', '10.9.9.9', '2600::1'),
    port: fc.constantFrom('443', '3333', '22', '50000'),
    minutes: fc.integer({ min: -5, max: 80 }),
    bytes: fc.integer({ min: 0, max: 3_000_000 }),
    isIn: fc.boolean(),
    action: fc.constantFrom('ACCEPT', 'ACCEPT', 'REJECT'),
  })
  .map(({ machine, peer, port, minutes, bytes, isIn, action }) => {
    const own = `10.0.0.${5 + machine}`;
    const start = (created + minutes * minute) / 1000;
    return vpcFlow({
      'interface-id': `eni-${machines[machine] ?? 'ff'}`,
      ...(isIn
        ? { srcaddr: peer, dstaddr: own, srcport: port, dstport: '49152' }
        : { srcaddr: own, dstaddr: peer, dstport: port }),
      bytes: String(bytes),
      action,
      start: String(start),
      end: String(start + 59),
    });
  });
const someQuery: fc.Arbitrary<JsonObject> = fc
  .record({
    name: fc.constantFrom('mega.nz', 'a.example.com', 'b.example.com', 'x.pastebin.com'),
    machine: fc.constantFrom(...machines, 'ff'),
    answer: fc.constantFrom('203.0.113.9', '203.0.113.10', 'c.example.com'),
  })
  .map(({ name, machine, answer }) => query(name, [answer], { srcids: { instance: `i-0${machine}0000` } }));
const someValues = fc.array(fc.oneof(someFlow, someFlow, someQuery), { maxLength: 40 });

/** The definition, read off the records: bytes of accepted flows in the time of the instance, each record once. */
function bytesBySum(values: readonly JsonObject[], index: number): { out: number; in: number } {
  const own = `10.0.0.${5 + index}`;
  const until = machines[index] === '0b' ? created + 40 * minute : Number.POSITIVE_INFINITY;
  const once = new Map(values.map((value) => [JSON.stringify(value), value]));
  const sums = { out: 0, in: 0 };
  for (const row of once.values()) {
    if (row['interface-id'] !== `eni-${machines[index]}` || row['action'] !== 'ACCEPT') continue;
    const start = Number(row['start']) * 1000;
    if (start < created + index * minute || start > until) continue;
    if (row['srcaddr'] === own) sums.out += Number(row['bytes']);
    else sums.in += Number(row['bytes']);
  }
  return sums;
}

describe('linking', () => {
  it('adds up what the definition says, and every record is counted once', () => {
    fc.assert(
      fc.property(someValues, (values) => {
        const { networks, stats } = linkValues(launches, values, { known });
        for (const [index, network] of networks.entries()) {
          expect({ out: network.bytesOut, in: network.bytesIn }).toEqual(bytesBySum(values, index));
        }
        const { read, linked, duplicates, unlinked, skipped, rejected } = stats.records;
        const sum = [unlinked, skipped, rejected].flatMap((one) => Object.values(one));
        expect(read).toBe(values.length);
        expect(read).toBe(linked + duplicates + sum.reduce((all, one) => all + one, 0));
      }),
      { numRuns: 300 },
    );
  });

  it('gives the same in any order', () => {
    const both = someValues.chain((values) =>
      fc.tuple(fc.constant(values), fc.shuffledSubarray(values, { minLength: values.length })),
    );
    fc.assert(
      fc.property(both, fc.boolean(), ([values, shuffled], reverse) => {
        const one = linkValues(launches, values, { known });
        const again = linkValues(reverse ? launches.toReversed() : launches, shuffled, {
          known: known.toReversed(),
        });
        expect(again.networks).toEqual(one.networks);
        expect({ ...again.stats.records }).toEqual({ ...one.stats.records });
      }),
      { numRuns: 200 },
    );
  });
});

const folder = mkdtempSync(join(tmpdir(), 'nephoscope-flows-'));
afterAll(() => rmSync(folder, { recursive: true, force: true }));

/** `RunInstances` as CloudTrail writes it. */
const audit = machines.map((name, index) => ({
  eventVersion: '1.11',
  userIdentity: {
    type: 'IAMUser',
    arn: 'arn:aws:iam::210987654321:user/mara',
    accountId: '210987654321',
    userName: 'mara',
  },
  eventTime: new Date(created + index * minute).toISOString(),
  eventSource: 'ec2.amazonaws.com',
  eventName: 'RunInstances',
  awsRegion: 'eu-west-1',
  sourceIPAddress: '198.51.100.23',
  eventID: `e-${name}`,
  recipientAccountId: '210987654321',
  requestParameters: {},
  responseElements: {
    instancesSet: {
      items: [
        {
          instanceId: `i-0${name}0000`,
          networkInterfaceSet: {
            items: [{ networkInterfaceId: `eni-${name}`, privateIpAddress: `10.0.0.${5 + index}` }],
          },
        },
      ],
    },
  },
}));
const auditPath = join(folder, 'audit.json');
writeFileSync(auditPath, JSON.stringify({ Records: audit }));

const names = Object.keys(vpcFlow());
function writeFlows(name: string, rows: readonly JsonObject[]): string {
  const path = join(folder, name);
  const lines = rows.map((row) => ('query_name' in row ? undefined : names.map((one) => row[one]).join(' ')));
  const text = [names.join(' '), ...lines.filter((line) => line !== undefined)].join('\n');
  writeFileSync(path, gzipSync(text));
  return path;
}

const rules = packRules();
async function hunt(flows?: readonly string[]): Promise<HuntFilesResult> {
  return huntFiles([auditPath], rules, {
    minRank: 0,
    keepRecord: false,
    everyActivity: false,
    remember: true,
    from: Number.NEGATIVE_INFINITY,
    to: Number.POSITIVE_INFINITY,
    threads: 1,
    ...(flows ? { flows: { places: flows } } : {}),
  });
}

describe('a hunt with flow logs', () => {
  it('finds the same under the same ids; scores differ by the added parts alone; files may be cut and given in any way', async () => {
    const without = await hunt();
    expect(without.incidents.every(({ network }) => network?.observable === false)).toBe(true);
    await fc.assert(
      fc.asyncProperty(fc.array(someFlow, { minLength: 1, maxLength: 30 }), fc.nat(), async (rows, cut) => {
        const at = cut % rows.length;
        const parts = [
          writeFlows('a.log.gz', rows.slice(0, at)),
          writeFlows('b.log.gz', rows.slice(at).toReversed()),
        ];
        const linked = await hunt(parts);
        const again = await hunt([writeFlows('whole.log.gz', rows)]);
        for (const kind of ['findings', 'incidents'] as const) {
          expect(linked[kind].map(({ id }) => id)).toEqual(without[kind].map(({ id }) => id));
          for (const [index, one] of linked[kind].entries()) {
            const before = without[kind][index];
            const added = one.parts.filter(({ name }) => name.startsWith('network: '));
            const points = added.reduce((sum, part) => sum + part.points, 0);
            expect(one.parts.slice(0, one.parts.length - added.length)).toEqual(before?.parts);
            expect(one.score).toBe(Math.min(100, (before?.score ?? 0) + points));
          }
          expect(again[kind]).toEqual(linked[kind]);
        }
      }),
      { numRuns: 15 },
    );
  });
});
