import type { Activity, Resource } from '../activity/activity.ts';
import { providers } from '../activity/vocabulary.ts';
import { isObject, type Json, type JsonObject, member, text } from '../core/json.ts';
import { parseTime } from '../core/time.ts';

/** A finding as `hunt -f ndjson` or `-f json` wrote it, as far as a playbook needs it. */
export interface StoredFinding {
  readonly id: string;
  readonly title: string;
  readonly level: string;
  readonly techniques: readonly string[];
  /** The page that it leads to. */
  readonly guide?: string;
  readonly incident?: string;
  /** Its events, as they were written. */
  readonly activities: readonly Activity[];
  readonly json: JsonObject;
}

/** A file that holds no findings; the message says what was found instead. */
export class FindingsError extends Error {
  override readonly name = 'FindingsError';
}

/**
 * The findings of a file that `hunt` wrote: NDJSON, or one JSON array. Incidents, and lines that are neither, are passed over.
 *
 * @throws FindingsError when the text is no JSON, or holds no finding
 */
export function readStoredFindings(content: string): StoredFinding[] {
  const values = readValues(content);
  const found = values.flatMap((value) => storedFinding(value) ?? []);
  if (found.length > 0) return found;
  throw new FindingsError(
    `no finding in it (${values.length} JSON values); expected what nephoscope hunt -f ndjson or -f json writes`,
  );
}

function readValues(content: string): readonly Json[] {
  const trimmed = content.trim();
  if (trimmed.startsWith('[')) {
    const list = parse(trimmed, 1);
    return Array.isArray(list) ? (list as readonly Json[]) : [];
  }
  return trimmed.split('\n').flatMap((line, index) => (line.trim() === '' ? [] : [parse(line, index + 1)]));
}

function parse(line: string, number: number): Json {
  try {
    return JSON.parse(line) as Json;
  } catch (error) {
    const why = error instanceof Error ? error.message : String(error);
    throw new FindingsError(`line ${number} is no JSON: ${why}`, { cause: error });
  }
}

function storedFinding(value: Json): StoredFinding | undefined {
  const id = text(member(value, 'id'));
  const rule = member(value, 'rule');
  if (!isObject(value) || id === undefined || !isObject(rule)) return undefined;
  const evidence = listOf(member(value, 'evidence')).map((one) => member(one, 'activity'));
  const own = evidence.length > 0 ? evidence : [member(value, 'activity')];
  const incident = text(value['incident']);
  const guide = text(value['guide']);
  return {
    id,
    title: text(rule['title']) ?? '',
    level: text(value['level']) ?? '',
    techniques: textsOf(rule['techniques']),
    ...(guide === undefined ? {} : { guide }),
    ...(incident === undefined ? {} : { incident }),
    activities: own.flatMap((one) => storedActivity(one) ?? []),
    json: value,
  };
}

/** An Activity that was written: what has another type than it should is taken as absent. */
function storedActivity(value: Json | undefined): Activity | undefined {
  const provider = providers.find((one) => one === member(value, 'provider'));
  if (!isObject(value) || provider === undefined) return undefined;
  const principal = objectOf(value['principal']);
  const attrs = objectOf(value['attrs']);
  const activity = {
    ...value,
    provider,
    id: text(value['id']) ?? '',
    account: text(value['account']) ?? '',
    service: text(value['service']) ?? '',
    operation: text(value['operation']) ?? '',
    time: timeOf(value['time']),
    principal: {
      ...principal,
      key: text(principal['key']) ?? '',
      type: text(principal['type']) ?? 'unknown',
      via: listOf(principal['via']),
    },
    source: objectOf(value['source']),
    correlation: objectOf(value['correlation']),
    attrs: {
      ...attrs,
      ...('grantees' in attrs ? { grantees: textsOf(attrs['grantees']) } : {}),
      ...('identities' in attrs ? { identities: textsOf(attrs['identities']) } : {}),
    },
    resources: listOf(value['resources']).flatMap((one) => storedResource(one) ?? []),
    edges: listOf(value['edges']),
  };
  // Every field that is read of it has been given its type above; the others are only shown.
  return activity as unknown as Activity;
}

function storedResource(value: Json): Resource | undefined {
  const id = text(member(value, 'id'));
  if (!isObject(value) || id === undefined) return undefined;
  const optional = ['uid', 'name', 'account', 'region'].flatMap((key) => {
    const own = text(value[key]);
    return own === undefined ? [] : [[key, own] as const];
  });
  return {
    role: text(value['role']),
    type: text(value['type']),
    id,
    ...Object.fromEntries(optional),
  } as unknown as Resource;
}

function timeOf(value: Json | undefined): number {
  if (typeof value === 'number') return value;
  return (typeof value === 'string' ? parseTime(value) : undefined) ?? 0;
}

function objectOf(value: Json | undefined): JsonObject {
  return isObject(value) ? value : {};
}

function listOf(value: Json | undefined): readonly Json[] {
  return Array.isArray(value) ? (value as readonly Json[]) : [];
}

function textsOf(value: Json | undefined): string[] {
  return listOf(value).flatMap((one) => (typeof one === 'string' ? [one] : []));
}
