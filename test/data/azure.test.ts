import { existsSync, readFileSync } from 'node:fs';
import { Ajv2020 } from 'ajv/dist/2020.js';
import { describe, expect, it } from 'vitest';
import type { Activity } from '../../src/activity/activity.ts';
import { activitySchema } from '../../src/activity/schema.ts';
import { azure } from '../../src/clouds/azure/definition.ts';
import type { JsonObject } from '../../src/core/json.ts';
import { readContainers } from '../support/containers.ts';

/** Public sample data; they stay outside the project. Without them these tests are skipped. */
const data = new URL('../../../shared/data/', import.meta.url);
const validate = new Ajv2020({ allErrors: true }).compile(activitySchema());

describe.skipIf(!existsSync(data))('containers of the Activity Log', () => {
  const containers = existsSync(data) ? readContainers(data, 'azure') : [];

  it.each(containers)('$file', async ({ expected, action, read }) => {
    const found = await read(azure);
    expect(found.length).toBe(expected);
    for (const activity of found) expect(activity.operation.toLowerCase()).toBe(action?.toLowerCase());
  });

  it('give one operation one id, whatever holds it', async () => {
    const found = (await Promise.all(containers.map(({ read }) => read(azure)))).flat();
    const same = found.filter(({ correlation }) => correlation.correlationId?.startsWith('b2c3d4e5'));
    expect(same.length).toBeGreaterThanOrEqual(6);
    expect(new Set(same.map(({ id }) => id)).size).toBe(1);
    for (const activity of same) {
      expect(activity).toMatchObject({
        verb: 'delete',
        object: 'snapshot',
        outcome: 'success',
        principal: { name: 'user@example.com', type: 'user', app: 'Azure CLI' },
        source: { ip: '203.0.113.10', tool: 'azure-cli' },
      });
    }
  });
});

function samples(): ReadonlyMap<string, Activity> {
  const lines = readFileSync(new URL('azure/stratus-doc-samples.ndjson', data), 'utf8').trim().split('\n');
  const made = lines.map((line) => {
    const { event, action }: { event: JsonObject; action: string } = JSON.parse(line);
    const known = azure.recognise({ time: '2026-03-01T00:00:00Z', ...event }, { container: 'x', index: 0 });
    if (!known || 'outcome' in known) throw new Error(`not read: ${line.slice(0, 200)}`);
    return [action.toLowerCase(), azure.normalise([known])] as const;
  });
  return new Map(made);
}

describe.skipIf(!existsSync(data))('public samples of the Activity Log', () => {
  it('become Activities of the schema', () => {
    for (const activity of samples().values()) {
      expect(validate(activity), JSON.stringify(validate.errors)).toBe(true);
    }
  });

  it('of documentation need only a time, and keep their operation', () => {
    for (const [action, activity] of samples()) expect(activity.operation.toLowerCase()).toBe(action);
  });

  it.each<[string, JsonObject]>([
    [
      'microsoft.compute/virtualmachines/runcommand/action',
      { verb: 'execute', object: 'command', outcome: 'success', resources: [{ type: 'instance' }] },
    ],
    [
      'microsoft.compute/virtualmachines/extensions/write',
      {
        verb: 'execute',
        outcome: 'pending',
        resources: [{ type: 'command' }, { role: 'parent', type: 'instance' }],
      },
    ],
    [
      'microsoft.compute/disks/begingetaccess/action',
      { verb: 'export', object: 'volume', outcome: 'success' },
    ],
    ['microsoft.keyvault/vaults/delete', { verb: 'delete', object: 'encryption' }],
    [
      'microsoft.cognitiveservices/accounts/listkeys/action',
      { object: 'credential', quality: { guessed: true } },
    ],
  ])('show %s', (action, expected) => {
    expect(samples().get(action)).toMatchObject(expected);
  });
});
