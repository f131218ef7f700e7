import { existsSync, readdirSync } from 'node:fs';
import { Ajv2020 } from 'ajv/dist/2020.js';
import { beforeAll, expect, test } from 'vitest';
import type { Random } from '../../bench/generate/random.ts';
import { activitySchema } from '../../src/activity/schema.ts';
import type { RecordHead } from '../../src/clouds/definition.ts';
import { possibleFacts, succeeded } from '../../src/clouds/facts.ts';
import { clouds, normalise, recognise } from '../../src/clouds/index.ts';
import type { JsonObject } from '../../src/core/json.ts';
import { decodeRecords } from '../../src/engine/decode-records.ts';
import { compileField } from '../../src/ir/resolve.ts';
import { someRecords } from '../support/hunting.ts';
import { fuzz, mutateRecord } from '../support/mutate.ts';

const validate = new Ajv2020({ allErrors: true }).compile(activitySchema());
const origin = { container: 'fuzz', path: 'fuzz.json', index: 0 };
/** Longer than any record may take by far; a machine under load is slow. */
const LONGEST_MS = 1500;

const records: JsonObject[] = someRecords(7, 120);
beforeAll(async () => {
  const shared = '../shared/data';
  if (!existsSync(shared)) return;
  for (const folder of ['aws', 'azure', 'gcp', 'formats']) {
    if (!readdirSync(shared).includes(folder)) continue;
    const found = (await decodeRecords(`${shared}/${folder}`)).records;
    records.push(...found.filter((_, index) => index % Math.ceil(found.length / 400) === 0));
  }
});

function headOf(record: JsonObject): RecordHead | undefined {
  const known = recognise(record, origin);
  return known && !('outcome' in known) ? known : undefined;
}

/** What was said of the Activity before it was made holds for it. */
function checkFacts(heads: readonly [RecordHead, ...RecordHead[]]): void {
  const activity = normalise(heads);
  for (const head of heads.length === 1 ? heads : []) {
    for (const [path, values] of possibleFacts(head, succeeded(head))) {
      const reader = compileField({ name: path, sources: [{ kind: 'path', path }] });
      const found: unknown[] = [];
      reader.some(activity as unknown as JsonObject, (value) => {
        found.push(value);
        return false;
      });
      // Rules compare texts, so facts are texts: `true` is 'true'.
      const outside = found.filter((value) => !values.includes(String(value)));
      if (outside.length > 0)
        throw new Error(`${head.operation}: ${path} is ${String(outside[0])}, not ${values.join(', ')}`);
      if (found.length === 0 && values.length > 0 && !values.includes(null))
        throw new Error(`${head.operation}: ${path} is absent`);
    }
  }
}

function checkActivity(heads: readonly [RecordHead, ...RecordHead[]]): void {
  const activity = normalise(heads);
  if (!validate(activity)) {
    const [error] = validate.errors ?? [];
    throw new Error(
      `${activity.operation} ${error?.instancePath} ${error?.message} ${JSON.stringify(error?.params)}`,
    );
  }
  expect(Number.isFinite(activity.time)).toBe(true);
  expect(JSON.parse(JSON.stringify(activity))).toEqual(activity);
  checkFacts(heads);
}

function someHead(random: Random): RecordHead | undefined {
  return headOf(mutateRecord(random.pick(records), random));
}

test('undamaged records: what is said of an Activity before it is made holds for it', () => {
  for (const record of records) {
    const head = headOf(record);
    if (head) checkActivity([head]);
  }
});

test('odd records: every cloud recognises without an exception, and every Activity is well formed', async () => {
  let made = 0;
  await fuzz((random) => {
    const record = mutateRecord(random.pick(records), random);
    const start = performance.now();
    for (const cloud of clouds) cloud.recognise(record, origin);
    const head = headOf(record);
    if (head) {
      expect(head.duplicateKey).not.toBe('');
      expect(Number.isFinite(head.time)).toBe(true);
      checkActivity([head]);
      made += 1;
    }
    expect(performance.now() - start).toBeLessThan(LONGEST_MS);
  });
  expect(made).toBeGreaterThan(50);
});

test('odd records of one operation: the Activity of all of them is well formed', async () => {
  await fuzz((random) => {
    const first = someHead(random);
    if (!first) return;
    const others = Array.from({ length: random.below(4) }, () => someHead(random)).filter(
      (head) => head !== undefined && head.provider === first.provider,
    ) as RecordHead[];
    checkActivity([first, ...others]);
  });
});

const SECRET = 'kTn83-never-to-be-shown';
const hidden = new Set(['userData', 'UserData', 'customData', 'value', 'adminPassword', 'protectedSettings']);

const carriers: readonly ((from: JsonObject) => JsonObject)[] = [
  (from) => ({
    ...from,
    requestParameters: { ...(from['requestParameters'] as JsonObject), userData: SECRET },
  }),
  (from) => ({
    ...from,
    requestParameters: { ...(from['requestParameters'] as JsonObject), userData: { value: SECRET } },
  }),
  (from) => ({
    ...from,
    requestParameters: { CreateLaunchTemplateRequest: { LaunchTemplateData: { UserData: SECRET } } },
  }),
];

test('start-up scripts and secrets of a body never reach an Activity', async () => {
  const launches = records.filter((one) =>
    /RunInstances|LaunchTemplate|ModifyInstanceAttribute/.test(String(one['eventName'])),
  );
  const azureWrites = records.filter((one) => /virtualMachines\/write/i.test(String(one['operationName'])));
  const googleWrites = records.filter((one) =>
    /instances\.insert/.test(JSON.stringify(one['protoPayload'] ?? '')),
  );
  expect([launches.length > 0, azureWrites.length > 0, googleWrites.length > 0]).toEqual([true, true, true]);
  await fuzz((random) => {
    const seeds = [
      random.pick(carriers)(random.pick(launches)),
      withAzureBody(random.pick(azureWrites)),
      withGoogleBody(random.pick(googleWrites)),
    ];
    for (const seed of seeds) {
      const head = headOf(mutateRecord(seed, random, hidden));
      if (head) expect(JSON.stringify(normalise([head]))).not.toContain(SECRET);
    }
  });
});

function withAzureBody(row: JsonObject): JsonObject {
  const requestbody = JSON.stringify({
    location: 'westeurope',
    properties: {
      osProfile: { computerName: 'm', adminUsername: 'ops', adminPassword: SECRET, customData: SECRET },
      userData: SECRET,
    },
  });
  return { ...row, properties: { ...(row['properties'] as JsonObject), requestbody } };
}

function withGoogleBody(entry: JsonObject): JsonObject {
  const payload = entry['protoPayload'] as JsonObject;
  const metadata = {
    items: [
      { key: 'startup-script', value: SECRET },
      { key: 'ssh-keys', value: SECRET },
    ],
  };
  return {
    ...entry,
    protoPayload: { ...payload, request: { ...(payload['request'] as JsonObject), metadata } },
  };
}
