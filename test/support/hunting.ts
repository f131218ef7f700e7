import { existsSync } from 'node:fs';
import { gzipSync } from 'node:zlib';
import { azure } from '../../bench/generate/azure.ts';
import { cloudTrail } from '../../bench/generate/cloudtrail.ts';
import { google } from '../../bench/generate/google.ts';
import type { JsonObject } from '../../src/core/json.ts';
import type { HuntFilesResult } from '../../src/engine/hunt-files.ts';
import { loadPack, readRuleFiles } from '../../src/engine/load-content.ts';
import type { Rule } from '../../src/ir/rule.ts';
import { loadRules } from '../../src/lang/sigma/index.ts';

/** The first records of a source that has no end. */
export function take(records: Generator<JsonObject>, count: number): JsonObject[] {
  return Array.from({ length: count }, () => records.next().value as JsonObject);
}

/** Records of the three clouds, generated. */
export function someRecords(seed: number, perCloud = 300): JsonObject[] {
  return [
    ...take(cloudTrail({ seed, roleShare: 0.1 }), perCloud * 2),
    ...take(azure(seed), perCloud),
    ...take(google(seed), perCloud),
  ];
}

/** The shipped pack. */
export function packRules(): readonly Rule[] {
  const { files, parameters } = loadPack('cloud-compute');
  return loadRules(files, { placeholders: parameters }).rules;
}

/** The shipped pack, and SigmaHQ's rules where they are at hand. */
export function someRules(): readonly Rule[] {
  const given = '../shared/data/sigma/sigmahq';
  return [...packRules(), ...(existsSync(given) ? loadRules(readRuleFiles([given])).rules : [])];
}

/** Ways to write the same records, by the extension of the file. */
export const writers: Readonly<Record<string, (records: readonly JsonObject[]) => Buffer>> = {
  ndjson: (records) => Buffer.from(records.map((one) => `${JSON.stringify(one)}\n`).join('')),
  'json.gz': (records) => gzipSync(JSON.stringify({ Records: records })),
  json: (records) => Buffer.from(JSON.stringify({ records })),
  'pretty.json': (records) => Buffer.from(JSON.stringify(records, null, 2)),
  'array.json': (records) => Buffer.from(JSON.stringify(records)),
  'concatenated.gz': (records) => gzipSync(records.map((one) => JSON.stringify(one)).join('')),
};

/** What must be the same however the records were written and read. */
export function outcomeOf({ findings, incidents, stats }: HuntFilesResult): object {
  const { records, activities, activitiesWithSignals, first, last, signals: counts } = stats;
  return {
    findings: findings.map(({ rule, evidence, activity, record: _record, ...rest }) => ({
      ...rest,
      rule: rule.id,
      activity: activity?.id,
      evidence: evidence.map((one) => ({ ...one, activity: one.activity?.id })),
    })),
    incidents: incidents.map(({ story, ...rest }) => ({
      ...rest,
      story: story.map((line) => ({ ...line, activity: line.activity.id })),
    })),
    records,
    activities,
    activitiesWithSignals,
    first,
    last,
    byLevel: counts.byLevel,
    byRule: Object.fromEntries(Object.entries(counts.byRule).toSorted()),
  };
}
