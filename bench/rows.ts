import { azure } from './generate/azure.ts';
import { type CloudTrailOptions, cloudTrail } from './generate/cloudtrail.ts';
import type { CorpusPlan } from './generate/corpus.ts';
import { google } from './generate/google.ts';

/** One line of the result table. */
export interface Row {
  readonly name: string;
  readonly corpus: CorpusPlan;
  readonly threads: number;
  /** Generated rules instead of the ordinary ones. */
  readonly generatedRules?: number;
  /** Every record is parsed: `--no-scan`. */
  readonly parseAll?: true;
  /** Rules and pack alone: what lineage and baselines remember is left out. */
  readonly rulesOnly?: true;
}

/** Every row; `scale` multiplies the amount of data. */
export function rows(scale: number): readonly Row[] {
  const times = (count: number): number => Math.max(1, Math.round(count * scale));
  const trail =
    (options: Partial<CloudTrailOptions> = {}) =>
    () =>
      cloudTrail({ seed: 1, ...options });
  const large: CorpusPlan = {
    name: 'cloudtrail-gz',
    source: trail(),
    shape: 'records',
    gzip: true,
    files: 24,
    recordsPerFile: times(12_500),
  };
  const small: CorpusPlan = { ...large, name: 'cloudtrail-small', files: times(30_000), recordsPerFile: 5 };
  const lines: CorpusPlan = { ...large, name: 'cloudtrail-lines', shape: 'lines', gzip: false };
  const one = { files: 1, recordsPerFile: times(150_000) };
  const everyday = { ...large, shape: 'lines', files: 8 } as const;
  return [
    { name: 'CloudTrail gz, rules alone', corpus: large, threads: 1, rulesOnly: true },
    { name: 'CloudTrail gz, rules alone', corpus: large, threads: 2, rulesOnly: true },
    {
      name: 'CloudTrail gz, rules alone, --no-scan',
      corpus: large,
      threads: 1,
      rulesOnly: true,
      parseAll: true,
    },
    { name: 'CloudTrail gz', corpus: large, threads: 1 },
    { name: 'CloudTrail gz', corpus: large, threads: 2 },
    { name: 'CloudTrail gz, --no-scan', corpus: large, threads: 1, parseAll: true },
    ...[57, 800, 5000].map(
      (count): Row => ({
        name: `CloudTrail gz, ${count} generated rules`,
        corpus: large,
        threads: 1,
        generatedRules: count,
        rulesOnly: true,
      }),
    ),
    { name: 'CloudTrail gz, small files, rules alone', corpus: small, threads: 1, rulesOnly: true },
    { name: 'CloudTrail gz, small files', corpus: small, threads: 2 },
    { name: 'CloudTrail NDJSON', corpus: lines, threads: 1 },
    {
      name: 'CloudTrail gz, one large file',
      corpus: { ...large, ...one, name: 'cloudtrail-gz-one' },
      threads: 1,
    },
    {
      name: 'CloudTrail NDJSON, one large file',
      corpus: { ...lines, ...one, name: 'cloudtrail-lines-one' },
      threads: 1,
    },
    {
      name: 'CloudTrail gz, 60 % roles (a rule matches them)',
      corpus: { ...large, files: 8, name: 'cloudtrail-roles', source: trail({ roleShare: 0.6 }) },
      threads: 1,
    },
    {
      name: 'Azure PT1H gz, everyday, rules alone',
      corpus: { ...everyday, name: 'azure-everyday', source: () => azure(2, true) },
      threads: 1,
      rulesOnly: true,
    },
    {
      name: 'Google NDJSON gz, everyday, rules alone',
      corpus: { ...everyday, name: 'google-everyday', source: () => google(3, true) },
      threads: 1,
      rulesOnly: true,
    },
    {
      name: 'Azure PT1H, compute alone',
      corpus: { ...lines, files: 8, name: 'azure-lines', source: () => azure(2) },
      threads: 1,
    },
    {
      name: 'Google NDJSON, compute alone',
      corpus: { ...lines, files: 8, name: 'google-lines', source: () => google(3) },
      threads: 1,
    },
  ];
}
