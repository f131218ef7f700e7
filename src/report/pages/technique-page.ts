import { attackUrl } from '../../attack/attack.ts';
import { tacticName, tacticsByEdition } from '../../attack/tactics.ts';
import { isOfClouds } from '../known-actors.ts';
import {
  facts,
  type Inline,
  inline,
  link,
  list,
  type Page,
  paragraph,
  plain,
  type Section,
} from '../page/page.ts';
import { dataSources, detections, requiredLogs, testing, tuning } from './detection-sections.ts';
import { investigation, platforms } from './investigation-section.ts';
import { nameOf } from './playbook-page.ts';
import { referencesOf } from './references.ts';
import type { TechniqueView } from './technique-view.ts';

export interface TechniquePageOptions {
  /** Print the detections as they stand in their files. */
  readonly withRules?: boolean;
  /** What ATT&CK itself says, from a bundle that the user gave. */
  readonly official?: Section;
}

/**
 * The detection page of a technique: the facts of ATT&CK, the sections of Palantir's Alerting and Detection Strategy
 * framework, the detections of the pack, and the investigation guide.
 */
export function techniquePage(view: TechniqueView, options: TechniquePageOptions = {}): Page {
  const { technique, guide } = view;
  const prose = (title: string, text: string | undefined): Section[] =>
    text === undefined ? [] : [{ title, blocks: [paragraph(text)] }];
  return {
    title: `${technique.id} ${technique.name}${guide ? ` · ${guide.title}` : ''}`,
    sections: [
      ...prose('Description', guide?.description),
      ...(options.official ? [options.official] : []),
      attackSection(view),
      ...prose('Goal', guide?.goal),
      ...prose('Categorization', guide?.categorization),
      ...prose('Strategy Abstract', guide?.strategy),
      ...prose('Technical Context', guide?.context),
      detections(view, options.withRules ?? false),
      dataSources(view),
      ...requiredLogs(view),
      ...(guide ? [{ title: 'Blind Spots and Assumptions', blocks: [list(guide.blindspots)] }] : []),
      ...tuning(view),
      ...platforms(view),
      ...testing(view),
      ...prose('Priority', guide?.priority),
      ...investigation(view),
      ...responseSection(view),
      actorsSection(view),
      referencesSection(view),
    ],
  };
}

function attackSection({ technique, neighbours }: TechniqueView): Section {
  const { id, name, platforms: on, revision, permissions, strategies, mitigations = [], tactics } = technique;
  const byEdition = tacticsByEdition(tactics).map(
    ({ edition, tactics: own }) => `${own.map(tacticName).join(', ')} (ATT&CK ${edition})`,
  );
  const parent = id.includes('.') ? id.split('.')[0] : undefined;
  const rows: (readonly [string, Inline])[] = [
    [byEdition.length > 1 ? 'Tactics' : 'Tactic', plain(byEdition.join('; '))],
    [
      parent === undefined ? 'Technique' : 'Sub-technique',
      plain(`${id} ${name}${revision ? `, revision ${revision}` : ''}`),
    ],
    ['Of', plain(parent === undefined ? '' : nameOf(parent))],
    ['Canonical reference', link(attackUrl(id), attackUrl(id))],
    ['Platforms', plain(on.join(', '))],
    [
      'Detection strategies',
      plain(
        strategies
          .map((one) => `${one.id} (${one.analytics.map((analytic) => analytic.id).join(', ')})`)
          .join(', '),
      ),
    ],
    [
      'Mutable elements',
      plain(
        [
          ...new Set(strategies.flatMap(({ analytics }) => analytics.flatMap((one) => one.mutableElements))),
        ].join(', '),
      ),
    ],
    [
      'Permissions',
      plain(
        permissions
          ? `${permissions.required.join(', ')} (as ATT&CK ${permissions.edition} had it): no administrator is needed`
          : '',
      ),
    ],
    ['Mitigations', plain(mitigations.map((one) => `${one.id} ${one.name}`).join(', '))],
    ['Related', plain(neighbours.map(nameOf).join(', '))],
  ];
  return { title: 'ATT&CK', blocks: [facts(rows)] };
}

function responseSection({ guide, hasPlaybook, technique }: TechniqueView): Section[] {
  if (!guide) return [];
  const commands = [
    { words: ['nephoscope', 'show', technique.id, '--playbook'], expect: 'the steps, for the three clouds' },
    {
      words: ['nephoscope', 'explain', "'<FINDING>'", "'<LOGS>'", '--playbook'],
      expect: 'the same steps with the ids, accounts and regions of a finding or an incident',
    },
  ];
  return [
    {
      title: 'Response',
      blocks: [paragraph(guide.response), ...(hasPlaybook ? [{ kind: 'commands' as const, commands }] : [])],
    },
  ];
}

function actorsSection({ technique }: TechniqueView): Section {
  const { actors = [] } = technique;
  if (actors.length === 0) {
    const text =
      'ATT&CK names no group and no campaign for this technique. What is known of its use comes from research and emulation.';
    return { title: 'Actors', blocks: [paragraph(text)] };
  }
  const elsewhere =
    'ATT&CK has this technique for other platforms, too, and does not say on which these have used it.';
  return {
    title: 'Actors',
    blocks: [
      ...(isOfClouds(technique) ? [] : [paragraph(elsewhere)]),
      {
        kind: 'table',
        head: ['Id', 'Name', 'Source'],
        rows: actors.map(({ id, name, references }) => [
          link(id, attackUrl(id)),
          plain(name),
          references.flatMap(
            ({ name: source, url }, index): Inline => [
              ...(index > 0 ? plain('; ') : []),
              ...link(source, url),
            ],
          ),
        ]),
      },
    ],
  };
}

function referencesSection(view: TechniqueView): Section {
  const items = referencesOf(view).map(
    ({ title, url }, index): Inline => [...inline(`[${index + 1}] `), ...link(title, url)],
  );
  return { title: 'References', blocks: [{ kind: 'list', items }] };
}
