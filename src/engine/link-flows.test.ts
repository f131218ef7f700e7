import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, describe, expect, it } from 'vitest';
import { id, rest, subscription } from '../../test/support/clouds/azure-records.ts';
import { first, instance, last, project } from '../../test/support/clouds/gcp-records.ts';
import { packRules } from '../../test/support/hunting.ts';
import type { JsonObject } from '../core/json.ts';
import { createHunt } from './hunt.ts';
import { type HuntFilesResult, huntFiles } from './hunt-files.ts';
import { linkFlows } from './link-flows.ts';

const folder = mkdtempSync(join(tmpdir(), 'nephoscope-link-'));
afterAll(() => rmSync(folder, { recursive: true, force: true }));
let files = 0;

function write(values: readonly JsonObject[]): string {
  files += 1;
  const path = join(folder, `${files}.json`);
  writeFileSync(path, values.map((value) => `${JSON.stringify(value)}\n`).join(''));
  return path;
}

const rules = packRules();
const hunt = (audit: readonly JsonObject[], flows: readonly JsonObject[]): Promise<HuntFilesResult> =>
  huntFiles([write(audit)], rules, {
    minRank: 0,
    keepRecord: false,
    everyActivity: false,
    remember: true,
    from: Number.NEGATIVE_INFINITY,
    to: Number.POSITIVE_INFINITY,
    threads: 1,
    flows: { places: [write(flows)] },
  });

const vm = id('Microsoft.Compute/virtualMachines/Vm1');
const nic = id('Microsoft.Network/networkInterfaces/Nic1');
const vnet = id('Microsoft.Network/virtualNetworks/Net');
const azureAudit: readonly JsonObject[] = [
  rest('Microsoft.Network/networkInterfaces/write', 'Microsoft.Network/networkInterfaces/Nic1', {
    eventDataId: 'e-nic',
    correlationId: 'c-nic',
    eventTimestamp: '2026-03-01T09:13:00Z',
    properties: {
      statusCode: 'Created',
      responseBody: JSON.stringify({
        id: nic,
        properties: {
          ipConfigurations: [
            { properties: { privateIPAddress: '10.0.0.4', subnet: { id: `${vnet}/subnets/default` } } },
          ],
        },
      }),
    },
  }),
  rest('Microsoft.Compute/virtualMachines/write', 'Microsoft.Compute/virtualMachines/Vm1', {
    properties: {
      statusCode: 'Created',
      requestbody: JSON.stringify({
        properties: {
          networkProfile: { networkInterfaces: [{ id: nic }] },
          hardwareProfile: { vmSize: 'B1s' },
        },
      }),
    },
  }),
];
const azureFlow: JsonObject = {
  records: [
    {
      time: '2026-03-01T09:30:00Z',
      macAddress: '0022488A1B2C',
      category: 'FlowLogFlowEvent',
      operationName: 'FlowLogFlowEvent',
      targetResourceID: vnet,
      flowRecords: {
        flows: [
          {
            flowGroups: [
              {
                rule: 'x',
                flowTuples: [
                  `${Date.parse('2026-03-01T09:24:07.2Z')},10.0.0.4,203.0.113.9,50000,443,6,O,E,NX,9,5000000,9,700`,
                ],
              },
            ],
          },
        ],
      },
    },
  ],
};

