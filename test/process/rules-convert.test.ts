import { mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { nephoscope, temporaryFolder } from '../support/cli.ts';
import { shareRule } from '../support/share-rule.ts';

const folder = temporaryFolder();
const own = join(folder, 'own');
mkdirSync(own);
writeFileSync(join(own, 'share.yml'), shareRule);
writeFileSync(
  join(own, 'lineage.yml'),
  `title: Two of one lineage
id: 2b0f1c7e-0a38-4f5e-8a8e-1c9a4bb20c0c
status: test
correlation:
  type: event_count
  rules: [${/^id: (.*)$/m.exec(shareRule)?.[1]}]
  group-by: [lineage]
  timespan: 1d
  condition: {gte: 2}
level: high
`,
);
const ownRules = ['rules', 'convert', '--to', 'sentinel', '--no-pack', '-r', own];
const shareTitle = /^title: (.*)$/m.exec(shareRule)?.[1] ?? '';

describe('rules convert', () => {
  it('writes queries to stdout and what became of the rules to stderr', () => {
    const { code, out, err } = nephoscope([
      ...['rules', 'convert', '--to', 'sentinel', '--no-pack', '-r', own],
      shareTitle,
    ]);
    expect(out).toContain('AWSCloudTrail\n| where ');
    expect(out).toContain('"ModifySnapshotAttribute"');
    expect(err).toContain('1 rule: 1 exact quer');
    expect(code).toBe(0);
  });

  it('ends with 2 when something was refused, and says why', () => {
    const { code, out, err } = nephoscope(['rules', 'convert', '--to', 'splunk', '--no-pack', '-r', own]);
    expect(out).toContain('sourcetype="aws:cloudtrail"');
    expect(err).toContain('refused: Two of one lineage');
    expect(err).toContain('a SIEM has no graph of resources');
    expect(code).toBe(2);
  });

  it('takes files and folders; correlations find their rules in the pack around them', () => {
    const file = nephoscope(['rules', 'convert', '--to', 'splunk', join(own, 'share.yml')]);
    expect(file.code).toBe(0);
    expect(file.err).toContain('1 rule: ');
    expect(file.out).toContain(shareTitle);
    const lineage = nephoscope(['rules', 'convert', '--to', 'splunk', '--no-pack', own, '-f', 'json']);
    expect(JSON.parse(lineage.out)).toHaveLength(2);
    const chain = 'packs/cloud-compute/rules/chains/ch-08-azure-takeover.yml';
    const around = nephoscope(['rules', 'convert', '--to', 'sentinel', '--no-pack', chain]);
    expect(around.out).toContain('let Step1 =');
    const absent = nephoscope(['rules', 'convert', '--to', 'splunk', 'no/such/file.yml']);
    expect(absent.err).toContain('is neither a file nor the id, name or title of a rule');
    expect(absent.code).toBe(3);
  });

  it('makes a file of each query in a folder, and overwrites none', () => {
    const target = join(folder, 'kql/');
    const run = ['rules', 'convert', '--to', 'sentinel', '--no-pack', '-r', own, '-o', target, shareTitle];
    expect(nephoscope(run).code).toBe(0);
    const [file = '', ...others] = readdirSync(target);
    expect(others).toEqual([]);
    expect(file).toMatch(/^[a-z-]+\.aws\.kql$/);
    expect(readFileSync(join(target, file), 'utf8')).toContain('AWSCloudTrail');
    const again = nephoscope(run);
    expect(again.code).toBe(3);
    expect(again.err).toContain('--force');
    expect(nephoscope([...run, '--force']).code).toBe(0);
  });

  it('gives data as JSON, into a file', () => {
    const file = join(folder, 'queries.json');
    const { code } = nephoscope([
      ...['rules', 'convert', '--to', 'elastic', '--no-pack', '-r', own],
      ...['-f', 'json', '-o', file],
    ]);
    expect(code).toBe(2);
    const carried = JSON.parse(readFileSync(file, 'utf8')) as {
      rule: { title: string };
      queries: object[];
    }[];
    expect(carried.map(({ rule, queries }) => [rule.title, queries.length])).toEqual(
      expect.arrayContaining([
        [shareTitle, 1],
        ['Two of one lineage', 0],
      ]),
    );
  });

  it('refuses what differs under --strict', () => {
    const run = [
      'rules',
      'convert',
      '--to',
      'sentinel',
      '--cloud',
      'azure',
      'Volume created',
      'Volume deleted',
    ];
    const loose = nephoscope(run);
    const strict = nephoscope([...run, '--strict']);
    expect(loose.code).toBe(0);
    expect(loose.out).toContain('// Differs: ');
    expect(loose.err).toContain('differs: Volume created (azure): creations and updates');
    expect(strict.out).not.toMatch(/^\/\/ (?:Differs|Finds)/m);
    expect(strict.out).toContain('AzureActivity');
    expect(strict.err).toContain('it would not be exact');
    expect(strict.code).toBe(2);
  });

  it('names a target or rule that was meant', () => {
    const target = nephoscope(['rules', 'convert', '--to', 'sentinal']);
    expect(target.err).toContain('Did you mean sentinel?');
    expect(target.code).toBe(3);
    const rule = nephoscope([...ownRules, `${shareTitle.slice(0, -1)}x`]);
    expect(rule.err).toContain(`Did you mean "${shareTitle}"?`);
    expect(rule.code).toBe(3);
    const none = nephoscope(['rules', 'convert']);
    expect(none.err).toContain('name the target with --to');
    expect(none.code).toBe(3);
  });

  it('lists targets with their tables', () => {
    const { code, out } = nephoscope(['rules', 'convert', '--list']);
    for (const name of ['sentinel', 'splunk', 'elastic', 'logscale', 'chronicle', 'sumo', 'qradar'])
      expect(out).toContain(name);
    expect(out).toContain('aws/cloudtrail: AWSCloudTrail');
    expect(code).toBe(0);
  });
});
