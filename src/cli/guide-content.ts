import { ContentError, type Pack } from '../engine/load-content.ts';
import { guideFilesOf, loadGuides } from '../engine/load-guides.ts';
import type { GuideFile, LoadedGuides } from '../guides/index.ts';
import type { Correlation } from '../ir/correlation.ts';
import type { Rule } from '../ir/rule.ts';
import { type DetectionContent, printDiagnostics } from './detection-content.ts';
import { CommandError } from './exit-codes.ts';
import type { Terminal } from './terminal.ts';

/**
 * The guides of the packs that are loaded; what is wrong with them is printed.
 *
 * @throws CommandError when a file cannot be read
 */
export function loadGuideContent(content: DetectionContent, terminal: Terminal): LoadedGuides {
  const files = readGuideFiles(content.packs);
  const rules: readonly (Rule | Correlation)[] = [...content.rules, ...content.correlations];
  const loaded = loadGuides(files, rules);
  printDiagnostics({ diagnostics: loaded.diagnostics, files }, ['error'], terminal);
  return loaded;
}

/** The files of guides and playbooks of packs. @throws CommandError when one cannot be read */
export function readGuideFiles(packs: readonly Pack[]): readonly GuideFile[] {
  try {
    return guideFilesOf(packs);
  } catch (error) {
    if (error instanceof ContentError) throw new CommandError(error.message, { cause: error });
    throw error;
  }
}
