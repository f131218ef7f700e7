import { findTechnique } from '../../attack/attack.ts';
import { type Level, rank } from '../../core/levels.ts';
import { compareTexts } from '../../core/text-order.ts';
import type { GuideContent } from '../../guides/index.ts';
import { counted } from '../counted.ts';
import { type Page, paragraph, plain } from '../page/page.ts';

interface ListedRule {
  readonly id: string;
  readonly title: string;
  readonly level: Level;
  readonly techniques: readonly string[];
}

/** What there is to show: techniques with guides, and rules that alert. */
export function listPage(
  { guides, playbooks }: GuideContent,
  rules: readonly ListedRule[],
): { readonly page: Page; readonly json: unknown } {
  const techniques = [...guides.values()]
    .toSorted((a, b) => compareTexts(a.technique, b.technique))
    .map(({ technique, title }) => ({
      technique,
      name: findTechnique(technique)?.name ?? '',
      title,
      rules: rules.filter((rule) => rule.techniques.includes(technique)).length,
      playbook: playbooks.has(technique),
    }));
  const alerting = rules
    .filter(({ level }) => level !== 'informational')
    .toSorted((a, b) => rank(b.level) - rank(a.level) || compareTexts(a.title, b.title));
  const page: Page = {
    title: 'What there is to show',
    sections: [
      {
        title: 'Techniques',
        blocks: [
          {
            kind: 'table',
            head: ['Technique', 'Name', 'Rules', 'Playbook'],
            rows: techniques.map(({ technique, name, rules: count, playbook }) => [
              plain(technique),
              plain(name),
              plain(String(count)),
              plain(playbook ? 'yes' : 'no'),
            ]),
          },
        ],
      },
      {
        title: 'Rules',
        blocks: [
          {
            kind: 'table',
            head: ['Level', 'Title'],
            rows: alerting.map(({ level, title }) => [plain(level), plain(title)]),
          },
          paragraph(
            `And ${counted(rules.length - alerting.length, 'rule')} of level informational: \`nephoscope rules list\`.`,
          ),
        ],
      },
    ],
  };
  const json = {
    techniques,
    rules: rules.map(({ id, title, level, techniques: own }) => ({ id, title, level, techniques: own })),
  };
  return { page, json };
}
