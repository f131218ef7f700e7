import type { Command } from 'commander';
import { describe, expect, test } from 'vitest';
import { createProgram } from '../../src/cli/run.ts';
import type { Terminal } from '../../src/cli/terminal.ts';
import { fillCommand, planResponse, questionCommands } from '../../src/guides/index.ts';
import type { Block, Section } from '../../src/report/page/page.ts';
import { playbookPage } from '../../src/report/pages/playbook-page.ts';
import { rulePage } from '../../src/report/pages/rule-page.ts';
import { techniquePage } from '../../src/report/pages/technique-page.ts';
import { guideFiles, shippedGuides, techniques, viewOf } from '../support/shipped-guides.ts';

const said: string[] = [];
const terminal: Terminal = {
  out: () => Promise.resolve(),
  err: (text) => void said.push(text),
  outIsTerminal: false,
  errIsTerminal: false,
  width: 80,
  outColour: false,
  errColour: false,
  now: () => 0,
  interrupt: new AbortController().signal,
};

/** Only reads the words: nothing is run. */
async function problemOf(words: readonly string[]): Promise<string> {
  const program = await createProgram(terminal, () => undefined);
  const leaves = (command: Command): Command[] =>
    command.commands.length === 0 ? [command] : command.commands.flatMap((one) => leaves(one as Command));
  for (const leaf of leaves(program)) leaf.action(() => undefined);
  said.length = 0;
  try {
    await program.parseAsync(words, { from: 'user' });
    return '';
  } catch (error) {
    return `${error instanceof Error ? error.message : String(error)} ${said.join('')}`;
  }
}

/** Times are the only placeholders that the options look into. */
const sample: Readonly<Record<string, string>> = {
  '<FROM>': '2026-03-09T10:00:00Z',
  '<TO>': '2026-03-11T10:00:00Z',
};

function wordsOf(command: string): readonly string[] {
  const [filled] = fillCommand({ run: command, expect: '' }, undefined, undefined).commands;
  return (filled?.words ?? []).map((word) => sample[word] ?? word);
}

/** Every command of ours that guides, playbooks and pages name, as it is typed. */
function mentioned(): Set<string> {
  const all = new Set<string>();
  for (const { run = [] } of shippedGuides.pivots.values()) for (const one of run) all.add(one);
  for (const { here = [] } of shippedGuides.actions.values()) for (const { run } of here) all.add(run);
  const pages = techniques.flatMap((id) => {
    const view = viewOf(id);
    const [detection] = view.detections;
    return [
      techniquePage(view),
      playbookPage(planResponse(shippedGuides, [id])),
      ...(detection ? [rulePage(detection)] : []),
    ];
  });
  const blocks = (section: Section): readonly Block[] => [
    ...section.blocks,
    ...(section.sections ?? []).flatMap(blocks),
  ];
  for (const block of pages.flatMap(({ sections }) => sections.flatMap(blocks))) {
    if (block.kind === 'commands') {
      // Questions are looked at below: their words hold quotes.
      for (const { words } of block.commands) if (words[1] !== 'query') all.add(words.join(' '));
    }
    if (block.kind !== 'paragraph') continue;
    for (const span of block.text) {
      if (span.kind === 'code' && span.text.startsWith('nephoscope ')) all.add(span.text);
    }
  }
  return new Set([...all].filter((one) => one.startsWith('nephoscope ')));
}

describe('commands of ours in guides, playbooks and pages', () => {
  const commands = [...mentioned()].sort();

  test('are many, of several kinds', () => {
    const kinds = new Set(commands.map((one) => one.split(' ')[1]));
    expect([...kinds].sort()).toEqual(
      expect.arrayContaining([
        'baseline',
        'coverage',
        'explain',
        'hunt',
        'inventory',
        'lineage',
        'normalize',
        'rules',
        'show',
      ]),
    );
    expect(commands.length).toBeGreaterThan(20);
  });

  test.each(commands)('%s', async (command) => {
    expect(await problemOf(wordsOf(command).slice(1))).toBe('');
  });

  test.each(
    [...shippedGuides.pivots.values()].flatMap(({ id, ask }) =>
      ask === undefined ? [] : [[id, ask] as const],
    ),
  )('nephoscope query, the question of %s', async (_id, ask) => {
    const [question] = questionCommands(ask, undefined).commands;
    expect(await problemOf((question?.words ?? []).slice(1))).toBe('');
    expect(question?.words.includes('--all-times')).toBe(!ask.includes(' START '));
    expect(question?.words).toContain('<LOGS>');
  });

  test('a wrong one would be told', async () => {
    expect(await problemOf(['hunt', 'x', '--no-such-option'])).toContain('unknown option');
    expect(await problemOf(['hunt', 'x', '--from', 'yesterday'])).toContain('expected a date');
    expect(await problemOf(['lineage'])).toContain('missing required argument');
  });

  test('are named in full in the prose of guides as well', async () => {
    const { commands } = await createProgram(terminal, () => undefined);
    const names = commands.map((one) => one.name());
    for (const { path, text } of guideFiles) {
      for (const [, name = ''] of text.matchAll(/\bnephoscope (\w+)/g))
        expect(names, `${path}: ${name}`).toContain(name);
    }
  });
});
