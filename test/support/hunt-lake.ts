import { expect } from 'vitest';
import { type HuntFilesResult, huntFiles } from '../../src/engine/hunt-files.ts';
import { type HuntLakeOptions, type HuntLakeResult, huntLake } from '../../src/engine/hunt-lake.ts';
import type { LoadResult } from '../../src/lang/sigma/index.ts';
import { outcomeOf } from './hunting.ts';
import { importPaths } from './lake.ts';

const always = { from: Number.NEGATIVE_INFINITY, to: Number.POSITIVE_INFINITY };

/** What a hunt found, apart from how many records had to be looked at. */
function found(result: HuntFilesResult): object {
  const {
    records: _records,
    activities: _activities,
    first: _first,
    last: _last,
    ...rest
  } = outcomeOf(result) as Record<string, unknown>;
  return rest;
}

/**
 * Holds that a hunt over a lake finds what one over the files finds that it is made of.
 *
 * @param hunted what is hunted over when it has been imported, instead of the lake itself
 */
export async function expectSame(
  paths: readonly string[],
  lake: string,
  { rules, correlations }: Pick<LoadResult, 'rules' | 'correlations'>,
  options: Partial<Omit<HuntLakeOptions, 'onProgress'>> = {},
  hunted: () => string | Promise<string> = () => lake,
): Promise<HuntLakeResult> {
  await importPaths(lake, paths, { withRecords: true });
  const common = { ...always, minRank: 0, keepRecord: false, remember: true, correlations, ...options };
  const files = await huntFiles(paths, rules, { ...common, everyActivity: false, threads: 1 });
  const stored = await huntLake(await hunted(), rules, common);
  expect(found(stored)).toStrictEqual(found(files));
  expect(stored.findings.map(({ record }) => record)).toStrictEqual(
    files.findings.map(({ record }) => record),
  );
  return stored;
}
