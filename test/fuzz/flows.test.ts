import { expect, test } from 'vitest';
import { bytesSource } from '../../src/core/byte-source.ts';
import type { JsonObject } from '../../src/core/json.ts';
import { decode } from '../../src/decode/index.ts';
import { evidenceOf } from '../../src/flows/evidence.ts';
import { FlowCollector } from '../../src/flows/flow-collector.ts';
import { Machines } from '../../src/flows/machines.ts';
import { NetworkLists } from '../../src/flows/network-lists.ts';
import { networkJson } from '../../src/report/network-json.ts';
import { networkLines, networkNotes } from '../../src/report/network-text.ts';
import { created, launch, linkValues, lists, query, vpcFlow } from '../support/flows.ts';
import { fuzz, mutateBytes, mutateRecord } from '../support/mutate.ts';

const LONGEST_MS = 3000;
const time = created + 600_000;
const sound: readonly JsonObject[] = [
  vpcFlow(),
  vpcFlow({ 'tgw-id': 'tgw-0a', 'tgw-src-vpc-id': 'vpc-1', 'tgw-dst-vpc-account-id': '444444444444' }),
  query('mega.nz', ['203.0.113.9', 'x.example.com']),
  {
    macAddress: '0022488A1B2C',
    flowRecords: {
      flows: [{ flowGroups: [{ flowTuples: [`${time},10.0.0.5,203.0.113.9,50000,443,6,O,E,NX,1,2,3,4`] }] }],
    },
  },
  {
    macAddress: '0022488A1B2C',
    resourceId: '/x',
    properties: {
      flows: [{ flows: [{ flowTuples: [`${time / 1000},10.0.0.5,203.0.113.9,50000,443,T,O,A`] }] }],
    },
  },
  {
    jsonPayload: {
      connection: { src_ip: '10.0.0.5', dest_ip: '203.0.113.9', src_port: 1, dest_port: 2, protocol: 6 },
      bytes_sent: '7',
      start_time: '2026-03-10T10:10:00Z',
      reporter: 'SRC',
    },
  },
  {
    timestamp: '2026-03-10T10:10:00Z',
    jsonPayload: { queryName: 'mega.nz.', rdata: 'a 1 IN a 203.0.113.9' },
  },
];

test('odd records of the network: never an exception, never long, all counted', async () => {
  const runs = await fuzz((random) => {
    const start = performance.now();
    const values = Array.from({ length: 20 }, () => mutateRecord(random.pick(sound), random));
    const { networks, stats } = linkValues([launch()], values);
    const { read, linked, duplicates, unlinked, skipped, rejected } = stats.records;
    const rest = [unlinked, skipped, rejected].flatMap((one) => Object.values(one));
    expect(read).toBe(linked + duplicates + rest.reduce((sum, one) => sum + one, 0));
    for (const network of networks) {
      expect(Number.isSafeInteger(network.bytesOut + network.bytesIn)).toBe(true);
      networkJson({ observable: true, instances: [network] });
      networkNotes({ observable: true, instances: [network] });
    }
    networkLines({ network: { observable: true, instances: networks } });
    expect(performance.now() - start).toBeLessThan(LONGEST_MS);
    expect(({} as Record<string, unknown>)['polluted']).toBeUndefined();
  });
  expect(runs).toBeGreaterThan(10);
});

test('odd flow logs in text', async () => {
  const row = vpcFlow();
  const names = Object.keys(row);
  const line = names.map((name) => row[name]).join(' ');
  const text = Buffer.from(`${names.join(' ')}\n${`${line}\n`.repeat(20)}`);
  const known = new NetworkLists(lists);
  const runs = await fuzz(async (random) => {
    const machines = new Machines([launch()], [launch()], 3_600_000);
    const collector = new FlowCollector(machines, known);
    collector.begin('text');
    collector.end(await decode(bytesSource(mutateBytes(text, random)), collector));
    for (const machine of machines.all) evidenceOf(machine, collector.of(machine), known);
    collector.stats([]);
  });
  expect(runs).toBeGreaterThan(10);
});
