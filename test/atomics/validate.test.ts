import { describe, expect, it } from 'vitest';
import type { JsonObject } from '../../src/core/json.ts';
import { emulate } from '../../src/emulate/emulate.ts';
import { validationJson } from '../../src/report/validation-text.ts';
import type { StepResult, Validation } from '../../src/validate/validation.ts';
import { atomic, emulated, recordsOf, start, validated } from '../support/atomics.ts';

const chain = atomic('T1578.002-aws-2');
/** In the order of the events; a log has them in that of delivery. */
const chainRecords = recordsOf(emulated(chain)).toSorted((a, b) =>
  String(a['eventTime']) < String(b['eventTime']) ? -1 : 1,
);
const [createVolume, createSnapshot, run] = chainRecords as [JsonObject, JsonObject, JsonObject];

function statuses({ steps }: Validation): Record<string, string> {
  return Object.fromEntries(steps.map(({ step, status }) => [step, status]));
}

function failed({ assertions }: StepResult): string[] {
  return assertions.filter(({ passed }) => !passed).map(({ field }) => field);
}

function rewritten(records: readonly JsonObject[], change: (text: string) => string): JsonObject[] {
  return JSON.parse(change(JSON.stringify(records))) as JsonObject[];
}

describe('a log in which something is not as it should be', () => {
  it('lacks all steps: nothing is said of what they have in common', () => {
    const result = validated(chain, []);
    expect([result.passed, result.together]).toEqual([false, []]);
  });

  it('lacks a step: it is missing, and so are the detections that need it', () => {
    const result = validated(chain, [createVolume, run]);
    expect(statuses(result)).toEqual({ create_volume: 'arrived', snapshot: 'missing', run: 'arrived' });
    expect(result.passed).toBe(false);
    expect(Object.fromEntries(result.findings.map(({ rule, status }) => [rule, status]))).toMatchObject({
      volume_snapshot_instance: 'silent',
      'Instance created by a person': 'fired',
    });
  });

  it('has a step that was refused: it differs in its outcome', () => {
    const refused = { ...createSnapshot, errorCode: 'Client.UnauthorizedOperation', responseElements: null };
    const result = validated(chain, [createVolume, refused, run]);
    expect(statuses(result)).toEqual({ create_volume: 'arrived', snapshot: 'different', run: 'arrived' });
    const [, step] = result.steps;
    expect(step && failed(step)).toContain('outcome');
    expect(step?.assertions.find(({ field }) => field === 'outcome')).toMatchObject({
      expected: 'success',
      found: ['denied'],
    });
  });

  it('joins steps by ids, not by time: the snapshot of another volume is not of this run', () => {
    const volume = String((createVolume['responseElements'] as JsonObject)['volumeId']);
    const [other] = rewritten([createSnapshot], (text) => text.replaceAll(volume, 'vol-0badbadbadbadbad0'));
    const result = validated(chain, [createVolume, other as JsonObject, run]);
    expect(statuses(result)).toMatchObject({ create_volume: 'arrived', snapshot: 'different' });
    expect(failed(result.steps[1] as StepResult)).toContain('record.requestParameters.volumeId');
    expect(result.findings.find(({ rule }) => rule === 'volume_snapshot_instance')?.status).toBe('silent');
  });

  it('has a step done by somebody else', () => {
    const other = rewritten([run], (text) => text.replaceAll('user/purple-tester', 'user/somebody'));
    const result = validated(chain, [createVolume, createSnapshot, ...other]);
    expect(statuses(result)['run']).toBe('arrived');
    expect(result.together.find(({ name }) => name === 'principal.key is the same')).toMatchObject({
      passed: false,
    });
    expect(result.passed).toBe(false);
  });

  it('has another session of the same principal: it is one run, with less confidence (R-A-10)', () => {
    const other = rewritten([run], (text) => text.replaceAll('2026-03-10T08:49:00Z', '2026-03-10T08:55:00Z'));
    const result = validated(chain, [createVolume, createSnapshot, ...other]);
    expect(result.passed).toBe(true);
    expect(result.doubts).toEqual([expect.stringContaining('principal.session differs')]);
  });

  it('took too long: half an hour between two steps', () => {
    const later = { ...run, eventTime: '2026-03-10T09:32:00Z' };
    const result = validated(chain, [createVolume, createSnapshot, later]);
    expect(statuses(result)['run']).toBe('arrived');
    expect(result.together.find(({ name }) => name === 'within 15m')).toMatchObject({
      passed: false,
      found: '32m',
    });
    expect(result.findings.find(({ rule }) => rule === 'volume_snapshot_instance')?.status).toBe('silent');
  });

  it('is in the wrong order of time', () => {
    const early = { ...run, eventTime: '2026-03-10T08:59:00Z' };
    const result = validated(chain, [createVolume, createSnapshot, early]);
    expect(result.together.find(({ name }) => name === 'in order')).toMatchObject({ passed: false });
  });

  it('is empty, or another test', () => {
    for (const records of [[], recordsOf(emulated(atomic('T1578.003-gcp-1')))]) {
      const result = validated(chain, records);
      expect(new Set(Object.values(statuses(result)))).toEqual(new Set(['missing']));
      expect(result.findings.every(({ status }) => status === 'silent')).toBe(true);
      expect(result.passed).toBe(false);
    }
  });

  it('has only what others do: the step is missing, and what comes nearest is told', () => {
    const test = atomic('T1578.002-aws-1');
    const others = rewritten(recordsOf(emulated(test)), (text) =>
      text.replaceAll('nephoscope-T1578.002-aws-1', 'web').replaceAll('t2.micro', 'm7i.large'),
    );
    const [step] = validated(test, others).steps;
    expect(step?.status).toBe('missing');
    expect(step?.nearest?.differences.map(({ field }) => field)).toEqual(
      expect.arrayContaining(['attrs.tags.Name', 'record.requestParameters.instanceType']),
    );
  });

  it('shows another size than asked for', () => {
    const test = atomic('T1578.002-aws-1');
    const records = rewritten(recordsOf(emulated(test)), (text) =>
      text.replaceAll('t2.micro', 'p5.48xlarge'),
    );
    const [step] = validated(test, records).steps;
    expect(step?.status).toBe('different');
    expect(step?.assertions.find(({ field }) => field.endsWith('instanceType'))).toMatchObject({
      expected: 't2.micro',
      found: ['p5.48xlarge'],
    });
    expect(validated(test, records, { instance_type: 'p5.48xlarge' }).steps[0]?.status).toBe('arrived');
  });

  it('is of another account than the person named', () => {
    expect(
      validated(chain, chainRecords, { account: '411155026445' }).steps.map(({ status }) => status),
    ).not.toContain('missing');
    const result = validated(chain, chainRecords, { account: '000000000000' });
    expect(result.passed).toBe(false);
    expect(failed(result.steps[0] as StepResult)).toEqual(['record.recipientAccountId']);
  });
});

