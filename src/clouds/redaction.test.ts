import { expect, it } from 'vitest';
import { activity as aws, ec2 } from '../../test/support/clouds/aws-records.ts';
import { canonicalId } from './azure/resource-id.ts';
import { canonicalName } from './gcp/resource-name.ts';
import { errorOf, readableMessage, withoutSecrets } from './redaction.ts';

const presigned =
  'https://b.s3.amazonaws.com/disk.vmdk?X-Amz-Credential=AKIAX%2F20260301&X-Amz-Security-Token=TOKEN&X-Amz-Signature=SECRETSIG';

it.each([
  [presigned, 'https://b.s3.amazonaws.com/disk.vmdk'],
  ['HTTPS://user:pw@host/x#part', 'HTTPS://host/x'],
  ['https://user:p@w@host', 'https://host'],
  ['https://host/a@b', 'https://host/a@b'],
  ['snap-1?x', 'snap-1?x'],
])('%s as an id', (url, id) => {
  expect(withoutSecrets(url)).toBe(id);
});

it('takes them off the ids of every cloud', () => {
  const imported = aws(ec2('ImportSnapshot', { diskContainer: { url: presigned, format: 'vmdk' } }));
  expect(JSON.stringify(imported)).toContain('https://b.s3.amazonaws.com/disk.vmdk"');
  expect(JSON.stringify(imported)).not.toMatch(/SECRETSIG|TOKEN|AKIAX/);
  expect(canonicalId('https://u:p@a.blob.core.windows.net/c/x.vhd?sig=S')).toBe(
    'https://a.blob.core.windows.net/c/x.vhd',
  );
  expect(canonicalName('https://u:p@storage.googleapis.com/b/x?X-Goog-Signature=S', { project: 'p' })).toBe(
    'https://storage.googleapis.com/b/x',
  );
});

it('takes signatures off messages, and leaves the rest', () => {
  expect(readableMessage(`cannot read ${presigned}, try again`)).toBe(
    'cannot read https://b.s3.amazonaws.com/disk.vmdk?X-Amz-Credential=…&X-Amz-Security-Token=…&X-Amz-Signature=…, try again',
  );
  expect(readableMessage('<u>https://x/?se=1&amp;sig=abc%2B</u>')).toBe('<u>https://x/?se=1&amp;sig=…</u>');
  expect(readableMessage('?url=https%3A%2F%2Fx%3Fsig%3Dabc&b=1')).toBe('?url=https%3A%2F%2Fx%3Fsig%3D…&b=1');
  expect(readableMessage('X-Goog-Signature=abc X-Goog-Credential=c')).toBe(
    'X-Goog-Signature=… X-Goog-Credential=…',
  );
  expect(readableMessage('the design=blue signature does not match')).toBe(
    'the design=blue signature does not match',
  );
  expect(readableMessage('x'.repeat(5000))).toHaveLength(1024);
});

it('an error that says nothing is none', () => {
  expect(errorOf(undefined, '')).toBeUndefined();
  expect(errorOf('C', undefined)).toEqual({ code: 'C' });
});