const method = 'v1.compute.instances.insert';
const googleAudit: readonly JsonObject[] = [
  {
    ...first(method, instance, { machineType: 'zones/europe-west1-b/machineTypes/e2-small' }),
    resource: {
      type: 'gce_instance',
      labels: { project_id: project, instance_id: '4611', zone: 'europe-west1-b' },
    },
  },
  last(method, instance),
];
const googleFlow: JsonObject = {
  insertId: 'f',
  logName: `projects/${project}/logs/compute.googleapis.com%2Fvpc_flows`,
  timestamp: '2026-03-01T09:25:00Z',
  jsonPayload: {
    connection: { src_ip: '10.0.0.4', src_port: 50000, dest_ip: '203.0.113.9', dest_port: 443, protocol: 6 },
    reporter: 'SRC',
    bytes_sent: '5000000',
    start_time: '2026-03-01T09:24:07.2Z',
    end_time: '2026-03-01T09:25:00Z',
    src_instance: { project_id: project, zone: 'europe-west1-b', vm_name: 'web-1' },
  },
};
const googleQuery: JsonObject = {
  insertId: 'q',
  logName: `projects/${project}/logs/dns.googleapis.com%2Fdns_queries`,
  timestamp: '2026-03-01T09:24:00Z',
  jsonPayload: {
    queryName: 'mega.nz.',
    queryType: 'A',
    rdata: 'mega.nz.\t60\tIN\ta\t203.0.113.9',
    vmInstanceIdString: '4611',
  },
};

describe('from audit log and flow log to the finding', () => {
  it('in Azure, by the address of the interface that was made before the machine', async () => {
    const { incidents, findings } = await hunt(azureAudit, [azureFlow]);
    const seen = incidents.flatMap(({ network }) => network?.instances ?? []);
    expect(seen).toMatchObject([
      {
        instance: vm.toLowerCase(),
        account: subscription,
        status: 'seen',
        bytesOut: 5_000_000,
        firstPublic: { ip: '203.0.113.9', minutes: 10 },
      },
    ]);
    expect(findings.some(({ network }) => network?.[0]?.bytesOut === 5_000_000)).toBe(true);
  });

  it('in Azure says so when the interface is not in the audit log', async () => {
    const { incidents } = await hunt(azureAudit.slice(1), [azureFlow]);
    expect(incidents.flatMap(({ network }) => network?.instances ?? [])).toMatchObject([
      { status: 'not-linkable' },
    ]);
  });

  it('in Google Cloud, by name, and by number for what it looked up', async () => {
    const { incidents, stats } = await hunt(googleAudit, [googleFlow, googleQuery]);
    expect(incidents.flatMap(({ network }) => network?.instances ?? [])).toMatchObject([
      {
        instance,
        records: { accepted: 1, queries: 1 },
        uses: [{ category: 'file-sharing', degree: 'sent', minutes: 10 }],
      },
    ]);
    expect(stats.network?.records).toMatchObject({ read: 2, linked: 2 });
  });

  it('for what a library’s hunt found', async () => {
    const pushed = createHunt();
    for (const record of googleAudit) pushed.push(record);
    const result = pushed.finish();
    expect(result.incidents.map(({ network }) => network?.observable)).toEqual([false]);
    const linked = await linkFlows(result, [write([googleFlow, googleQuery])], {
      parameters: { file_sharing_domains: [], paste_domains: ['mega.nz'] },
    });
    expect(linked.incidents.map(({ id: one }) => one)).toEqual(result.incidents.map(({ id: one }) => one));
    expect(linked.incidents[0]?.network?.instances[0]?.uses).toMatchObject([{ category: 'paste' }]);
    expect(linked.stats.records.linked).toBe(2);
  });

  it('reads nothing where nothing was made, and still names a path that is not there', async () => {
    const linked = await linkFlows({ findings: [], incidents: [] }, [
      write([googleFlow]),
      join(folder, 'nowhere'),
    ]);
    expect(linked.stats).toMatchObject({ inputs: { read: 0 }, instances: { followed: 0 } });
    expect(linked.stats.problems).toMatchObject([{ kind: 'not-found' }]);
  });

  it('stops when it is told to', async () => {
    const stop = new AbortController();
    stop.abort();
    const pushed = createHunt();
    for (const record of googleAudit) pushed.push(record);
    const linked = await linkFlows(pushed.finish(), [write([googleFlow])], { signal: stop.signal });
    expect(linked.stats).toMatchObject({ inputs: { read: 0 }, records: { read: 0 } });
  });
});