describe('a log that is merely delivered badly', () => {
  it('is shuffled', () => {
    const result = validated(chain, [run, createVolume, createSnapshot]);
    expect(validationJson([result])).toEqual(validationJson([validated(chain, chainRecords)]));
  });

  it('is delivered twice', () => {
    const result = validated(chain, [...chainRecords, ...chainRecords, run]);
    expect(validationJson([result])).toEqual(validationJson([validated(chain, chainRecords)]));
  });

  it('has the test twice: the latest whole run is taken', () => {
    const second = recordsOf(emulate([chain], { at: start + 3_600_000, seed: 2 }));
    const result = validated(chain, [...chainRecords, ...second]);
    expect(result.passed).toBe(true);
    expect(result.steps[0]?.activity?.time).toBe(start + 3_600_000);
    const volume = second.find(({ eventName }) => eventName === 'CreateVolume');
    const half = validated(chain, [...chainRecords, volume as JsonObject]);
    expect(half.passed).toBe(true);
    expect(half.steps[0]?.activity?.time).toBe(start);
  });

  it('came late: 31 minutes after the event, where the log tells it', () => {
    const test = atomic('T1578.002-gcp-1');
    const records = recordsOf(emulated(test)).map((record) => ({
      ...record,
      receiveTimestamp: '2026-03-10T09:31:00.5Z',
    }));
    const result = validated(test, records);
    expect(result.steps[0]).toMatchObject({ status: 'arrived', late: true });
    expect(Math.round((result.steps[0]?.delay ?? 0) / 60_000)).toBe(31);
    expect(result.passed).toBe(true);
    expect(validated(test, recordsOf(emulated(test))).steps[0]?.late).toBe(false);
  });
});

