import { describe, expect, test } from 'vitest';
import { providers } from '../../src/activity/vocabulary.ts';
import { scope } from '../../src/attack/scope.ts';
import { renderDiagnostic } from '../../src/core/diagnostic.ts';
import {
  changingPhases,
  phases,
  planResponse,
  queryLanguages,
  questionKinds,
} from '../../src/guides/index.ts';
import type { Block, Page, Section } from '../../src/report/page/page.ts';
import { pageHtml } from '../../src/report/page/page-html.ts';
import { pageMarkdown } from '../../src/report/page/page-markdown.ts';
import { pageText } from '../../src/report/page/page-text.ts';
import { playbookPage } from '../../src/report/pages/playbook-page.ts';
import { techniqueJson } from '../../src/report/pages/technique-json.ts';
import { techniquePage } from '../../src/report/pages/technique-page.ts';
import { guideFiles, shippedGuides, techniques, viewOf } from '../support/shipped-guides.ts';

test('the guides and playbooks of the pack have nothing wrong with them', () => {
  const texts = new Map(guideFiles.map(({ path, text }) => [path, text]));
  const problems = shippedGuides.diagnostics.map((one) =>
    renderDiagnostic(one, texts.get(one.at?.file ?? '')),
  );
  expect(problems).toEqual([]);
  expect(shippedGuides.refused).toBe(0);
});

test('each technique of the issue has a guide and a playbook, and no other has', () => {
  expect([...shippedGuides.guides.keys()].sort()).toEqual(techniques);
  expect([...shippedGuides.playbooks.keys()].sort()).toEqual(techniques);
  // What coverage and the tests of atomics go by.
  expect([...scope].sort()).toEqual(techniques);
});

/** Requirement R-P-01 and the sections of Palantir's framework, by the headings of the page. */
const sections = [
  'Description',
  'ATT&CK',
  'Goal',
  'Categorization',
  'Strategy Abstract',
  'Technical Context',
  'Detections',
  'Data Sources',
  'Required Tables and Logs',
  'Blind Spots and Assumptions',
  'False Positives and Tuning',
  'Other Platforms',
  'Validation and Testing Methodology',
  'Priority',
  'Investigation',
  'Where to look',
  'Response',
  'Actors',
  'References',
];

/** Letters in a block: a heading alone is no section. */
function sizeOf(block: Block): number {
  const inline = (text: readonly { readonly text: string }[]): number =>
    text.reduce((sum, one) => sum + one.text.trim().length, 0);
  if (block.kind === 'paragraph') return inline(block.text);
  if (block.kind === 'list') return block.items.reduce((sum, item) => sum + inline(item), 0);
  if (block.kind === 'facts') return block.rows.reduce((sum, [, value]) => sum + inline(value), 0);
  if (block.kind === 'table') return block.rows.flat().reduce((sum, cell) => sum + inline(cell), 0);
  if (block.kind === 'code') return block.text.trim().length;
  return block.commands.reduce((sum, { words }) => sum + words.join('').length, 0);
}

function weight({ blocks, sections: inner = [] }: Section): number {
  return [...blocks.map(sizeOf), ...inner.map(weight)].reduce((sum, one) => sum + one, 0);
}

function empties(section: Section, path = ''): string[] {
  const here = `${path}/${section.title}`;
  const emptyBlocks = section.blocks.flatMap((block, index) =>
    sizeOf(block) === 0 ? [`${here}[${index}]`] : [],
  );
  return [
    ...(weight(section) < 20 ? [here] : []),
    ...emptyBlocks,
    ...(section.sections ?? []).flatMap((one) => empties(one, here)),
  ];
}

