import type { RecordShape } from '../../core/record-shape.ts';

const auditLog = 'type.googleapis.com/google.cloud.audit.AuditLog';

/** Members of a LogEntry that say nothing of what it is. */
const plain = [
  'insertId',
  'resource',
  'severity',
  'operation',
  'receiveTimestamp',
  'labels',
  'httpRequest',
  'trace',
  'spanId',
  'traceSampled',
  'sourceLocation',
  'split',
];
const inPayload = [
  'status',
  'authenticationInfo',
  'requestMetadata',
  'resourceName',
  'authorizationInfo',
  'resourceLocation',
  'numResponseItems',
  'request',
  'response',
  'metadata',
  'serviceData',
];

/** A LogEntry of Cloud Audit Logs. */
export const logEntryShape: RecordShape = {
  name: 'gcp',
  mark: '"protoPayload"',
  members: [
    { name: 'protoPayload', required: true, object: { otherwise: 'parse' } },
    { name: '@type', within: 'protoPayload', required: true, equals: { text: auditLog, otherwise: 'parse' } },
    { name: 'methodName', within: 'protoPayload', use: 'operation' },
    { name: 'serviceName', within: 'protoPayload', use: 'service' },
    { name: 'timestamp', use: 'time' },
    { name: 'logName', required: true },
    ...plain.map((name) => ({ name })),
    ...inPayload.map((name) => ({ name, within: 'protoPayload' })),
  ],
  texts: ['insertId', 'severity', 'logName', 'timestamp', 'receiveTimestamp'],
  objects: ['protoPayload', 'resource', 'operation', 'labels'],
  folds: true,
  // The same method is Google's own act in the log of system events.
  samples: (methodName, serviceName) =>
    ['activity', 'system_event'].map((log) => ({
      protoPayload: { '@type': auditLog, methodName, serviceName },
      timestamp: '2026-01-01T00:00:00Z',
      insertId: 'sample',
      logName: `projects/sample/logs/cloudaudit.googleapis.com%2F${log}`,
    })),
};
