import { describe, expect, test } from 'vitest';
import { renderDiagnostic } from '../../src/core/diagnostic.ts';
import { loadPack } from '../../src/engine/load-content.ts';
import { guideFilesOf, loadGuides } from '../../src/engine/load-guides.ts';
import { loadRules } from '../../src/lang/sigma/index.ts';

const pack = loadPack('cloud-compute');
const { rules, correlations } = loadRules(pack.files, { placeholders: pack.parameters });
const files = guideFilesOf([pack]);
const loaded = loadGuides(files, [...rules, ...correlations]);

describe('the guides and playbooks of the pack', () => {
  test('have nothing wrong with them', () => {
    const texts = new Map(files.map(({ path, text }) => [path, text]));
    expect(loaded.diagnostics.map((one) => renderDiagnostic(one, texts.get(one.at?.file ?? '')))).toEqual([]);
    expect(loaded.refused).toBe(0);
  });
});
