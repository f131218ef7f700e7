import type { Finding } from '../detect/finding/finding.ts';
import type { ReportDefinition } from './report.ts';

/** The layer format that Navigator 5 reads, and the ATT&CK version whose technique ids the rules have. */
const LAYER = '4.5';
const NAVIGATOR = '5.1.0';
const ATTACK = '18';

const MOST_TITLES = 10;

/** An ATT&CK Navigator layer: each technique with its highest score, how often, and by which rules. */
export const navigator: ReportDefinition = {
  name: 'navigator',
  description: 'an ATT&CK Navigator layer of what was found',
  *render({ findings }) {
    yield navigatorLayer({
      description: `Techniques of ${findings.length} findings; the score is the highest of a technique's findings.`,
      colours: ['#ffe7a8', '#f4803c', '#a50f15'],
      techniques: byTechnique(findings).map(([techniqueID, own]) => technique(techniqueID, own)),
    });
  },
};

export interface NavigatorTechnique {
  readonly techniqueID: string;
  /** 0 to 100. */
  readonly score: number;
  readonly comment: string;
  readonly metadata: readonly { readonly name: string; readonly value: string }[];
}

/** The text of a layer for ATT&CK Navigator. */
export function navigatorLayer(given: {
  readonly description: string;
  /** From score 0 to 100. */
  readonly colours: readonly string[];
  readonly techniques: readonly NavigatorTechnique[];
}): string {
  const layer = {
    name: 'nephoscope',
    description: given.description,
    domain: 'enterprise-attack',
    versions: { attack: ATTACK, navigator: NAVIGATOR, layer: LAYER },
    filters: { platforms: ['IaaS'] },
    sorting: 3,
    techniques: given.techniques.map((one) => ({
      ...one,
      enabled: true,
      showSubtechniques: one.techniqueID.includes('.'),
    })),
    gradient: { colors: given.colours, minValue: 0, maxValue: 100 },
    legendItems: [],
    showTacticRowBackground: false,
    selectTechniquesAcrossTactics: true,
  };
  return `${JSON.stringify(layer, null, 2)}\n`;
}

function byTechnique(findings: readonly Finding[]): [string, Finding[]][] {
  const found = new Map<string, Finding[]>();
  for (const finding of findings) {
    for (const id of finding.rule.techniques) {
      const there = found.get(id);
      if (there) there.push(finding);
      else found.set(id, [finding]);
    }
  }
  return [...found].sort(([a], [b]) => (a < b ? -1 : 1));
}

function technique(techniqueID: string, findings: readonly Finding[]): NavigatorTechnique {
  const titles = [...new Set(findings.map(({ rule }) => rule.title))].sort();
  const more = titles.length > MOST_TITLES ? [`and ${titles.length - MOST_TITLES} more`] : [];
  return {
    techniqueID,
    score: findings.reduce((most, { score }) => Math.max(most, score), 0),
    comment: [...titles.slice(0, MOST_TITLES), ...more].join('\n'),
    metadata: [{ name: 'findings', value: String(findings.length) }],
  };
}
