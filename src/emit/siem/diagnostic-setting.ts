/** The members at the top of what a diagnostic setting of Azure writes, but the category. */
const members = [
  'callerIpAddress',
  'correlationId',
  'durationMs',
  'identity',
  'level',
  'location',
  'operationName',
  'operationVersion',
  'properties',
  'resourceId',
  'resultDescription',
  'resultSignature',
  'resultType',
  'tenantId',
  'time',
];

/** All of them, with what is below them, in a column of a kind. */
export function exportedMembers<Column>(column: Column): Readonly<Record<string, Column>> {
  return Object.fromEntries(members.map((name) => [name, column]));
}
