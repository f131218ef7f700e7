import { address, field, nameOf, operation } from './checks.ts';
import {
  type Decision,
  type FalsePositive,
  type Guide,
  type Investigation,
  type Neighbour,
  type Queries,
  type QueryLanguage,
  type Question,
  queryLanguages,
  questionKinds,
  type Reference,
  verdicts,
} from './guide.ts';
import { isAql } from './question.ts';
import { type Check, list, map, oneOf, type Reader, text } from './read-node.ts';
import { isQuery } from './templates.ts';

const words = text();

/** Queries by language; at least one. */
export const queries: Reader<Queries> = map<Queries>(
  Object.fromEntries(
    Object.keys(queryLanguages).map((name) => [name, text(...checksOf(name as QueryLanguage))]),
  ) as Readonly<Record<QueryLanguage, Reader<string>>>,
  Object.keys(queryLanguages) as QueryLanguage[],
);

function checksOf(language: QueryLanguage): readonly Check[] {
  return language === 'aql' ? [isQuery(language), isAql({ here: false })] : [isQuery(language)];
}

const falsePositive: Reader<FalsePositive> = map<FalsePositive>({
  case: words,
  check: words,
  fields: list(field),
  tune: words,
});

const question: Reader<Question> = map<Question>({
  about: oneOf(questionKinds),
  ask: words,
  fields: list(field),
  pivots: list(nameOf('pivots', 'pivot')),
  tells: words,
});

const neighbour: Reader<Neighbour> = map<Neighbour>(
  { what: words, aws: list(operation), azure: list(operation), gcp: list(operation), means: words },
  ['aws', 'azure', 'gcp'],
);

const decision: Reader<Decision> = map<Decision>(
  { evidence: words, rules: list(nameOf('rules', 'rule')), verdict: oneOf(verdicts), next: words },
  ['rules'],
);

const investigation: Reader<Investigation> = map<Investigation>({
  meaning: words,
  questions: list(question),
  before: list(neighbour),
  after: list(neighbour),
  decisions: list(decision),
  preserve: list(words),
});

const reference: Reader<Reference> = map<Reference>({ title: words, url: address });

/** A guide; every section has to be there and say something. */
export const readGuide: Reader<Guide> = map<Guide>(
  {
    technique: nameOf('techniques', 'technique'),
    title: words,
    description: words,
    goal: words,
    categorization: words,
    strategy: words,
    context: words,
    blindspots: list(words),
    falsepositives: list(falsePositive),
    validation: list(words),
    priority: words,
    response: words,
    investigation,
    telemetry: list(map({ log: nameOf('logs', 'log'), shows: words })),
    platforms: queries,
    platformnote: words,
    references: list(reference),
    related: list(nameOf('techniques', 'technique')),
  },
  ['related'],
);
