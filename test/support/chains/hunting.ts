import type { ChangeRecord } from '../../../src/changes/index.ts';
import { recognise } from '../../../src/clouds/index.ts';
import type { JsonObject } from '../../../src/core/json.ts';
import type { Observation } from '../../../src/detect/observation.ts';
import { closeOperation, type PipelineOptions } from '../../../src/engine/close-operation.ts';
import { Evaluator } from '../../../src/engine/evaluate.ts';
import { createHunt, type HuntResult } from '../../../src/engine/hunt.ts';
import { loadPack } from '../../../src/engine/load-content.ts';
import { Merger } from '../../../src/engine/merge.ts';
import { RecordPipeline } from '../../../src/engine/record-pipeline.ts';
import { createRuleSet } from '../../../src/engine/rule-set.ts';
import type { Finding } from '../../../src/index.ts';
import { type LoadResult, loadRules } from '../../../src/lang/sigma/index.ts';
import { recordsOf, type Scenario, type Stage } from './scenario.ts';

const { files, parameters } = loadPack('cloud-compute');
/** The shipped pack, loaded once. */
export const pack: LoadResult = loadRules(files, { placeholders: parameters });

type Values = NonNullable<Scenario['parameters']>;
const filled = new Map<string, LoadResult>();

/** The shipped pack with other values of its parameters. */
export function packWith(values: Values = {}): LoadResult {
  if (Object.keys(values).length === 0) return pack;
  const key = JSON.stringify(values);
  const known = filled.get(key) ?? loadRules(files, { placeholders: { ...parameters, ...values } });
  filled.set(key, known);
  return known;
}

interface HuntedWith {
  readonly changes?: readonly ChangeRecord[] | undefined;
  readonly parameters?: Values | undefined;
}

/** The shipped pack's hunt over records. */
export function hunt(
  records: readonly JsonObject[],
  { changes, parameters: values }: HuntedWith = {},
): HuntResult {
  const { rules, correlations } = packWith(values);
  const one = createHunt({ packs: [], rules, correlations, ...(changes ? { changes } : {}) });
  for (const record of records) one.push(record);
  return one.finish();
}

/** The findings of a correlation, by its name. */
export function found({ findings }: Pick<HuntResult, 'findings'>, name: string): Finding[] {
  return findings.filter(({ rule }) => rule.name === name);
}

/** What a finding says, without where its records stood. */
export function said(findings: readonly Finding[]): object[] {
  return findings.map(({ id, rule, score, group, lineage, time, endTime, evidence, parts }) => ({
    id,
    rule: rule.name ?? rule.title,
    score,
    group,
    lineage,
    time,
    endTime,
    parts,
    evidence: evidence.map(({ activity }) => activity?.id),
  }));
}

export const remembering: PipelineOptions = {
  minRank: 0,
  keepRecord: false,
  everyActivity: false,
  remember: true,
  from: Number.NEGATIVE_INFINITY,
  to: Number.POSITIVE_INFINITY,
};

/** The hunt over a story, or over other stages in its place. */
export function huntStory(
  { before = [], parameters: values, stages: own }: Scenario,
  stages: readonly Stage[] = own,
): HuntResult {
  return hunt([...recordsOf(before), ...recordsOf(stages)], { parameters: values });
}

/** What the detection that remembers gets to see of records, in no particular order. */
export function observe(records: readonly JsonObject[], values?: Values): Observation[] {
  const { rules, correlations } = packWith(values);
  const ruleSet = createRuleSet(rules, correlations);
  const pipeline = new RecordPipeline(ruleSet, remembering);
  const evaluator = new Evaluator(ruleSet, remembering);
  const merger = new Merger(ruleSet, 0, (group) => closeOperation(group, evaluator, remembering));
  for (const [index, record] of records.entries()) {
    const known = recognise(record, { container: 'pushed', index });
    if (known === undefined || 'outcome' in known) throw new Error(JSON.stringify(record));
    pipeline.push(known);
  }
  merger.accept(pipeline.take());
  for (const batch of pipeline.finishOperations()) merger.acceptOperations(batch);
  merger.finish([]);
  const { observations } = merger;
  return Array.from({ length: observations.size }, (_none, at) => observations.find(at) as Observation);
}
