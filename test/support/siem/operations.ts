import { existsSync, readFileSync } from 'node:fs';
import type { Activity } from '../../../src/activity/activity.ts';
import type { RecordHead } from '../../../src/clouds/definition.ts';
import { normalise, recognise } from '../../../src/clouds/index.ts';
import type { JsonObject } from '../../../src/core/json.ts';
import { loadPack, type Pack } from '../../../src/engine/load-content.ts';
import { readRuleTests } from '../../../src/engine/read-rule-tests.ts';

/** The records of one operation, and the Activity that they make. */
export interface Operation {
  readonly name: string;
  readonly cloud: string;
  readonly service: string;
  readonly records: readonly JsonObject[];
  readonly activity: Activity;
}

/** Every operation in the tests of the pack: what rules are to find, and what they are to leave alone. */
export function packOperations(): readonly Operation[] {
  const pack: Pack = loadPack('cloud-compute');
  const events = pack.files.flatMap(({ file }) => {
    const beside = file.replace(/\.yml$/, '.test.yml');
    if (!existsSync(beside)) return [];
    const { tests } = readRuleTests(beside, readFileSync(beside, 'utf8'));
    return tests.map((test) => ({ name: `${file.split('/').at(-1)}: ${test.name}`, events: test.events }));
  });
  const seen = new Set<string>();
  return events.flatMap(({ name, events: records }) =>
    operationsIn(name, records).filter(({ records: some }) => {
      const key = JSON.stringify(some);
      return !seen.has(key) && seen.add(key);
    }),
  );
}

/** Records, put together to operations. */
export function operationsIn(name: string, records: readonly JsonObject[]): readonly Operation[] {
  const groups = new Map<string, RecordHead[]>();
  for (const [index, record] of records.entries()) {
    const head = recognise(record, { container: 'test', index });
    if (!head || 'outcome' in head) continue;
    const key = head.fold?.key ?? `${index} ${head.duplicateKey}`;
    groups.set(key, [...(groups.get(key) ?? []), head]);
  }
  return [...groups.values()].map((heads) => {
    const [first, ...rest] = heads as [RecordHead, ...RecordHead[]];
    return {
      name,
      cloud: first.provider,
      service: first.logsource.service,
      records: heads.map(({ record }) => record),
      activity: normalise([first, ...rest]),
    };
  });
}