describe.each(techniques)('the page of %s', (id) => {
  const view = viewOf(id);
  const page: Page = techniquePage(view);

  test('has every section, none of them empty', () => {
    expect(page.sections.map(({ title }) => title)).toEqual(sections);
    expect(page.sections.flatMap((one) => empties(one))).toEqual([]);
  });

  test('has them in each format', () => {
    const text = pageText(page, { width: 80, colour: false });
    const markdown = pageMarkdown(page);
    const html = pageHtml(page);
    for (const title of sections) {
      expect(text).toContain(`\n${title.toUpperCase()}\n`);
      expect(markdown).toContain(`\n## ${title.replace('&', '&amp;')}\n`);
      expect(html).toContain(`<h2>${title.replace('&', '&amp;')}</h2>`);
    }
    const long = text
      .split('\n')
      .filter((line) => line.length > 80 && !/^ {4}/.test(line) && !/https:|\S{60}/.test(line));
    expect(long.filter((line) => line.startsWith('  ') || line === line.toUpperCase())).toEqual([]);
  });

  test('has them as data', () => {
    const data = techniqueJson(view);
    for (const [key, value] of Object.entries(data)) {
      if (key === 'actors' || key === 'tuning' || key === 'detections') continue;
      expect(JSON.stringify(value).length, key).toBeGreaterThan(6);
    }
    expect(Object.keys(data)).toEqual(
      expect.arrayContaining([
        'description',
        'attack',
        'goal',
        'blind_spots',
        'other_platforms',
        'required_logs',
      ]),
    );
  });

  test('says how to try it: by hand, by atomic tests of each cloud, by the tests of its rules', () => {
    const { testing, ...data } = techniqueJson(view) as {
      testing: { atomics: { key: string; provider: string }[]; rules: { matching: number }[] };
      validation: string[];
    };
    expect(data.validation.length).toBeGreaterThan(2);
    expect(new Set(testing.atomics.map(({ provider }) => provider))).toEqual(
      new Set(['aws', 'azure', 'gcp']),
    );
    expect(testing.rules.some(({ matching }) => matching > 0)).toBe(true);
    const text = pageText(page, { width: 80, colour: false });
    for (const { key } of testing.atomics) expect(text).toContain(key);
  });

  test('names the tactic of both generations, and references that are addresses, none twice', () => {
    const { attack, references } = techniqueJson(view) as {
      attack: { tactics: readonly { edition: string }[]; reference: string };
      references: readonly { url: string }[];
    };
    expect(attack.tactics.map(({ edition }) => edition)).toContain('18.1');
    if (id.startsWith('T1578'))
      expect(pageText(page, { width: 200, colour: false })).toMatch(
        /Defense Impairment \(ATT&CK 19\.0\); Defense Evasion/,
      );
    const urls = references.map(({ url }) => url);
    expect(urls.length).toBeGreaterThanOrEqual(4);
    expect(new Set(urls).size).toBe(urls.length);
    expect(urls.filter((url) => !/^https:\/\/[\w.-]+\/\S*$/.test(url))).toEqual([]);
    expect(urls).toContain(attack.reference);
  });

  test('asks who, where, what, how far and when, each with fields and a look at the logs', () => {
    const questions = view.guide?.investigation.questions ?? [];
    expect([...new Set(questions.map(({ about }) => about))]).toEqual([...questionKinds]);
    for (const { pivots, fields } of questions)
      expect(Math.min(pivots.length, fields.length)).toBeGreaterThan(0);
  });

  test('decides for an attack, for authorised and for harmless cases', () => {
    const verdicts = new Set(view.guide?.investigation.decisions.map(({ verdict }) => verdict));
    expect([...verdicts].sort()).toEqual([
      'attack',
      'authorised',
      'misconfiguration',
      'routine',
      'suspicious',
    ]);
  });

  test('has logs and queries for the three clouds', () => {
    const clouds = new Set((view.guide?.telemetry ?? []).map(({ log }) => view.logs.get(log)?.cloud));
    expect([...clouds].sort()).toEqual([...providers]);
    const languages = Object.keys(view.guide?.platforms ?? {});
    expect(languages).toEqual(expect.arrayContaining(['athena', 'lake', 'kql', 'logging']));
  });
});

test('the references of the published description are all carried (R-P-10)', () => {
  const { references } = techniqueJson(viewOf('T1578.002')) as { references: readonly { url: string }[] };
  expect(references.map(({ url }) => url)).toEqual(
    expect.arrayContaining([
      'https://attack.mitre.org/techniques/T1578/002/',
      'https://aws.amazon.com/premiumsupport/knowledge-center/cloudtrail-search-api-calls/',
      'https://cloud.google.com/logging/docs/audit#admin-activity',
      'https://docs.aws.amazon.com/AWSEC2/latest/APIReference/API_RunInstances.html',
      'https://docs.microsoft.com/en-us/azure/azure-resource-manager/management/view-activity-logs',
      'https://github.com/redcanaryco/atomic-red-team/blob/master/atomics/T1578.002/T1578.002.md',
      'https://learn.microsoft.com/en-us/azure/virtual-machines/monitor-vm-reference',
      'https://www.cisa.gov/news-events/cybersecurity-advisories/aa23-320a',
      'https://www.mandiant.com/sites/default/files/2021-09/mtrends-2020.pdf',
      'https://www.microsoft.com/en-us/security/blog/2022/03/22/dev-0537-criminal-actor-targeting-organizations-for-data-exfiltration-and-destruction/',
    ]),
  );
});

