import type { Activity } from '../../../src/activity/activity.ts';
import { aws } from '../../../src/clouds/aws/definition.ts';
import type { RecordHead } from '../../../src/clouds/definition.ts';
import type { JsonObject } from '../../../src/core/json.ts';

export const origin = { container: 'aws-records', index: 0 };

/** A management event of one made-up account, as an IAM user with a long-lived key wrote it; `over` replaces members. */
export function record(over: JsonObject): JsonObject {
  return {
    eventVersion: '1.09',
    userIdentity: {
      type: 'IAMUser',
      principalId: 'AIDAEXAMPLEUSER',
      arn: 'arn:aws:iam::111111111111:user/alice',
      accountId: '111111111111',
      accessKeyId: 'AKIAEXAMPLEKEY',
      userName: 'alice',
    },
    eventTime: '2026-03-01T09:14:07Z',
    eventSource: 'ec2.amazonaws.com',
    eventName: 'DescribeInstances',
    awsRegion: 'eu-west-1',
    sourceIPAddress: '203.0.113.7',
    userAgent: 'aws-cli/2.15.0 md/command#ec2.describe-instances',
    requestParameters: null,
    responseElements: null,
    requestID: 'a0000000-0000-4000-8000-000000000001',
    eventID: 'e0000000-0000-4000-8000-000000000001',
    readOnly: false,
    eventType: 'AwsApiCall',
    managementEvent: true,
    recipientAccountId: '111111111111',
    eventCategory: 'Management',
    ...over,
  };
}

/** An `ec2` event by name. */
export function ec2(
  eventName: string,
  requestParameters: JsonObject | null,
  over: JsonObject = {},
): JsonObject {
  return record({ eventName, requestParameters, ...over });
}

export function head(value: JsonObject): RecordHead {
  const known = aws.recognise(value, origin);
  if (!known || 'outcome' in known) throw new Error(`not recognised: ${JSON.stringify(known)}`);
  return known;
}

export function activity(value: JsonObject): Activity {
  return aws.normalise([head(value)]);
}
