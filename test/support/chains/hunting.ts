import type { ChangeRecord } from '../../../src/changes/index.ts';
import type { JsonObject } from '../../../src/core/json.ts';
import { createHunt, type HuntResult } from '../../../src/engine/hunt.ts';
import { loadPack } from '../../../src/engine/load-content.ts';
import type { Finding } from '../../../src/index.ts';
import { type LoadResult, loadRules } from '../../../src/lang/sigma/index.ts';

const { files, parameters } = loadPack('cloud-compute');
/** The shipped pack, loaded once. */
export const pack: LoadResult = loadRules(files, { placeholders: parameters });

/** The shipped pack's hunt over records. */
export function hunt(records: readonly JsonObject[], changes?: readonly ChangeRecord[]): HuntResult {
  const one = createHunt({
    packs: [],
    rules: pack.rules,
    correlations: pack.correlations,
    ...(changes ? { changes } : {}),
  });
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
