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
  const small: CorpusPlan = { ...large, name: 'cloudtrail-small', files: times(15_000), recordsPerFile: 8 };
  const lines: CorpusPlan = { ...large, name: 'cloudtrail-lines', shape: 'lines', gzip: false };
  const one = { files: 1, recordsPerFile: times(150_000) };
  return [
    { name: 'CloudTrail gz', corpus: large, threads: 1 },
    { name: 'CloudTrail gz', corpus: large, threads: 2 },
    { name: 'CloudTrail gz, small files', corpus: small, threads: 1 },
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
    { name: 'CloudTrail gz, 57 generated rules', corpus: large, threads: 1, generatedRules: 57 },
    { name: 'CloudTrail gz, 800 generated rules', corpus: large, threads: 1, generatedRules: 800 },
    {
      name: 'Azure PT1H',
      corpus: { ...lines, files: 8, name: 'azure-lines', source: () => azure(2) },
      threads: 1,
    },
    {
      name: 'Google NDJSON',
      corpus: { ...lines, files: 8, name: 'google-lines', source: () => google(3) },
      threads: 1,
    },
  ];
}
