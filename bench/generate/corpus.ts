import {
  closeSync,
  existsSync,
  mkdirSync,
  openSync,
  readFileSync,
  rmSync,
  writeFileSync,
  writeSync,
} from 'node:fs';
import { join } from 'node:path';
import { gzipSync } from 'node:zlib';
import type { JsonObject } from '../../src/core/json.ts';

/** `records`: S3 delivery, `{"Records":[…]}`; `lines`: one record a line, as NDJSON and PT1H.json. */
export type Shape = 'records' | 'lines';

/** A folder of generated files; every number is part of its identity. */
export interface CorpusPlan {
  readonly name: string;
  readonly source: () => Generator<JsonObject>;
  readonly shape: Shape;
  readonly gzip: boolean;
  readonly files: number;
  readonly recordsPerFile: number;
}

export interface Corpus {
  readonly folder: string;
  readonly files: readonly string[];
  readonly records: number;
  readonly textBytes: number;
  readonly bytes: number;
}

/** Raised when the generator gives other bytes for the same seed, so that folders of before are made again. */
const GENERATOR = 4;
/** Text that is put together before it is written: a file may be larger than memory. */
const PIECE = 48 * 1024 * 1024;

/** Writes a corpus below `root`, or finds it there. The same plan gives the same bytes. */
export function ensureCorpus(root: string, plan: CorpusPlan): Corpus {
  const { name, shape, gzip, files, recordsPerFile } = plan;
  const folder = join(root, `${name}-${files}x${recordsPerFile}-v${GENERATOR}`);
  const manifest = join(folder, '.manifest.json');
  if (existsSync(manifest)) return JSON.parse(readFileSync(manifest, 'utf8')) as Corpus;
  rmSync(folder, { recursive: true, force: true });
  mkdirSync(folder, { recursive: true });
  const records = plan.source();
  const extension = `${shape === 'records' ? 'json' : 'ndjson'}${gzip ? '.gz' : ''}`;
  const made = Array.from({ length: files }, (_, index) =>
    writeFile(join(folder, `${name}_${String(index).padStart(5, '0')}.${extension}`), records, plan),
  );
  const corpus: Corpus = {
    folder,
    files: made.map(({ path }) => path),
    records: files * recordsPerFile,
    textBytes: made.reduce((sum, { textBytes }) => sum + textBytes, 0),
    bytes: made.reduce((sum, { bytes }) => sum + bytes, 0),
  };
  writeFileSync(manifest, JSON.stringify(corpus));
  return corpus;
}

interface Written {
  readonly path: string;
  readonly textBytes: number;
  readonly bytes: number;
}

/** Pieces of a large file become gzip members, which readers take as one text. */
function writeFile(path: string, records: Generator<JsonObject>, plan: CorpusPlan): Written {
  const { shape, gzip, recordsPerFile } = plan;
  const file = openSync(path, 'w');
  let textBytes = 0;
  let bytes = 0;
  let text = shape === 'records' ? '{"Records":[' : '';
  const flush = (): void => {
    const plain = Buffer.from(text);
    const out = gzip ? gzipSync(plain) : plain;
    textBytes += plain.length;
    bytes += out.length;
    writeSync(file, out);
    text = '';
  };
  for (let index = 0; index < recordsPerFile; index += 1) {
    if (shape === 'records' && index > 0) text += ',';
    text += JSON.stringify(records.next().value);
    if (shape === 'lines') text += '\n';
    if (text.length > PIECE) flush();
  }
  if (shape === 'records') text += ']}';
  flush();
  closeSync(file);
  return { path, textBytes, bytes };
}
