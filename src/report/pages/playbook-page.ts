import { providerNames } from '../../activity/vocabulary.ts';
import { findTechnique } from '../../attack/attack.ts';
import type { PlannedCloud, PlannedCommands, PlannedStep, ResponsePlan } from '../../guides/index.ts';
import { phaseTags, shellQuote } from '../../guides/index.ts';
import { counted } from '../counted.ts';
import { type Block, facts, inline, list, type Page, paragraph, plain, type Section } from '../page/page.ts';

/** What the plan is for, where it is for a finding or an incident. */
export interface PlanSubject {
  readonly id: string;
  readonly title: string;
  readonly facts: readonly (readonly [string, string])[];
}

/** What a playbook has beside its steps when it is for a case. */
export interface PlaybookExtras {
  readonly subject?: PlanSubject;
  /** Before the steps: what to ask. */
  readonly questions?: readonly Section[];
  /** After them: where to look. */
  readonly looks?: readonly Section[];
}

/** A playbook, or several as one, step by step. */
export function playbookPage(
  plan: ResponsePlan,
  { subject, questions = [], looks = [] }: PlaybookExtras = {},
): Page {
  const names = plan.playbooks.map(({ technique }) => nameOf(technique));
  return {
    title: `Playbook · ${names.join(' · ')}`,
    sections: [
      ...(subject ? [subjectSection(subject)] : []),
      ...plan.playbooks.map(aboutSection),
      ...questions,
      ...plan.phases.filter(({ steps }) => steps.length > 0).map(phaseSection),
      rolesSection(plan),
      ...openSections(plan),
      ...looks,
    ],
  };
}

/** `T1578.002 Create Cloud Instance`. */
export function nameOf(technique: string): string {
  const name = findTechnique(technique)?.name;
  return name === undefined ? technique : `${technique} ${name}`;
}

function subjectSection({ id, title, facts: rows }: PlanSubject): Section {
  return {
    title: 'For',
    blocks: [
      { kind: 'paragraph', text: [{ kind: 'strong', text: title }] },
      facts([...rows.map(([name, value]) => [name, plain(value)] as const), ['Id', plain(id)]]),
      paragraph('Commands are printed, never run. Read each before you run it: ids come from the logs.'),
    ],
  };
}

function aboutSection({
  technique,
  threat,
  objective,
  urgent,
  indicators,
}: ResponsePlan['playbooks'][number]): Section {
  return {
    title: nameOf(technique),
    blocks: [
      facts([
        ['Threat', inline(threat)],
        ['Objective', inline(objective)],
        ['If it goes on', inline(urgent)],
      ]),
      { kind: 'paragraph', text: [{ kind: 'strong', text: 'Indicators' }] },
      list(indicators),
    ],
  };
}

function phaseSection({ phase, steps }: ResponsePlan['phases'][number], index: number): Section {
  return {
    title: `${index + 1} ${phase} [${phaseTags[phase]}]`,
    blocks: [],
    sections: steps.map(stepSection),
  };
}

function stepSection(step: PlannedStep): Section {
  const { number, action, role, reasons, here, clouds } = step;
  const several = new Set(reasons.map(({ why }) => why)).size > 1;
  const why = reasons.map(({ technique, why: reason }) => (several ? `${reason} (${technique})` : reason));
  return {
    title: `${number} ${action.name} · ${action.id} · ${role.title.toLowerCase()}`,
    blocks: [
      paragraph([action.does, ...new Set(why)].join(' ')),
      ...(action.tasks ? [list(action.tasks)] : []),
      ...commandBlocks(here),
      ...clouds.flatMap((cloud) => cloudBlocks(cloud)),
    ],
  };
}

function cloudBlocks(planned: PlannedCloud): Block[] {
  const { cloud, absent, rights, commands, verify, rollback, irreversible } = planned;
  const name = providerNames[cloud];
  if (absent !== undefined) return [labelled(name, absent)];
  const needs = rights.length > 0 ? `Needs ${rights.map((right) => `\`${right}\``).join(', ')}.` : '';
  return [
    labelled(name, needs),
    ...commandBlocks(commands),
    ...withLabel('Check', verify),
    ...withLabel('Undo', rollback),
    ...(irreversible === undefined ? [] : [labelled('Undo', irreversible)]),
  ];
}

function withLabel(label: string, planned: PlannedCommands): Block[] {
  if (planned.isForOthers || planned.commands.length === 0) return [];
  return [labelled(label, ''), ...commandBlocks(planned)];
}

function labelled(label: string, text: string): Block {
  return {
    kind: 'paragraph',
    text: [{ kind: 'strong', text: `${label}.` }, ...inline(text === '' ? '' : ` ${text}`)],
  };
}

function commandBlocks({ commands, more, isForOthers }: PlannedCommands): Block[] {
  if (isForOthers) return [paragraph('No command is for this kind of principal.')];
  const blocks: Block[] =
    commands.length === 0
      ? []
      : [
          {
            kind: 'commands',
            commands: commands.map(({ words, expect }) => ({ words: words.map(shellQuote), expect })),
          },
        ];
  if (more > 0) blocks.push(paragraph(`… and ${counted(more, 'further command')} for other resources.`));
  return blocks;
}

function rolesSection({ roles }: ResponsePlan): Section {
  return {
    title: 'Roles and entitlements',
    blocks: [
      {
        kind: 'table',
        head: ['Role', 'Does', ...Object.values(providerNames)],
        rows: roles.map(({ title, does, entitlements }) => [
          plain(title),
          inline(does),
          inline(entitlements.aws),
          inline(entitlements.azure),
          inline(entitlements.gcp),
        ]),
      },
    ],
  };
}

function openSections({ open, refused }: ResponsePlan): Section[] {
  const sections: Section[] = [];
  if (open.length > 0) {
    sections.push({
      title: 'To fill in',
      blocks: [facts(open.map(({ name, meaning }) => [`<${name}>`, inline(meaning)] as const))],
    });
  }
  if (refused.length > 0) {
    sections.push({
      title: 'Not filled in',
      blocks: [
        paragraph(
          'These values of the logs are no ids or names that a cloud gives. They may have been chosen to do harm in a command.',
        ),
        facts(refused.map(({ name, value }) => [`<${name}>`, [{ kind: 'code', text: value }]] as const)),
      ],
    });
  }
  return sections;
}
