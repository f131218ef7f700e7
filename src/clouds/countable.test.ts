import { expect, test } from 'vitest';
import type { Activity } from '../activity/activity.ts';
import type { JsonObject } from '../core/json.ts';
import { normalise, recognise } from './index.ts';

function activityOf(record: JsonObject): Activity {
  const head = recognise(record, { container: 'test', index: 0 });
  if (head === undefined || 'outcome' in head) throw new Error('the record is known');
  return normalise([head]);
}

const launch = (request: JsonObject, response: JsonObject | null): JsonObject => ({
  eventVersion: '1.11',
  userIdentity: { type: 'IAMUser', arn: 'arn:aws:iam::111122223333:user/a', accountId: '111122223333' },
  eventTime: '2026-03-10T09:00:00Z',
  eventSource: 'ec2.amazonaws.com',
  eventName: 'RunInstances',
  awsRegion: 'eu-west-1',
  requestParameters: request,
  responseElements: response,
  eventID: 'e1',
  eventType: 'AwsApiCall',
  recipientAccountId: '111122223333',
});

test('targets are the ids of what was acted on, not of what was named beside it', () => {
  const instances = { instancesSet: { items: [{ instanceId: 'i-1' }, { instanceId: 'i-2' }] } };
  const { attrs, resources } = activityOf(
    launch({ instancesSet: { items: [{ imageId: 'ami-1' }] }, subnetId: 'subnet-1' }, instances),
  );
  expect(attrs.targets).toEqual(['i-1', 'i-2']);
  expect(resources.map(({ id }) => id)).toEqual(expect.arrayContaining(['ami-1', 'subnet-1']));
  expect(attrs.names).toBeUndefined();
  expect(attrs.tagKeys).toBeUndefined();
});

test('of an AWS call the tag Name is the name', () => {
  const tags = [
    { key: 'Name', value: 'web-prod-03' },
    { key: 'owner', value: 'web' },
  ];
  const { attrs } = activityOf(launch({ tagSpecificationSet: { items: [{ tags }] } }, null));
  expect(attrs).toMatchObject({ names: ['web-prod-03'], tagKeys: ['Name', 'owner'] });
  expect(attrs.targets).toBeUndefined();
});

test('names of Google and Azure are the last part of what was acted on', () => {
  const resourceName = 'projects/p/zones/europe-west1-b/instances/web-1';
  const { attrs } = activityOf({
    insertId: 'a',
    logName: 'projects/p/logs/cloudaudit.googleapis.com%2Factivity',
    timestamp: '2026-03-10T09:00:00Z',
    protoPayload: {
      '@type': 'type.googleapis.com/google.cloud.audit.AuditLog',
      serviceName: 'compute.googleapis.com',
      methodName: 'v1.compute.instances.insert',
      resourceName,
      authenticationInfo: { principalEmail: 'a@b.example' },
      request: { labels: [{ key: 'team', value: 'web' }], tags: { tags: ['public'] } },
    },
  });
  expect(attrs).toMatchObject({
    targets: [resourceName],
    names: ['web-1'],
    tagKeys: ['team'],
    network: ['public'],
  });
});
