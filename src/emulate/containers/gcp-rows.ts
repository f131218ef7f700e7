import { isObject, type Json, type JsonObject, member } from '../../core/json.ts';

/** The payload without its type, and the bodies that exports keep as JSON texts. */
function partsOf(entry: JsonObject): {
  outer: JsonObject;
  audit: Record<string, Json>;
  bodies: Record<string, Json>;
} {
  const { protoPayload, ...outer } = entry as Record<string, Json>;
  const {
    '@type': _,
    request,
    response,
    metadata,
    serviceData,
    ...audit
  } = (isObject(protoPayload) ? protoPayload : {}) as Record<string, Json>;
  return {
    outer,
    audit,
    bodies: {
      ...(request === undefined ? {} : { request }),
      ...(response === undefined ? {} : { response }),
      ...(metadata === undefined ? {} : { metadata }),
      ...(serviceData === undefined ? {} : { serviceData }),
    },
  };
}

const text = (value: Json | undefined): Json => (value === undefined ? null : JSON.stringify(value));

/** A row of a BigQuery sink: bodies as JSON texts, times with a space. */
export function bigQueryRow(entry: JsonObject): JsonObject {
  const { outer, audit, bodies } = partsOf(entry);
  const time = (value: Json | undefined): Json =>
    String(value ?? '')
      .replace('T', ' ')
      .replace(/Z$/, ' UTC');
  return {
    ...outer,
    timestamp: time(outer['timestamp']),
    receiveTimestamp: time(outer['receiveTimestamp']),
    protopayload_auditlog: {
      ...audit,
      requestJson: text(bodies['request']),
      responseJson: text(bodies['response']),
      metadataJson: text(bodies['metadata']),
      ...(bodies['serviceData'] === undefined ? {} : { servicedata_v1_iam: bodies['serviceData'] }),
    },
  };
}

/** A row of a Log Analytics view: names in snake case, bodies as they are. */
export function viewRow(entry: JsonObject): JsonObject {
  const { outer, audit, bodies } = partsOf(entry);
  const { serviceData, ...rest } = bodies;
  return {
    ...snaked(outer),
    proto_payload: {
      type: 'type.googleapis.com/google.cloud.audit.AuditLog',
      audit_log: {
        ...snaked(audit),
        ...rest,
        ...(serviceData === undefined ? {} : { service_data: serviceData }),
      },
    },
  };
}

function snaked(object: JsonObject): JsonObject {
  const name = (key: string): string => key.replaceAll(/[A-Z]/g, (letter) => `_${letter.toLowerCase()}`);
  const inner = (value: Json): Json => {
    if (Array.isArray(value)) return (value as readonly Json[]).map(inner);
    return isObject(value) ? snaked(value) : value;
  };
  const entries = Object.entries(object).map(([key, value]): [string, Json] => [
    name(key),
    key === 'labels' ? value : inner(value),
  ]);
  return Object.fromEntries(entries);
}

/** A row of Microsoft Sentinel's GCPAuditLogs; column names are Microsoft's. */
export function sentinelRow(entry: JsonObject, delivered: number): JsonObject {
  const payload = entry['protoPayload'];
  const of = (name: string): Json => {
    const value = member(payload, name);
    return value === undefined ? '' : JSON.stringify(value);
  };
  const resource = entry['resource'];
  return {
    TimeGenerated: new Date(delivered).toISOString(),
    Timestamp: entry['timestamp'] ?? '',
    InsertId: entry['insertId'] ?? '',
    LogName: entry['logName'] ?? '',
    ProjectId: member(member(resource, 'labels'), 'project_id') ?? '',
    ServiceName: member(payload, 'serviceName') ?? '',
    MethodName: member(payload, 'methodName') ?? '',
    GCPResourceName: member(payload, 'resourceName') ?? '',
    GCPResourceType: member(resource, 'type') ?? '',
    PrincipalEmail: member(member(payload, 'authenticationInfo'), 'principalEmail') ?? '',
    AuthenticationInfo: of('authenticationInfo'),
    AuthorizationInfo: of('authorizationInfo'),
    Request: of('request'),
    RequestMetadata: of('requestMetadata'),
    Response: of('response'),
    Metadata: of('metadata'),
    ServiceData: of('serviceData'),
    Status: of('status'),
    ResourceLocation: of('resourceLocation'),
    NumResponseItems: member(payload, 'numResponseItems') ?? '',
    Severity: entry['severity'] ?? '',
    Type: 'GCPAuditLogs',
  };
}
