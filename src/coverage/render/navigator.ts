import { providerNames } from '../../activity/vocabulary.ts';
import { counted } from '../../report/counted.ts';
import { navigatorLayer } from '../../report/navigator.ts';
import type { CoverageReport } from '../report.ts';
import { cellText, techniqueLines } from '../summary.ts';

/** An ATT&CK Navigator layer: the score is the share of data components with a tested detection, of those a log can show. */
export function coverageLayer({ rows }: CoverageReport): string {
  const lines = techniqueLines(rows);
  return navigatorLayer({
    description: `What is covered of ${counted(lines.length, 'technique')} in AWS, Azure and Google Cloud: the share of data components with a tested detection, of those that a log can show.`,
    colours: ['#f6d5d5', '#ffe7a8', '#7fbf7b'],
    techniques: lines.map(({ technique, cells }) => {
      const tested = cells.reduce((sum, { verdicts }) => sum + verdicts.tested, 0);
      const visible = cells.reduce(
        (sum, { components, verdicts }) => sum + components - verdicts['not logged'],
        0,
      );
      return {
        techniqueID: technique,
        score: visible === 0 ? 0 : Math.round((tested / visible) * 100),
        comment: cells.map((cell) => `${providerNames[cell.cloud]}: ${cellText(cell)}`).join('\n'),
        metadata: cells.map((cell) => ({ name: providerNames[cell.cloud], value: cellText(cell) })),
      };
    }),
  });
}