test('actors stand on the page with their sources (R-P-04)', () => {
  const text = pageText(techniquePage(viewOf('T1578.002')), { width: 200, colour: false });
  for (const part of [
    'G1004',
    'LAPSUS$',
    'G1015',
    'Scattered Spider',
    'C0027',
    'https://attack.mitre.org/groups/G1004/',
    'https://www.cisa.gov/news-events/cybersecurity-advisories/aa23-320a',
  ])
    expect(text).toContain(part);
});

describe.each(techniques)('the playbook of %s', (id) => {
  const plan = planResponse(shippedGuides, [id]);
  const steps = plan.phases.flatMap(({ phase, steps: own }) => own.map((step) => ({ phase, step })));

  test('keeps evidence before anything is contained, and goes through all phases in order', () => {
    expect(plan.phases.map(({ phase }) => phase)).toEqual([...phases]);
    for (const { phase, steps: own } of plan.phases) expect(own.length, phase).toBeGreaterThan(0);
    const last = steps.findLastIndex(({ phase }) => phase === 'evidence');
    const first = steps.findIndex(({ phase }) => changingPhases.includes(phase));
    expect(last).toBeGreaterThanOrEqual(0);
    expect(first).toBeGreaterThan(last);
    const at = (action: string): number => steps.findIndex(({ step }) => step.action.id === action);
    // Memory before stopping, copies of disks before deletion.
    if (at('NA-3108') >= 0 && at('NA-2403') >= 0) expect(at('NA-2403')).toBeLessThan(at('NA-3108'));
    if (at('NA-4101') >= 0) expect(at('NA-2404')).toBeGreaterThanOrEqual(0);
    if (at('NA-4102') >= 0) expect(at('NA-2405')).toBeGreaterThanOrEqual(0);
  });

  test('disables the credential, and the sessions that outlive it', () => {
    const ids = steps.map(({ step }) => step.action.id);
    expect(ids).toEqual(expect.arrayContaining(['NA-2401', 'NA-3103']));
    if (id !== 'T1204.003') expect(ids).toContain('NA-3101');
  });

  test('has no step twice, and a reason for each that is not what the action says', () => {
    const ids = steps.map(({ step }) => step.action.id);
    expect(new Set(ids).size).toBe(ids.length);
    for (const { step } of steps) expect(step.reasons[0]?.why).not.toBe(step.action.does);
  });

  test('is a page in each format, with nothing empty', () => {
    const page = playbookPage(plan);
    expect(page.sections.flatMap(({ sections: inner = [] }) => inner.flatMap((one) => empties(one)))).toEqual(
      [],
    );
    for (const text of [pageText(page, { width: 80, colour: false }), pageMarkdown(page), pageHtml(page)]) {
      for (const { step } of steps) expect(text).toContain(step.action.id);
    }
  });
});

describe.each([...shippedGuides.actions.values()].map((action) => [action.id, action] as const))(
  '%s',
  (_id, action) => {
    test('has commands for each cloud, a check, and a way back or the reason why there is none', () => {
      if (action.aws === undefined) {
        expect(action.tasks?.length).toBeGreaterThan(0);
        return;
      }
      for (const cloud of providers) {
        const part = action[cloud];
        expect(part?.absent !== undefined || (part?.commands?.length ?? 0) > 0, cloud).toBe(true);
        if (part?.absent !== undefined) continue;
        const program = { aws: 'aws', azure: 'az', gcp: 'gcloud' }[cloud];
        const commands = [...(part?.commands ?? []), ...(part?.verify ?? []), ...(part?.rollback ?? [])];
        for (const { run } of commands) expect(run.split(' ')[0]).toBe(program);
        expect(part?.rights?.length).toBeGreaterThan(0);
        if (!changingPhases.includes(action.phase)) continue;
        expect(part?.verify?.length).toBeGreaterThan(0);
        expect((part?.rollback === undefined) !== (part?.irreversible === undefined)).toBe(true);
      }
    });
  },
);

test('every look at the logs has a command that runs here and a query for each cloud', () => {
  for (const { id, ask, run = [], queries } of shippedGuides.pivots.values()) {
    expect(
      run.every((command) => command.startsWith('nephoscope ')),
      id,
    ).toBe(true);
    expect(ask !== undefined || run.length > 0, id).toBe(true);
    const languages = Object.keys(queries).filter((name) => name !== 'aql');
    expect(languages.sort(), id).toEqual(
      Object.keys(queryLanguages)
        .filter((name) => name !== 'aql')
        .sort(),
    );
  }
});
