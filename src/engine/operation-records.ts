import type { RecordHead } from '../clouds/definition.ts';
import { recognise } from '../clouds/index.ts';
import { splitOperations } from '../clouds/split-operations.ts';
import { digest } from '../core/digest.ts';
import type { JsonObject } from '../core/json.ts';
import { fingerprint } from '../core/key-set.ts';
import type { Import } from '../store/import.ts';
import type { KeptOperation } from '../store/operations.ts';
import type { OperationRecord, StoredActivity } from '../store/rows.ts';
import { closeOperation, type PipelineOptions, withoutDetection } from './close-operation.ts';
import { Evaluator } from './evaluate.ts';
import { createRuleSet } from './rule-set.ts';

/** A record of an operation of several for the lake, which holds them until it has all that were ever imported. */
export function operationRecord(
  { record, origin, duplicateKey, provider }: RecordHead,
  key: string,
): OperationRecord {
  return {
    operationKey: digest(provider, key),
    copyKey: digest(duplicateKey),
    ...origin,
    text: JSON.stringify(record),
  };
}

/** Fingerprints of the records, two words each: equal for exact copies. */
export function operationRecordKeys(records: readonly OperationRecord[]): Uint32Array {
  const words = new Uint32Array(records.length * 2);
  for (const [index, { operationKey, copyKey }] of records.entries()) {
    fingerprint(`${operationKey}${copyKey}`, words, index * 2);
  }
  return words;
}

/** The Activities of the records that the lake holds of one operation key: several when the key was used again. */
function* activitiesOf(
  { operationKey, records }: KeptOperation,
  evaluator: Evaluator,
  options: PipelineOptions,
): Generator<StoredActivity> {
  const heads = records.flatMap(({ text, ...origin }) => {
    const known = recognise(JSON.parse(text) as JsonObject, origin);
    return known === undefined || 'outcome' in known ? [] : [known];
  });
  const [first, ...rest] = heads;
  if (!first) return;
  const key = first.fold?.key ?? operationKey;
  for (const operation of splitOperations({ key, heads: [first, ...rest], copies: 0 })) {
    const { stored } = closeOperation(operation, evaluator, options);
    if (stored) yield stored;
  }
}

/**
 * Makes Activities of the operations to which records came since they were last made.
 *
 * @returns how many of those records were there already
 */
export async function foldOperations(run: Import): Promise<number> {
  const ruleSet = createRuleSet([]);
  const makers = (['activities', 'records'] as const).map((store) => {
    const options: PipelineOptions = { ...withoutDetection, store };
    return { options, evaluator: new Evaluator(ruleSet, options) };
  });
  const [plain, full] = makers;
  return run.fold((operation) => {
    const maker = operation.withRecords ? full : plain;
    return maker ? activitiesOf(operation, maker.evaluator, maker.options) : [];
  });
}
