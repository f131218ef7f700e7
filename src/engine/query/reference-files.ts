import { basename, extname } from 'node:path';
import type { Diagnostic } from '../../core/diagnostic.ts';
import type { JsonObject } from '../../core/json.ts';
import { CsvReader } from '../../decode/csv.ts';
import type { ReferenceCollection, ReferenceFile, SourceFile } from '../../lang/aql/index.ts';
import { readReferenceFile, referenceProblem } from '../../lang/aql/index.ts';

const ROW_BYTES = 1024 * 1024;

/**
 * Reads files of reference data: YAML and JSON hold sets, maps, tables and properties by name, a CSV file is one collection
 * that is called as the file is. Its header decides what it is: one column makes a set, two make a map, more a table whose
 * first column is the key.
 */
export function readReferenceFiles(files: readonly SourceFile[]): ReferenceFile {
  const read = files.map((file) =>
    extname(file.path).toLowerCase() === '.csv' ? readCsv(file) : readReferenceFile(file),
  );
  return {
    collections: read.flatMap(({ collections }) => collections),
    properties: read.flatMap(({ properties }) => properties),
    diagnostics: read.flatMap(({ diagnostics }) => diagnostics),
  };
}

function readCsv({ path, text }: SourceFile): ReferenceFile {
  const rows: JsonObject[] = [];
  const diagnostics: Diagnostic[] = [];
  const reader = new CsvReader(',', ROW_BYTES, {
    row: (row) => void rows.push(row),
    broken: (_reason, { line = 1 }, detail) =>
      void diagnostics.push(referenceProblem(detail, { file: path, line, column: 1 })),
  });
  reader.feed(Buffer.from(text.replace(/^\ufeff/, '')));
  reader.end(false);
  const columns = [...new Set(rows.flatMap((row) => Object.keys(row)))];
  const collection = collectionOf(basename(path, extname(path)), columns, rows);
  return { collections: collection ? [collection] : [], properties: [], diagnostics };
}

function collectionOf(
  name: string,
  columns: readonly string[],
  rows: readonly JsonObject[],
): ReferenceCollection | undefined {
  const [key, second] = columns;
  if (key === undefined) return undefined;
  const base = { name, ignoreCase: false };
  const cell = (row: JsonObject, column: string): string => String(row[column] ?? '');
  if (second === undefined) return { kind: 'set', ...base, values: rows.map((row) => cell(row, key)) };
  if (columns.length === 2) {
    return { kind: 'map', ...base, entries: new Map(rows.map((row) => [cell(row, key), cell(row, second)])) };
  }
  return {
    kind: 'table',
    ...base,
    rows: new Map(
      rows.map((row) => [
        cell(row, key),
        new Map(columns.slice(1).map((column) => [column, cell(row, column)])),
      ]),
    ),
  };
}
