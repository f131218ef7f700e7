/** The members of a LogEntry and of its AuditLog, which exporters write in lower case or in snake case. */
const names = [
  'logName insertId receiveTimestamp timestamp severity resource labels operation trace spanId httpRequest sourceLocation',
  'protoPayload methodName serviceName resourceName numResponseItems resourceLocation currentLocations originalLocations',
  'authenticationInfo principalEmail principalSubject authoritySelector thirdPartyPrincipal serviceAccountKeyName',
  'serviceAccountDelegationInfo firstPartyPrincipal authorizationInfo permission permissionType granted resourceAttributes',
  'requestMetadata callerIp callerSuppliedUserAgent callerNetwork requestAttributes destinationAttributes',
  'request response metadata status serviceData policyDelta bindingDeltas auditConfigDeltas policyViolationInfo',
]
  .join(' ')
  .split(' ');

const byFlatName: ReadonlyMap<string, string> = new Map(names.map((name) => [name.toLowerCase(), name]));

/** Google's own spelling of a column: `principalemail` and `principal_email` are `principalEmail`. */
export function nativeName(column: string): string {
  const name = byFlatName.get(column.toLowerCase().replaceAll('_', ''));
  if (name) return name;
  return column.includes('_')
    ? column.replace(/_([a-z])/g, (_, letter: string) => letter.toUpperCase())
    : column;
}
