import { describe, expect, it } from 'vitest';
import { wideRights } from './policy-document.ts';

const all = { Effect: 'Allow', Action: '*', Resource: '*' };

describe('wideRights', () => {
  it.each([
    ['everything', all, '*'],
    ['everything, by service and action', { ...all, Action: '*:*' }, '*'],
    ['lists', { ...all, Action: ['s3:Get*', '*'], Resource: ['arn:aws:s3:::b', '*'] }, '*'],
    ['a list of statements', [{ ...all, Action: 's3:*' }, all], '*'],
    ['access itself, written in capitals', { ...all, Action: 'IAM:*' }, 'iam:*'],
    ['all machines', { ...all, Action: ['s3:*', 'ec2:*'] }, 'ec2:*'],
    ['access and machines: the wider', { ...all, Action: ['ec2:*', 'iam:*'] }, 'iam:*'],
    ['some of a service', { ...all, Action: ['ec2:Describe*', 'iam:PassRole', 's3:*'] }, undefined],
    ['everything on one thing', { ...all, Resource: 'arn:aws:s3:::b/*' }, undefined],
    [
      'everything on a condition',
      { ...all, Condition: { Bool: { 'aws:ViaAWSService': 'true' } } },
      undefined,
    ],
    ['everything denied', { ...all, Effect: 'Deny' }, undefined],
    ['all but something', { Effect: 'Allow', NotAction: 'iam:*', Resource: '*' }, undefined],
    ['on all but something', { Effect: 'Allow', Action: '*', NotResource: 'arn:aws:s3:::b' }, undefined],
    [
      'two statements with a half each',
      [
        { ...all, Resource: 'x' },
        { ...all, Action: 's3:Get*' },
      ],
      undefined,
    ],
  ])('%s', (_, Statement, widest) => {
    expect(wideRights(JSON.stringify({ Version: '2012-10-17', Statement }))).toBe(widest);
  });

  it.each(['', 'x', '[]', 'null', '{"Statement":"*"}', '{"Statement":[null,{"Effect":"Allow","Action":7}]}'])(
    'is silent about what is no policy: %s',
    (policy) => expect(wideRights(policy)).toBeUndefined(),
  );
});
