import { describe, expect, it } from 'vitest';
import { kindOfId, parseArn, resourceId } from './arn.ts';

describe('ARNs', () => {
  it.each([
    [
      'arn:aws:ec2:eu-west-1::snapshot/snap-1',
      { service: 'ec2', region: 'eu-west-1', resource: 'snapshot/snap-1' },
      'snap-1',
      'snapshot',
    ],
    [
      'arn:aws:rds:eu-west-1:1:snapshot:a',
      { service: 'rds', region: 'eu-west-1', account: '1', resource: 'snapshot:a' },
      'a',
      'database_backup',
    ],
    [
      'arn:aws:iam::1:role/path/x',
      { service: 'iam', account: '1', resource: 'role/path/x' },
      'arn:aws:iam::1:role/path/x',
      undefined,
    ],
    ['arn:aws:s3:::b', { service: 's3', resource: 'b' }, 'arn:aws:s3:::b', 'storage'],
    [
      'arn:aws-cn:backup:x:1:recovery-point:y',
      { service: 'backup', region: 'x', account: '1', resource: 'recovery-point:y' },
      'arn:aws-cn:backup:x:1:recovery-point:y',
      'backup',
    ],
    ['snap-0a', undefined, 'snap-0a', 'snapshot'],
    ['i-0a', undefined, 'i-0a', 'instance'],
    ['constructor-0a', undefined, 'constructor-0a', undefined],
    ['arn:aws:', undefined, 'arn:aws:', undefined],
    ['arn:', undefined, 'arn:', undefined],
    ['', undefined, '', undefined],
  ])('%s', (value, arn, id, kind) => {
    expect(parseArn(value)).toEqual(arn);
    expect(resourceId(value)).toBe(id);
    expect(kindOfId(value)).toBe(kind);
  });
});
