import type { Diagnostic } from '../core/diagnostic.ts';
import { readDocuments, type SourceFile } from '../lang/sigma/documents.ts';
import type { MapNode } from '../lang/sigma/located.ts';
import { codes, type Report, say } from './diagnostic-codes.ts';

/** A file of a pack's folder `guides` or `playbooks`. */
export interface GuideFile extends SourceFile {
  readonly kind: 'guide' | 'playbook';
}

/** The located YAML reader is that of rules; its codes are translated to those of guides. */
const translated: Readonly<Record<string, keyof typeof codes>> = {
  SIGMA_YAML_SYNTAX: 'syntax',
  SIGMA_FILE_TOO_LARGE: 'tooLarge',
  SIGMA_TOO_MANY_DOCUMENTS: 'tooLarge',
  SIGMA_TOO_DEEP: 'tooDeep',
  SIGMA_YAML_ALIASES: 'tooDeep',
  SIGMA_TYPE: 'type',
};

/** The map that a file holds; undefined when it is broken or holds something else, which has been reported. */
export function readGuideFile(file: SourceFile, report: Report): MapNode | undefined {
  let isWhole = true;
  const translate = ({ help, ...rest }: Diagnostic): void => {
    isWhole = false;
    const [code] = codes[translated[rest.code] ?? 'syntax'];
    const message = rest.code === 'SIGMA_TYPE' ? 'expected a map' : rest.message;
    report({ ...rest, code, message, ...(help && rest.code !== 'SIGMA_TYPE' ? { help } : {}) });
  };
  const roots = readDocuments(file, translate).flatMap(({ root }) => root ?? []);
  const [root, second] = roots;
  if (!isWhole) return undefined;
  if (root && !second) return root;
  const at = second?.at ?? { file: file.path, line: 1, column: 1 };
  report(say('type', `expected one document, found ${roots.length}`, at));
  return undefined;
}
