import { providerNames, providers } from '../../activity/vocabulary.ts';
import { formatTime } from '../../core/time.ts';
import {
  type Case,
  fieldValues,
  type Guide,
  type Neighbour,
  type Pivot,
  type Question,
} from '../../guides/index.ts';
import {
  type Block,
  facts,
  type Inline,
  inline,
  list,
  paragraph,
  plain,
  type Section,
} from '../page/page.ts';
import { lookSections, queryBlocks } from './look-sections.ts';
import type { TechniqueView } from './technique-view.ts';

/** The guide for whoever investigates a finding: questions, neighbours, decisions, what to keep. */
export function investigation({ guide, pivots }: TechniqueView): Section[] {
  if (!guide) return [];
  const { meaning, before, after, preserve } = guide.investigation;
  return [
    {
      title: 'Investigation',
      blocks: [paragraph(meaning)],
      sections: [
        questionSection([guide], pivots, undefined),
        { title: 'What may have come before', blocks: [neighbourTable(before)] },
        { title: 'What may come after', blocks: [neighbourTable(after)] },
        decisionSection(guide),
        { title: 'Evidence to keep', blocks: [list(preserve)] },
      ],
    },
    { title: 'Where to look', blocks: [], sections: lookSections([guide], pivots, undefined) },
  ];
}

/** For a case: the questions with the values that answer them, and the looks at the logs, filled. */
export function caseInvestigation(
  guides: readonly Guide[],
  pivots: ReadonlyMap<string, Pivot>,
  given: Case,
): { readonly questions: readonly Section[]; readonly looks: readonly Section[] } {
  if (guides.length === 0) return { questions: [], looks: [] };
  const meaning = guides.map(({ investigation: { meaning: text } }) => paragraph(text));
  return {
    questions: [
      {
        title: 'Investigation',
        blocks: meaning,
        sections: [questionSection(guides, pivots, given), ...guides.map(decisionSection)],
      },
    ],
    looks: [{ title: 'Where to look', blocks: [], sections: lookSections(guides, pivots, given) }],
  };
}

function questionSection(
  guides: readonly Guide[],
  pivots: ReadonlyMap<string, Pivot>,
  given: Case | undefined,
): Section {
  const questions = guides.flatMap((guide) => guide.investigation.questions);
  const distinct = [...new Map(questions.map((one) => [one.ask, one])).values()];
  return { title: 'Questions', blocks: distinct.map((one) => questionBlock(one, pivots, given)) };
}

function questionBlock(
  { about, ask, fields, pivots: ids, tells }: Question,
  pivots: ReadonlyMap<string, Pivot>,
  given: Case | undefined,
): Block {
  const answers: readonly (readonly [string, Inline])[] = given
    ? fields.map((name) => [name, answer(given, name)] as const)
    : [['fields', inline(fields.map((name) => `\`${name}\``).join(', '))]];
  return facts([
    [about, [{ kind: 'strong', text: ask }]],
    ...answers,
    ['tells', inline(tells)],
    ['look', inline(ids.map((id) => pivots.get(id)?.title ?? id).join('; '))],
  ]);
}

const timeFields: ReadonlySet<string> = new Set(['time', 'endTime', 'ingestedTime']);

/** What the events say; nothing is said of fields that they do not have. */
function answer(given: Case, name: string): Inline {
  const { values, more } = fieldValues(given, name);
  const texts = timeFields.has(name) ? values.map((value) => formatTime(Number(value))) : values;
  const rest = more > 0 ? ` and ${more} more` : '';
  return texts.length === 0 ? [] : plain(`${texts.join(', ')}${rest}`);
}

function decisionSection({ technique, investigation: { decisions } }: Guide): Section {
  return {
    title: `Decisions, ${technique}`,
    blocks: [
      {
        kind: 'table',
        head: ['Evidence', 'Verdict', 'Next', 'Shown by'],
        rows: decisions.map(({ evidence, verdict, next, rules = [] }) => [
          inline(evidence),
          plain(verdict),
          inline(next),
          plain(rules.join(', ')),
        ]),
      },
    ],
  };
}

function neighbourTable(neighbours: readonly Neighbour[]): Block {
  return {
    kind: 'table',
    head: ['What', 'Means', ...Object.values(providerNames)],
    rows: neighbours.map((one) => [
      inline(one.what),
      inline(one.means),
      ...providers.map((cloud): Inline => inline((one[cloud] ?? []).map((name) => `\`${name}\``).join(', '))),
    ]),
  };
}

/** The detection of single events for other platforms, and what those cannot say. */
export function platforms({ guide }: TechniqueView): Section[] {
  if (!guide) return [];
  return [
    {
      title: 'Other Platforms',
      blocks: [paragraph(guide.platformnote), ...queryBlocks(guide.platforms)],
    },
  ];
}
