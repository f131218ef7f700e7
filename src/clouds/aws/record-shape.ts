import type { RecordShape, ShapeMember } from '../../core/record-shape.ts';

/** Members at the top of a CloudTrail record that say nothing of what the record is: any value will do. */
const plain = [
  'awsRegion',
  'sourceIPAddress',
  'userAgent',
  'requestParameters',
  'additionalEventData',
  'requestID',
  'resources',
  'apiVersion',
  'readOnly',
  'managementEvent',
  'eventCategory',
  'sharedEventID',
  'vpcEndpointId',
  'vpcEndpointAccountId',
  'sessionCredentialFromConsole',
  'tlsDetails',
  'addendum',
];

/** What `isPlainSuccess` looks at. */
const outcome: readonly ShapeMember[] = [
  { name: 'eventType', equals: { text: 'AwsApiCall', otherwise: 'not-plain' } },
  { name: 'errorCode', notPlain: true },
  { name: 'errorMessage', notPlain: true },
  { name: 'serviceEventDetails', notPlain: true },
  { name: 'responseElements', object: { otherwise: 'not-plain' } },
  { name: 'errorCode', within: 'responseElements', notPlain: true },
  { name: 'errorMessage', within: 'responseElements', notPlain: true },
  { name: '_return', within: 'responseElements', notPlain: true },
];

/** A native CloudTrail record: the members of `recogniseAws` and those that AWS documents besides. */
export const cloudTrailShape: RecordShape = {
  name: 'aws',
  mark: '"eventVersion"',
  members: [
    { name: 'eventVersion', required: true },
    { name: 'userIdentity', required: true, object: { otherwise: 'parse' } },
    { name: 'eventName', use: 'operation' },
    { name: 'eventSource', use: 'service' },
    { name: 'eventTime', use: 'time' },
    { name: 'eventID', use: 'id' },
    { name: 'recipientAccountId', use: 'account' },
    ...outcome,
    ...plain.map((name) => ({ name })),
    ...[
      'type',
      'principalId',
      'arn',
      'accountId',
      'accessKeyId',
      'userName',
      'sessionContext',
      'invokedBy',
    ].map((name) => ({ name, within: 'userIdentity' })),
  ],
  texts: [
    'eventName',
    'eventSource',
    'awsRegion',
    'sourceIPAddress',
    'userAgent',
    'errorCode',
    'errorMessage',
    'eventType',
    'eventCategory',
    'recipientAccountId',
    'sharedEventID',
    'vpcEndpointId',
    'vpcEndpointAccountId',
  ],
  objects: ['userIdentity', 'requestParameters', 'responseElements'],
  folds: false,
  samples: (operation, service) => [
    {
      eventVersion: '1.09',
      userIdentity: {},
      eventTime: '2026-01-01T00:00:00Z',
      eventName: operation,
      eventSource: service,
      eventID: 'sample',
    },
  ],
};
