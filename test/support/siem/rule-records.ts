import { isObject, type Json, type JsonObject } from '../../../src/core/json.ts';
import type { Field, Leaf, Pattern } from '../../../src/ir/nodes.ts';
import type { Rule } from '../../../src/ir/rule.ts';
import { fieldsOf, leaves } from '../../../src/ir/walk.ts';

/** A record of each log that no rule asks for, and the members that records of its shape have. */
interface Shape {
  readonly base: JsonObject;
  readonly members: RegExp;
}

const properties =
  'activityDisplayName|additionalDetails|category|initiatedBy|loggedByService|operationType|result|resultReason|targetResources';

const shapes: Readonly<Record<string, Shape>> = {
  cloudtrail: {
    base: {
      eventVersion: '1.09',
      eventTime: '2026-04-14T09:00:00Z',
      eventSource: 'none',
      eventName: 'None',
    },
    members:
      /^(?:additionalEventData|awsRegion|error(?:Code|Message)|event(?:Name|Source|Type)|recipientAccountId|requestParameters|responseElements|sourceIPAddress|userAgent|userIdentity)(?:\.|$)/,
  },
  activitylogs: {
    base: { time: '2026-04-14T09:00:00Z', operationName: 'none/none/read', resultType: 'Start' },
    members: /^(?:callerIpAddress|category|correlationId|operationName|resourceId|result(?:Type|Signature))$/,
  },
  auditlogs: {
    base: { time: '2026-04-14T09:00:00Z', operationName: 'none', category: 'AuditLogs', properties: {} },
    members: new RegExp(`^(?:operationName|properties\\.(?:${properties})(?:\\..*)?)$`),
  },
  'gcp.audit': {
    base: {
      timestamp: '2026-04-14T09:00:00Z',
      insertId: 'i',
      protoPayload: { '@type': 'type.googleapis.com/google.cloud.audit.AuditLog', methodName: 'none' },
    },
    members: /^(?:protoPayload|resource|severity)\./,
  },
};

/** Whether records of the log can be made for rules. */
export function hasShape(service: string): boolean {
  return Object.hasOwn(shapes, service);
}

/** A value that satisfies a test, at the member that records of the log have for its field. */
type Part = readonly [path: string, value: Json];

/** Records that some selections of a rule are made for: what it finds, and what it nearly finds. */
export function recordsFor(rule: Rule, service: string): readonly JsonObject[] {
  const shape = shapes[service];
  if (!shape) return [];
  const choices = new Map<string, Map<string, Part[]>>();
  for (const { selection, leaf } of leaves(rule)) {
    const part = partFor(leaf, shape);
    if (!part) continue;
    const known = choices.get(selection.name) ?? new Map<string, Part[]>();
    choices.set(selection.name, known.set(part[0], [...(known.get(part[0]) ?? []), part]));
  }
  const build = (names: readonly string[], pick: number): JsonObject => {
    const record = structuredClone(shape.base) as Record<string, Json>;
    for (const parts of names.flatMap((name) => [...(choices.get(name)?.values() ?? [])])) {
      const part = parts[Math.min(pick, parts.length - 1)];
      if (part) put(record, part[0].split('.'), part[1]);
    }
    // Exports say the category twice.
    if (service === 'activitylogs' && record['category'] !== undefined)
      record['properties'] = { eventCategory: record['category'] };
    return record;
  };
  const names = [...choices.keys()];
  return [names, ...names.map((name) => [name])].flatMap((some) => [0, 1].map((pick) => build(some, pick)));
}

function partFor(leaf: Leaf, shape: Shape): Part | undefined {
  const value = valueFor(leaf);
  const path = fieldsOf(leaf)[0] && pathOf(fieldsOf(leaf)[0] as Field, shape);
  return value === undefined || path === undefined ? undefined : [path, value];
}

function pathOf({ sources }: Field, { members }: Shape): string | undefined {
  return sources.find(({ kind, path }) => kind === 'path' && members.test(path))?.path;
}

function valueFor(leaf: Leaf): Json | undefined {
  if (leaf.kind === 'string') return sample(leaf.pattern);
  if (leaf.kind === 'number') return Number(leaf.value);
  return leaf.kind === 'boolean' ? leaf.value : undefined;
}

/** Members that hold lists. */
const lists =
  /^(?:additionalDetails|authorizationInfo|containerDefinitions|modifiedProperties|targetResources)$/;

const sample = (pattern: Pattern): string =>
  pattern.map((part) => (part.kind === 'text' ? part.text : 'x')).join('');

function put(record: Record<string, Json>, [key = '', ...rest]: readonly string[], value: Json): void {
  if (rest.length === 0) {
    record[key] = lists.test(key) ? [value] : value;
    return;
  }
  const known = record[key];
  const inner = Array.isArray(known) ? known[0] : known;
  const next: Record<string, Json> = isObject(inner) ? { ...inner } : {};
  put(next, rest, value);
  record[key] = lists.test(key) ? [next] : next;
}
