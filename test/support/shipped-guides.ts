import { findTechnique } from '../../src/attack/attack.ts';
import { DetectionViews } from '../../src/engine/detection-view.ts';
import { loadAtomicFiles } from '../../src/engine/load-atomics.ts';
import { loadPack } from '../../src/engine/load-content.ts';
import { guideFilesOf, loadGuides } from '../../src/engine/load-guides.ts';
import { listParameters } from '../../src/engine/parameter-list.ts';
import { techniqueView } from '../../src/engine/technique-view.ts';
import type { GuideFile, LoadedGuides } from '../../src/guides/index.ts';
import { loadRules } from '../../src/lang/sigma/index.ts';
import type { TechniqueView } from '../../src/report/pages/technique-view.ts';

const pack = loadPack('cloud-compute');
const loaded = loadRules(pack.files, { placeholders: pack.parameters });
const rules = [...loaded.rules, ...loaded.correlations];
const views = new DetectionViews({ rules, files: pack.files });

/** The techniques that issue 5 asks for. */
export const techniques: readonly string[] = [
  'T1204.003',
  'T1485',
  'T1490',
  'T1535',
  'T1537',
  'T1578',
  'T1578.001',
  'T1578.002',
  'T1578.003',
  'T1578.004',
  'T1578.005',
  'T1580',
];

export const guideFiles: readonly GuideFile[] = guideFilesOf([pack]);
export const shippedGuides: LoadedGuides = loadGuides(guideFiles, rules);

const { atomics } = loadAtomicFiles(['cloud-compute']);

/** The page of a technique as `show` makes it. */
export function viewOf(id: string): TechniqueView {
  const technique = findTechnique(id);
  if (!technique) throw new Error(`no technique ${id}`);
  const parameters = listParameters(loaded.parameters, pack.parameters);
  const content = { rules, files: pack.files, guides: shippedGuides, parameters, atomics };
  return techniqueView(technique, content, views);
}
