import { providerNames, providers } from '../../activity/vocabulary.ts';
import { attack } from '../../attack/attack.ts';
import { type Command, fillCommand, shellQuote } from '../../guides/index.ts';
import { counted } from '../counted.ts';
import {
  type Block,
  facts,
  inline,
  list,
  paragraph,
  plain,
  type Section,
  type ShownCommand,
} from '../page/page.ts';
import type { DetectionView, TechniqueView } from './technique-view.ts';

/** The rules and correlations of the pack that find the technique; as they are written, when that is asked for. */
export function detections({ detections: all, technique }: TechniqueView, withRules: boolean): Section {
  if (all.length === 0)
    return { title: 'Detections', blocks: [paragraph(`No rule that is loaded names ${technique.id}.`)] };
  const alerting = all.filter(({ level }) => level !== 'informational');
  const others = all.filter(({ level }) => level === 'informational').map(({ title }) => title);
  const shown: Block[] = [
    ...(alerting.length > 0
      ? [
          {
            kind: 'table' as const,
            head: ['Level', 'Rule'],
            rows: alerting.map(({ level, title }) => [plain(level), plain(title)]),
          },
        ]
      : []),
    ...(others.length > 0
      ? [
          paragraph(
            `Of level informational, for the record and as parts of correlations: ${others.join('; ')}.`,
          ),
        ]
      : []),
  ];
  const hint = `\`nephoscope show ${technique.id} --with-rules\` prints them as they are written; \`nephoscope show RULE\` prints one.`;
  return {
    title: 'Detections',
    blocks: [...shown, ...(withRules ? [] : [paragraph(hint)])],
    sections: withRules
      ? all.map(({ title, text, path }) => ({
          title,
          blocks: [{ kind: 'code' as const, caption: path, language: 'yaml', text }],
        }))
      : [],
  };
}

/** What ATT&CK says it shows in, and the operations of the clouds that are it. */
export function dataSources({ technique, operations }: TechniqueView): Section {
  const names = new Map(attack().components.map(({ id, name }) => [id, name]));
  const sources = technique.strategies.flatMap(({ analytics }) =>
    analytics.flatMap(({ id, logSources }) =>
      logSources.map(({ component, log, operations: own = [], signal = '' }) => [
        plain(`${component} ${names.get(component) ?? ''}`.trim()),
        plain(log),
        plain(own.length > 0 ? own.join(', ') : signal),
        plain(id),
      ]),
    ),
  );
  const earlier = technique.earlierComponents ?? [];
  const native = providers.map(
    (cloud) => [providerNames[cloud], inline(operationList(operations[cloud]))] as const,
  );
  return {
    title: 'Data Sources',
    blocks: [
      ...(sources.length > 0
        ? [
            {
              kind: 'table' as const,
              head: ['Data component', 'Log source', 'Says', 'Analytic'],
              rows: sources,
            },
          ]
        : []),
      ...(earlier.length > 0
        ? [paragraph(`Data components that ATT&CK 17.1 named: ${earlier.join(', ')}.`)]
        : []),
      paragraph('Operations that show it, by the catalogue of this program:'),
      facts(native),
    ],
  };
}

const MOST_OPERATIONS = 12;

function operationList(operations: readonly string[]): string {
  if (operations.length === 0) return 'none by itself; only together with what surrounds it';
  const shown = operations.slice(0, MOST_OPERATIONS).map((name) => `\`${name}\``);
  const more = operations.length - shown.length;
  return `${shown.join(', ')}${more > 0 ? ` and ${more} more` : ''}`;
}

/** The logs that have to be on, what they are called where they are searched, and how to see whether they are. */
export function requiredLogs({ guide, logs, technique }: TechniqueView): Section[] {
  if (!guide) return [];
  const sections = guide.telemetry.flatMap(({ log: id, shows }): Section[] => {
    const log = logs.get(id);
    if (!log) return [];
    return [
      {
        title: `${providerNames[log.cloud]}: ${log.title}`,
        blocks: [
          facts([
            ['Shows', inline(shows)],
            ['By default', inline(log.default)],
            ['Tables', inline(log.tables.join('; '))],
            ['Switch on', inline(log.enable)],
            ['See', [{ kind: 'link', text: log.url, url: log.url }]],
          ]),
          { kind: 'commands', commands: log.check.map(asTyped) },
        ],
      },
    ];
  });
  const check: Block = {
    kind: 'commands',
    commands: [
      {
        words: ['nephoscope', 'coverage', "'<LOGS>'", '-t', technique.id],
        expect: 'which of these your logs show, and which they lack',
      },
    ],
  };
  return [{ title: 'Required Tables and Logs', blocks: [check], sections }];
}

