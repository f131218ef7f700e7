import type { Diagnostic } from '../core/diagnostic.ts';
import { readDocuments, type SourceFile } from '../lang/sigma/documents.ts';
import type { MapNode } from '../lang/sigma/located.ts';
import { codes, type Report } from './diagnostic-codes.ts';

/** The located YAML reader is that of rules; its codes are translated to those of atomic tests. */
const translated: Readonly<Record<string, keyof typeof codes>> = {
  SIGMA_FILE_TOO_LARGE: 'tooLarge',
  SIGMA_TOO_MANY_DOCUMENTS: 'tooLarge',
  SIGMA_TOO_DEEP: 'tooDeep',
  SIGMA_YAML_ALIASES: 'tooDeep',
  SIGMA_TYPE: 'type',
};

/** The documents of a YAML file that could be read, each a map. What could not is reported. */
export function readRoots(file: SourceFile, report: Report): MapNode[] {
  const translate = ({ code: told, ...rest }: Diagnostic): void => {
    const [code] = codes[translated[told] ?? 'syntax'];
    report({ ...rest, code });
  };
  return readDocuments(file, translate).flatMap(({ root }) => root ?? []);
}
