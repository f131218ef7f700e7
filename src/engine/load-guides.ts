import { attack } from '../attack/attack.ts';
import { operationTechniques } from '../clouds/operation-techniques.ts';
import { type GuideFile, type LoadedGuides, loadGuides as readGuides } from '../guides/index.ts';
import type { RuleMetadata } from '../ir/rule.ts';
import { type Pack, packFiles } from './load-content.ts';

/**
 * The guides and playbooks of packs, held against the rules that are loaded, the techniques of ATT&CK and the catalogues of
 * operations.
 *
 * @param rules rules and correlations that guides may name
 */
export function loadGuides(
  files: readonly GuideFile[],
  rules: readonly Pick<RuleMetadata, 'id' | 'name' | 'title'>[],
): LoadedGuides {
  const names = new Set(
    rules.flatMap(({ id, name, title }) => (name === undefined ? [id, title] : [id, name, title])),
  );
  return readGuides(files, {
    techniques: new Set(attack().techniques.map(({ id }) => id)),
    rules: names,
    isOperation: (cloud, operation) => operationTechniques(cloud, operation) !== undefined,
  });
}

/**
 * The files of the guides and playbooks of packs.
 *
 * @throws ContentError for a file that cannot be read
 */
export function guideFilesOf(packs: readonly Pick<Pack, 'folder'>[]): GuideFile[] {
  return packs.flatMap((pack) => [
    ...packFiles(pack, 'guides').map((file) => ({ ...file, kind: 'guide' as const })),
    ...packFiles(pack, 'playbooks').map((file) => ({ ...file, kind: 'playbook' as const })),
  ]);
}
