import { describe, expect, it } from 'vitest';
import { activity } from '../../test/support/activities.ts';
import type { Activity } from '../activity/activity.ts';
import { caseOf } from './case.ts';
import { fieldValues } from './field-values.ts';

const plain = (event: Activity): Record<string, string> =>
  Object.fromEntries(
    [...(caseOf('f', [event]).events[0] ?? [])].map(([name, [value = '']]) => [name, value]),
  );

describe('the values of a case', () => {
  it('of an AWS role: its ARN and name, whatever its path', () => {
    const event = activity({
      by: 'aws:arn:aws-us-gov:iam::210987654321:role/a/b/admin',
      principal: {
        key: 'aws:arn:aws-us-gov:iam::210987654321:role/a/b/admin',
        type: 'role',
        via: [],
        session: 'AKIAEXAMPLE000000001',
      },
    });
    expect(plain(event)).toMatchObject({
      ROLE: 'admin',
      ARN: 'arn:aws-us-gov:iam::210987654321:role/a/b/admin',
      ACCESS_KEY: 'AKIAEXAMPLE000000001',
      FROM: '2026-03-09T10:00:00Z',
      TO: '2026-03-11T10:00:00Z',
    });
    expect(plain(event)).not.toHaveProperty('USER');
  });

  it('of AWS: the key of a temporary session is none of the user that can be switched off', () => {
    const by = (session: string): Record<string, unknown> =>
      plain(
        activity({
          principal: { key: 'aws:arn:aws:iam::1:user/tess', type: 'user', via: [], session },
        }),
      );
    expect(by('ASIAEXAMPLE000000001')).toMatchObject({ USER: 'tess', ACCESS_KEY: 'ASIAEXAMPLE000000001' });
    expect(by('ASIAEXAMPLE000000001')).not.toHaveProperty('USER_KEY');
    expect(by('AKIAEXAMPLE000000001')).toMatchObject({ USER_KEY: 'AKIAEXAMPLE000000001' });
  });

  it('of Google: member, key and place, the zone from the id of the resource', () => {
    const event = activity({
      provider: 'gcp',
      account: 'p',
      principal: {
        key: 'gcp:serviceAccount:a@p.iam.gserviceaccount.com',
        type: 'service_account',
        via: [],
        session: 'a'.repeat(40),
      },
      attrs: {
        grantees: ['user:x@y.example'],
        identities: ['gcp:serviceAccount:b@p.iam.gserviceaccount.com'],
      },
      resources: [{ role: 'target', type: 'volume', id: 'projects/p/regions/europe-west1/disks/d' }],
    });
    expect(plain(event)).toMatchObject({
      MEMBER: 'serviceAccount:a@p.iam.gserviceaccount.com',
      KEY: 'a'.repeat(40),
      SHARED_MEMBER: 'user:x@y.example',
      NEW_IDENTITY: 'b@p.iam.gserviceaccount.com',
    });
    const [volume] = caseOf('f', [event]).resources.get('VOLUME') ?? [];
    expect(volume?.get('REGION')).toEqual(['europe-west1']);
    expect(volume?.get('VOLUME_NAME')).toEqual(['d']);
  });

  it('knows no window without a time, and no region that is global', () => {
    const event = activity({ region: 'global', at: '1970-01-01T00:00:00Z' });
    expect(plain(event)).not.toHaveProperty('FROM');
    expect(plain(event)).not.toHaveProperty('REGION');
  });

  it('calls a security group and a firewall by that, and no other network', () => {
    const event = activity({
      resources: ['sg-1', 'subnet-1', '/x/providers/microsoft.network/networksecuritygroups/n'].map((id) => ({
        role: 'related' as const,
        type: 'network' as const,
        id,
      })),
    });
    expect(caseOf('f', [event]).resources.get('FIREWALL')).toHaveLength(2);
  });
});

describe('the fields of a case', () => {
  const event = activity({
    principal: {
      key: 'k',
      type: 'role',
      via: [
        { key: 'v1', type: 'user' },
        { key: 'v2', type: 'user' },
      ],
    },
    attrs: { tags: { team: 'web' }, gpu: true, exposure: [{ cidr: '0.0.0.0/0', ports: '22' }] },
  });
  const given = caseOf('f', [event, activity({ id: 'a2', attrs: { gpu: false } })], {
    finding: { score: 70, parts: [{ name: 'rule', points: 70 }] },
  });

  it.each([
    ['principal.via[].key', ['v1', 'v2']],
    ['attrs.tags.*', ['team=web']],
    ['attrs.gpu', ['true', 'false']],
    ['attrs.exposure[].cidr', ['0.0.0.0/0']],
    ['resources[].id', ['snap-0b1', 'vol-0a1']],
    ['finding.score', ['70']],
    ['finding.parts', ['rule 70']],
    ['attrs.image.id', []],
    ['constructor', []],
  ])('%s', (name, values) => {
    expect(fieldValues(given, name).values).toEqual(values);
  });

  it('are shown up to a number', () => {
    const many = Array.from({ length: 12 }, (_, index) =>
      activity({ id: `a${index}`, account: `acc${index}` }),
    );
    expect(fieldValues(caseOf('f', many), 'account')).toMatchObject({ more: 4 });
  });
});