/** A command of a template; its placeholders stay, in quotes. */
function asTyped({ run, expect }: Command): ShownCommand {
  const [filled] = fillCommand({ run, expect }, undefined, undefined).commands;
  return { words: (filled?.words ?? []).map(shellQuote), expect };
}

/** Harmless cases with how to tell and what to declare, and the lists that can be set. */
export function tuning({ guide, detections: all, parameters }: TechniqueView): Section[] {
  if (!guide) return [];
  const rows = guide.falsepositives.map((one) => [
    inline(one.case),
    inline(one.check),
    inline(one.fields.map((name) => `\`${name}\``).join(', ')),
    inline(one.tune),
  ]);
  const own = [...new Set(all.flatMap(({ falsepositives }) => falsepositives))];
  return [
    {
      title: 'False Positives and Tuning',
      blocks: [{ kind: 'table', head: ['Case', 'Check', 'Fields', 'Declare'], rows }],
      sections: [
        ...(own.length > 0 ? [{ title: 'What the rules name', blocks: [list(own)] }] : []),
        { title: 'What can be set', blocks: parameterBlocks(parameters) },
      ],
    },
  ];
}

function parameterBlocks(parameters: TechniqueView['parameters']): Block[] {
  if (parameters.length === 0) return [paragraph('The rules of this technique have no parameters.')];
  return [
    {
      kind: 'table',
      head: ['Parameter', 'Now', "ATT&CK's element", 'Used by'],
      rows: parameters.map(({ name, value, elements, rules }) => [
        [{ kind: 'code', text: name }],
        plain(valueText(value)),
        plain(elements.join(', ')),
        plain(rules.join('; ')),
      ]),
    },
    {
      kind: 'commands',
      commands: [
        {
          words: ['nephoscope', 'rules', 'parameters', '-f', 'yaml'],
          expect: 'a file with all of them; fill it in, and give it with --parameters',
        },
      ],
    },
  ];
}

function valueText(value: string | readonly string[]): string {
  if (typeof value === 'string') return value;
  return value.length === 0 ? 'an empty list' : counted(value.length, 'value');
}

/** How it is tried: by hand, by atomics, and by the tests beside the rules. */
export function testing(view: TechniqueView): Section[] {
  const { technique, guide, detections: all, atomics } = view;
  const blocks: Block[] = [];
  if (guide) blocks.push(list(guide.validation));
  if (atomics.length > 0) {
    blocks.push({
      kind: 'table',
      head: ['Atomic test', 'Cloud', 'Does'],
      rows: atomics.map(({ key, provider, name }) => [
        plain(key),
        plain(providerNames[provider]),
        plain(name),
      ]),
    });
  }
  const tested = all.filter(({ tests }) => tests.matching + tests.others > 0);
  if (tested.length > 0) {
    blocks.push({ kind: 'table', head: ['Rule', 'Must match', 'Must not'], rows: tested.map(testRow) });
  }
  const atomicCommands: ShownCommand[] = [
    {
      words: ['nephoscope', 'emulate', technique.id, '--print'],
      expect:
        'the commands of the atomic tests, with what they cost and touch; you run them in an account for tests',
    },
    {
      words: ['nephoscope', 'validate', technique.id, "'<LOGS>'"],
      expect: 'every event arrived, and every detection fired that is expected',
    },
  ];
  blocks.push({
    kind: 'commands',
    commands: [
      ...(atomics.length > 0 ? atomicCommands : []),
      { words: ['nephoscope', 'rules', 'test', '-p', 'cloud-compute'], expect: 'every test passes' },
    ],
  });
  return [{ title: 'Validation and Testing Methodology', blocks }];
}

function testRow({ title, tests }: DetectionView): ReturnType<typeof plain>[] {
  return [plain(title), plain(String(tests.matching)), plain(String(tests.others))];
}
