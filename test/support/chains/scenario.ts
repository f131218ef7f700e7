import { createHash } from 'node:crypto';
import type { JsonObject } from '../../../src/core/json.ts';
import type { Level } from '../../../src/core/levels.ts';

/** What one call left in the log: its records in the cloud's native shape. */
export interface Stage {
  readonly name: string;
  readonly records: readonly JsonObject[];
}

export type CloudName = 'aws' | 'azure' | 'gcp';

/** A story that a chain rule has to find. */
export interface Scenario {
  readonly chain: string;
  readonly cloud: CloudName;
  readonly about: string;
  /** Name of the correlation. */
  readonly rule: string;
  /** The level that its finding has at least. */
  readonly level: Level;
  readonly stages: readonly Stage[];
  /** What was long before, so that it is known what is usual: no part of the story. */
  readonly before?: readonly Stage[];
  /** Values of parameters of the pack. */
  readonly parameters?: Readonly<Record<string, readonly string[] | string>>;
  /** What was tried and refused counts, too. */
  readonly countsAttempts?: true;
  /** Stages that may be missing. */
  readonly optional?: readonly string[];
  /** What joins the stages; a stage that lacks it does not belong to the others. Nothing, where one call is all. */
  readonly joinedBy: readonly ('lineage' | 'principal')[];
}

const begin = Date.parse('2026-04-14T09:00:00Z');

/** Minutes from the beginning of the story as a time in whole seconds, as CloudTrail writes them. */
export function at(minutes: number): string {
  return new Date(begin + Math.round(minutes * 60) * 1000).toISOString().replace('.000Z', 'Z');
}

/** The builders put this into the name or id of every resource of a story; it is hexadecimal. */
export const mark = 'c0ffee';

/** A day in minutes. */
export const DAY = 24 * 60;

/** Who does it, unless a stage says otherwise: a name without a meaning, and an object id in Entra. */
export const actor = { name: 'quill', oid: '71111100-0000-4000-8000-000000000001' } as const;

/** The same stage done to other resources. */
export function withOtherResources(stage: Stage): Stage {
  return rewritten(stage, (text) => text.replaceAll(mark, 'decade').replaceAll(mark.toUpperCase(), 'DECADE'));
}

/** The same stage done by somebody else. */
export function withOtherPrincipal(stage: Stage): Stage {
  return rewritten(stage, (text) =>
    text.replaceAll('quill', 'marlo').replaceAll('QUILL', 'MARLO').replaceAll('71111100', '72222200'),
  );
}

/** The same stage, tried and refused. */
export function refused(stage: Stage): Stage {
  const last = stage.records.length - 1;
  return { ...stage, records: stage.records.map((one, at) => (at === last ? failed(one) : one)) };
}

function failed(record: JsonObject): JsonObject {
  if ('eventVersion' in record)
    return { ...record, errorCode: 'AccessDenied', errorMessage: 'not allowed', responseElements: null };
  if ('protoPayload' in record) {
    const payload = record['protoPayload'] as JsonObject;
    return { ...record, protoPayload: { ...payload, status: { code: 7, message: 'PERMISSION_DENIED' } } };
  }
  const properties = record['properties'] as JsonObject;
  return {
    ...record,
    resultType: 'Failure',
    resultSignature: 'Failed.Forbidden',
    properties: { ...properties, statusCode: 'Forbidden', result: 'failure' },
  };
}

/** The same stage so much earlier. */
export function earlier(stage: Stage, milliseconds: number): Stage {
  return rewritten(stage, (text) =>
    text.replaceAll(/"2026-\d\d-\d\dT[^"]*Z"/g, (time) => {
      const moved = new Date(Date.parse(time.slice(1, -1)) - milliseconds).toISOString();
      return `"${moved.replace('.000Z', 'Z')}"`;
    }),
  );
}

function rewritten(stage: Stage, change: (text: string) => string): Stage {
  return { ...stage, records: JSON.parse(change(JSON.stringify(stage.records))) as JsonObject[] };
}

export function recordsOf(stages: readonly Stage[]): JsonObject[] {
  return stages.flatMap(({ records }) => records);
}

/** An id as the clouds write them, the same for the same text. */
export function uuidOf(text: string): string {
  const hex = createHash('sha256').update(text).digest('hex');
  return [
    hex.slice(0, 8),
    hex.slice(8, 12),
    `4${hex.slice(13, 16)}`,
    `8${hex.slice(17, 20)}`,
    hex.slice(20, 32),
  ].join('-');
}
