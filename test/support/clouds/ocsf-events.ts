import type { JsonObject } from '../../../src/core/json.ts';

/** What every made-up event shares. */
export const shared: JsonObject = {
  category_uid: 6,
  class_uid: 6003,
  type_uid: 600303,
  activity_id: 3,
  time: Date.UTC(2026, 2, 1, 9, 14, 7, 123),
  status_id: 1,
  http_request: { user_agent: 'aws-cli/2.15.0' },
  src_endpoint: { ip: '203.0.113.7' },
};

/** An event of Security Lake. */
export const lake: JsonObject = {
  ...shared,
  api: {
    operation: 'ModifySnapshotAttribute',
    service: { name: 'ec2.amazonaws.com' },
    request: {
      uid: 'r1',
      data: JSON.stringify({
        snapshotId: 'snap-0a',
        createVolumePermission: { add: { items: [{ userId: '222222222222' }] } },
      }),
    },
    response: { data: '{"_return":true}' },
  },
  actor: {
    user: {
      type: 'AssumedRole',
      uid: 'arn:aws:sts::111111111111:assumed-role/Ops/alice',
      uid_alt: 'AROAEXAMPLE:alice',
      credential_uid: 'ASIAEXAMPLE',
      account: { uid: '111111111111' },
    },
    session: { issuer: 'arn:aws:iam::111111111111:role/Ops', is_mfa: true },
  },
  cloud: { provider: 'AWS', region: 'eu-west-1', account: { uid: '111111111111' } },
  metadata: {
    uid: 'e1',
    event_code: 'AwsApiCall',
    product: { version: '1.09', name: 'CloudTrail', vendor_name: 'AWS', feature: { name: 'Management' } },
  },
  unmapped: [
    ['recipientAccountId', '111111111111'],
    ['readOnly', 'false'],
  ],
};
