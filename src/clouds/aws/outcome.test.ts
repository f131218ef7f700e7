import { describe, expect, it } from 'vitest';
import { activity, ec2, head, record } from '../../../test/support/clouds/aws-records.ts';
import { isPlainSuccess } from './forecast.ts';

describe('dry runs', () => {
  it.each(['Client.DryRunOperation', 'DryRunOperation', 'DryRunOperationException'])('%s', (errorCode) => {
    expect(
      activity(record({ eventSource: 'kms.amazonaws.com', eventName: 'Decrypt', errorCode })).outcome,
    ).toBe('dry_run');
  });

  it('another code that begins alike is a failure', () => {
    expect(activity(ec2('RunInstances', null, { errorCode: 'DryRunOperationFailed' })).outcome).toBe(
      'failure',
    );
  });
});

describe('a message without a code', () => {
  const native = ec2('ModifySnapshotAttribute', null, { errorMessage: 'You may not.' });
  // The table of Athena has lower-case columns and leaves out what is null.
  const row = Object.fromEntries(
    Object.entries(native)
      .filter(([, value]) => value !== null)
      .map(([name, value]) => [name.toLowerCase(), value]),
  );

  it('is a failure, and the same in a row of a table', () => {
    const made = activity(native);
    expect(made).toMatchObject({ outcome: 'failure', error: { message: 'You may not.' } });
    const { outcome, error, verb, quality } = activity(row);
    expect({ outcome, error, verb, quality }).toEqual({
      outcome: made.outcome,
      error: made.error,
      verb: made.verb,
      quality: made.quality,
    });
    expect(isPlainSuccess(head(row))).toBe(false);
  });

  it('says nothing beside an answer', () => {
    expect(activity({ ...native, responseElements: { _return: true } }).outcome).toBe('success');
  });
});

it('a failure that says nothing of itself has no error', () => {
  const made = activity(ec2('StopInstances', null, { responseElements: { _return: false } }));
  expect(made.outcome).toBe('failure');
  expect(made).not.toHaveProperty('error');
});

it.each([
  [{ attribute: 'disableApiTermination', value: 'false' }, 'unprotect', false],
  [{ attribute: 'disableApiTermination', value: true }, 'protect', true],
  [{ disableApiTermination: { value: false } }, 'unprotect', false],
  [{ disableApiStop: { value: true } }, 'protect', true],
])('the protection in %o', (change, verb, protection) => {
  expect(activity(ec2('ModifyInstanceAttribute', { instanceId: 'i-1', ...change }))).toMatchObject({
    verb,
    attrs: { protection },
  });
});
