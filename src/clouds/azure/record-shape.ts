import type { RecordShape } from '../../core/record-shape.ts';

/** Members of a row that say nothing of what it is. */
const plain = [
  'operationVersion',
  'resultSignature',
  'resultDescription',
  'durationMs',
  'callerIpAddress',
  'correlationId',
  'identity',
  'level',
  'location',
  'tenantId',
  'properties',
  'eventDataId',
  'resultType',
  'RoleLocation',
  'ReleaseVersion',
];

/** A row of the Activity Log as diagnostic settings write it; the category stands where others have a service. */
export const activityLogShape: RecordShape = {
  name: 'azure',
  mark: '"operationName"',
  members: [
    { name: 'operationName', use: 'operation' },
    { name: 'category', use: 'service' },
    { name: 'time', use: 'time' },
    { name: 'resourceId', required: true },
    ...plain.map((name) => ({ name })),
  ],
  texts: [
    'operationName',
    'category',
    'resultType',
    'resultSignature',
    'callerIpAddress',
    'level',
    'location',
  ],
  objects: ['properties', 'identity'],
  folds: true,
  samples: (operation, category) => [
    {
      time: '2026-01-01T00:00:00Z',
      operationName: operation,
      category,
      resourceId: '/subscriptions/sample',
      correlationId: 'sample',
    },
  ],
};
