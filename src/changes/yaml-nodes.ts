import type { Diagnostic } from '../core/diagnostic.ts';
import { readDocuments, type SourceFile } from '../lang/sigma/documents.ts';
import type { MapNode } from '../lang/sigma/located.ts';
import { codes, type Report } from './diagnostic-codes.ts';

/** The located YAML reader is that of rules; its codes are translated to those of authorisations. */
const translated: Readonly<Record<string, keyof typeof codes>> = {
  SIGMA_YAML_SYNTAX: 'syntax',
  SIGMA_FILE_TOO_LARGE: 'tooLarge',
  SIGMA_TOO_MANY_DOCUMENTS: 'tooLarge',
  SIGMA_TOO_DEEP: 'tooDeep',
  SIGMA_YAML_ALIASES: 'tooDeep',
  SIGMA_TYPE: 'type',
};

/** The documents of a YAML file that could be read, each a map, and whether all could. */
export function readYaml(file: SourceFile, report: Report): { roots: MapNode[]; isWhole: boolean } {
  let isWhole = true;
  const translate = (diagnostic: Diagnostic): void => {
    const [code] = codes[translated[diagnostic.code] ?? 'syntax'];
    isWhole = false;
    const { help, ...rest } = diagnostic;
    const kept = diagnostic.code === 'SIGMA_TYPE' ? undefined : help;
    const message =
      diagnostic.code === 'SIGMA_TYPE'
        ? 'expected a map with `changes:` and a list behind it'
        : diagnostic.message;
    report({ ...rest, message, code, ...(kept ? { help: kept } : {}) });
  };
  const roots = readDocuments(file, translate).flatMap(({ root }) => root ?? []);
  return { roots, isWhole };
}
