import type { Activity } from '../activity/activity.ts';
import type { RecordHead } from '../clouds/definition.ts';
import { shapes } from '../clouds/index.ts';
import type { Json, JsonObject } from '../core/json.ts';
import { compileField, type FieldReader } from '../ir/resolve.ts';
import { redact } from '../report/redact.ts';
import type { StoredActivity, StoredRecord } from '../store/rows.ts';
import { namePath } from './operation-rules.ts';

/** A change of compute that the catalogue knows. */
export function isChange({ entry }: RecordHead): boolean {
  return entry !== undefined && entry.access === 'write';
}

/** An Activity made ready for the lake. */
export function storedActivity(
  activity: Activity,
  heads: readonly RecordHead[],
  withRecords: boolean,
): StoredActivity {
  const { id, time, provider } = activity;
  const stored = { id, time, provider, remembered: heads.some(isChange), text: JSON.stringify(activity) };
  return withRecords ? { ...stored, records: heads.map(storedRecord) } : stored;
}

/** The names of service and operation as rules on records see them: a history is searched by these. */
function storedRecord({ provider, record, origin }: RecordHead): StoredRecord {
  const readers = nameReaders.get(provider);
  const service = readers && onlyText(readers.service, record);
  const operation = readers && onlyText(readers.operation, record);
  const text = JSON.stringify(record);
  const shown = JSON.stringify(redact(record));
  return {
    ...origin,
    ...(service === undefined ? {} : { service }),
    ...(operation === undefined ? {} : { operation }),
    text,
    ...(shown === text ? {} : { shown }),
  };
}

const nameReaders: ReadonlyMap<string, { readonly service: FieldReader; readonly operation: FieldReader }> =
  new Map(
    shapes.map((shape) => {
      const reader = (use: 'service' | 'operation'): FieldReader =>
        compileField({ name: use, sources: [{ kind: 'path', path: namePath(shape, use) }] });
      return [shape.name, { service: reader('service'), operation: reader('operation') }];
    }),
  );

/** The field's value if it has one value, and that is a text. */
function onlyText(reader: FieldReader, record: JsonObject): string | undefined {
  const values: Json[] = [];
  reader.some(record, (value) => {
    values.push(value);
    return false;
  });
  const [value] = values;
  return values.length === 1 && typeof value === 'string' ? value : undefined;
}
