import { stringify } from 'csv-stringify/sync';
import type { Provider } from '../../activity/vocabulary.ts';
import type { JsonObject } from '../../core/json.ts';
import type { EmulatedRecord } from '../emulated-record.ts';

/** A file to write; the path is relative, with `/` between its parts. */
export interface OutputFile {
  readonly path: string;
  readonly content: string | Buffer;
}

/** One way in which a cloud delivers its records. */
export interface ContainerDefinition {
  readonly name: string;
  readonly provider: Provider;
  readonly about: string;
  /** `folder`: several files in the layout of the delivery; `file`: one. */
  readonly layout: 'file' | 'folder';
  /** Fields of the Activity that it does not carry, or carries otherwise. */
  readonly lacks?: readonly string[];
  write(records: readonly EmulatedRecord[]): readonly OutputFile[];
}

/** A container of one file; `content` makes it of the records. */
export function single(
  about: Pick<ContainerDefinition, 'name' | 'provider' | 'about' | 'lacks'>,
  extension: string,
  content: (records: readonly EmulatedRecord[]) => string,
): ContainerDefinition {
  const path = `${about.provider}-${about.name}.${extension}`;
  return { ...about, layout: 'file', write: (records) => [{ path, content: content(records) }] };
}

/** One JSON value a line. */
export function lines(values: readonly object[]): string {
  return values.map((value) => `${JSON.stringify(value)}\n`).join('');
}

export function native(records: readonly EmulatedRecord[]): JsonObject[] {
  return records.map(({ record }) => record);
}

/** Records by a key, in the order in which keys first occur. */
export function grouped(
  records: readonly EmulatedRecord[],
  keyOf: (record: EmulatedRecord) => string,
): Map<string, EmulatedRecord[]> {
  const groups = new Map<string, EmulatedRecord[]>();
  for (const record of records) {
    const key = keyOf(record);
    const group = groups.get(key);
    if (group) group.push(record);
    else groups.set(key, [record]);
  }
  return groups;
}

/** Rows of a table as CSV: members that are no texts become JSON. */
export function table(rows: readonly JsonObject[]): string {
  const columns = [...new Set(rows.flatMap((row) => Object.keys(row)))];
  const cast = {
    boolean: (value: boolean) => String(value),
    object: (value: object) => JSON.stringify(value),
  };
  return stringify([...rows], { header: true, columns, cast });
}

/** Exports of search engines, the same for every cloud. */
export function searchEngines(provider: Provider): readonly ContainerDefinition[] {
  return [
    single(
      { name: 'splunk', provider, about: 'a Splunk export: the record in _raw, one a line' },
      'ndjson',
      (records) =>
        lines(
          records.map(({ record }, offset) => ({
            preview: false,
            offset,
            result: { _raw: JSON.stringify(record) },
          })),
        ),
    ),
    single(
      { name: 'elastic', provider, about: 'an Elasticsearch answer: the record in event.original' },
      'json',
      (records) => {
        const hits = records.map(({ record }, index) => ({
          _index: 'logs',
          _id: String(index),
          _source: { event: { original: JSON.stringify(record) } },
        }));
        return `${JSON.stringify({ took: 1, hits: { hits } })}\n`;
      },
    ),
  ];
}