describe('a log full of the same operations by others', () => {
  const others = (test: ReturnType<typeof atomic>, runs: number): JsonObject[] =>
    Array.from({ length: runs }, (_none, seed) =>
      rewritten(recordsOf(emulate([test], { at: start + seed * 7000, seed: seed + 10 })), (text) =>
        text.replaceAll(`nephoscope-${test.key}`, 'web').replaceAll('purple-tester', `deployer-${seed % 3}`),
      ),
    ).flat();

  it('is searched by ids: the run is found, though hundreds of others are nearer', () => {
    const test = atomic('T1578.003-aws-1');
    const result = validated(test, [...others(test, 200), ...recordsOf(emulated(test))]);
    expect(result.passed).toBe(true);
    expect(result.steps[0]?.activity?.time).toBe(start);
  });

  it('is searched by who did it, where there are no ids', () => {
    const test = atomic('T1580-aws-1');
    const result = validated(test, [...others(test, 100), ...recordsOf(emulated(test))]);
    expect(result.passed).toBe(true);
    const who = new Set(result.steps.map(({ activity }) => activity?.principal.name));
    expect(who.size).toBe(1);
  });

  it('has none of it: nothing of others is taken for it', () => {
    const test = atomic('T1578.003-aws-1');
    const result = validated(test, others(test, 30));
    expect(result.passed).toBe(false);
    expect(result.steps[0]?.status).toBe('missing');
    expect(result.doubts).toEqual(['terminate shows nothing that ties it to this run']);
  });
});

describe('operations of several records', () => {
  const test = atomic('T1578.002-azure-1');
  const rows = recordsOf(emulated(test));
  const operation = (row: JsonObject): string => String((row['operationName'] as JsonObject)['value']);
  const status = (row: JsonObject): string => String((row['status'] as JsonObject)['value']);

  it('lack their end: the outcome is pending, not success', () => {
    const cut = rows.filter(
      (row) => !(operation(row).endsWith('virtualMachines/write') && status(row) === 'Succeeded'),
    );
    const step = validated(test, cut).steps.find((one) => one.step === 'machine');
    expect(step?.status).toBe('different');
    expect(step?.assertions.find(({ field }) => field === 'outcome')?.found).toEqual(['pending']);
  });

  it('may name the resource group either way (R-A-05)', () => {
    const renamed = rewritten(rows, (text) =>
      text.replaceAll(
        'Microsoft.Resources/subscriptions/resourceGroups/write',
        'Microsoft.Resources/resourceGroups/write',
      ),
    );
    expect(validated(test, renamed).steps[0]?.status).toBe('arrived');
  });

  it('lack the first part in Google: who and what are missing', () => {
    const gcp = atomic('T1578.002-gcp-1');
    const last = recordsOf(emulated(gcp)).filter((one) => (one['operation'] as JsonObject)['last'] === true);
    const result = validated(gcp, last);
    expect(result.passed).toBe(false);
  });
});
