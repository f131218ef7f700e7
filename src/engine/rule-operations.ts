import { type Provider, providers } from '../activity/vocabulary.ts';
import type { CatalogueEntry, Component } from '../clouds/catalogue.ts';
import { catalogueOf, undatedName, unversionedMethod } from '../clouds/catalogue-index.ts';
import { type Facts, type Meaning, possibleFacts, possibleMeanings } from '../clouds/facts.ts';
import { shapes } from '../clouds/index.ts';
import type { Correlation } from '../ir/correlation.ts';
import { fold } from '../ir/fold.ts';
import { type Known, verdictOf } from '../ir/partial.ts';
import { literalText } from '../ir/pattern.ts';
import type { Rule } from '../ir/rule.ts';
import { fieldsOf, leaves } from '../ir/walk.ts';
import { isOperation } from '../ir/witness.ts';
import { cloudsOf, isFor } from './rule-clouds.ts';
import { ACTIVITY_CATEGORY } from './rule-set.ts';
import { kindIn } from './scan-plan.ts';

/** An operation of the catalogue that a rule can match, and the data components under which it would. */
export interface ReachedOperation {
  readonly provider: Provider;
  readonly service: string;
  readonly operation: string;
  readonly access: CatalogueEntry['access'];
  /** Which log carries it, where the cloud has several. */
  readonly log?: string;
  readonly components: readonly Component[];
}

/** What a rule can match, as far as the operation tells. */
export interface RuleOperations {
  readonly operations: readonly ReachedOperation[];
  /** It can match operations that no catalogue knows: who, where or how it was decides, not what was done. */
  readonly anyOperation: boolean;
  /** Operations that the rule names, as it writes them, and that no catalogue knows. */
  readonly unknown: readonly string[];
}

/** No operation and no service has such a name. */
const NO_NAME = '\u0001';

/**
 * For each rule and correlation the operations of the catalogues that it can match, by its id. The rule is evaluated on
 * what is known of a record from its operation alone, so the answer errs on the side of too many: what the rule asks of
 * addresses, names and values may narrow it further. A correlation reaches what its rules reach, in the clouds where all that
 * it needs can happen.
 *
 * @param content the rules, and the correlations with everything that they refer to
 */
export function operationsByRule(
  content: readonly (Rule | Correlation)[],
): ReadonlyMap<string, RuleOperations> {
  const byId = new Map(content.map((one) => [one.id, one]));
  const found = new Map<string, RuleOperations>();
  const clouds = new Map<string, readonly Provider[]>();
  const visit = (one: Rule | Correlation, above: ReadonlySet<string>): RuleOperations => {
    const known = found.get(one.id);
    if (known) return known;
    const path = new Set(above).add(one.id);
    const below = one.kind === 'rule' ? [] : one.rules.filter((id) => !path.has(id));
    const parts = below.flatMap((id) => byId.get(id) ?? []).map((part) => visit(part, path));
    const within = cloudsOf(one, (id) => clouds.get(id) ?? providers);
    const made = one.kind === 'rule' ? operationsOfRule(one) : inClouds(union(parts), within);
    clouds.set(one.id, within);
    found.set(one.id, made);
    return made;
  };
  for (const one of content) visit(one, new Set());
  return found;
}

function inClouds(all: RuleOperations, clouds: readonly Provider[]): RuleOperations {
  return { ...all, operations: all.operations.filter(({ provider }) => clouds.includes(provider)) };
}

/** The data components that operations show, by cloud, each once. */
export function componentsOf(
  operations: readonly ReachedOperation[],
): Readonly<Record<Provider, readonly Component[]>> {
  const of = (provider: Provider): Component[] => {
    const there = operations.filter((one) => one.provider === provider);
    return distinct(
      there.flatMap(({ components }) => components),
      ({ id }) => id,
    );
  };
  return { aws: of('aws'), azure: of('azure'), gcp: of('gcp') };
}

function union(parts: readonly RuleOperations[]): RuleOperations {
  const byKey = new Map<string, ReachedOperation>();
  for (const operation of parts.flatMap(({ operations }) => operations)) {
    const key = keyOf(operation);
    const there = byKey.get(key)?.components ?? [];
    const components = distinct([...there, ...operation.components], ({ id }) => id);
    byKey.set(key, { ...operation, components });
  }
  return {
    operations: [...byKey.values()],
    anyOperation: parts.some(({ anyOperation }) => anyOperation),
    unknown: [...new Set(parts.flatMap(({ unknown }) => unknown))],
  };
}

/** Google has methods under one name in several logs. */
function keyOf({ provider, service, operation, log = '' }: ReachedOperation): string {
  return [provider, service, operation, log].join(' ');
}

function distinct<T>(items: readonly T[], key: (item: T) => string): T[] {
  return [...new Map(items.map((item) => [key(item), item])).values()];
}

function operationsOfRule(rule: Rule): RuleOperations {
  const operations: ReachedOperation[] = [];
  let anyOperation = false;
  for (const provider of providers) {
    if (!isFor(rule, provider)) continue;
    const could = subjectOf(rule, provider);
    anyOperation ||= could(undefined) !== undefined;
    for (const entry of catalogueOf(provider)) {
      const components = could(entry);
      if (components) operations.push(reached(provider, entry, components));
    }
  }
  return { operations, anyOperation, unknown: unknownOf(rule) };
}

function reached(
  provider: Provider,
  { service, operation, access, log }: CatalogueEntry,
  components: readonly Component[],
): ReachedOperation {
  return { provider, service, operation, access, ...(log === undefined ? {} : { log }), components };
}

/** For an operation the data components under which the rule can match it; undefined: it cannot. */
type Could = (entry: CatalogueEntry | undefined) => readonly Component[] | undefined;

function subjectOf(rule: Rule, provider: Provider): Could {
  return rule.logsource.category === ACTIVITY_CATEGORY
    ? (entry) => onActivity(rule, provider, entry)
    : onRecord(rule, provider);
}

function onActivity(
  rule: Rule,
  provider: Provider,
  entry: CatalogueEntry | undefined,
): readonly Component[] | undefined {
  const { service, operation } = entry ?? { service: NO_NAME, operation: NO_NAME };
  const facts = possibleFacts({ provider, service, operation, ...(entry && { entry }) });
  if (verdictOf(rule, facts) === false) return undefined;
  if (!entry) return [];
  const found = possibleMeanings(entry, provider).flatMap((meaning) => {
    const shown = shownBy(rule, meaning, facts);
    return shown ? [shown] : [];
  });
  return found.length === 0 ? undefined : distinct(found.flat(), ({ id }) => id);
}

/** The components of a meaning that the rule can match by; all of them when it takes several at once. */
function shownBy(rule: Rule, { verbs, components }: Meaning, facts: Facts): readonly Component[] | undefined {
  const could = (some: readonly Component[]): boolean => {
    const known = new Map(facts).set('verb', verbs);
    known.set(
      'components.id',
      some.map(({ id }) => id),
    );
    known.set(
      'components.name',
      some.map(({ name }) => name),
    );
    return verdictOf(rule, known) !== false;
  };
  if (!could(components)) return undefined;
  const single = components.filter((one) => could([one]));
  return single.length > 0 ? single : components;
}

function onRecord(rule: Rule, provider: Provider): Could {
  const shape = shapes.find(({ name }) => name === provider);
  if (!shape) throw new Error(`no shape is called ${provider}`);
  const kindOf = kindIn(shape);
  const paths = [...leaves(rule)].flatMap(({ leaf }) =>
    fieldsOf(leaf).flatMap(({ sources }) => sources.map(({ path }) => path)),
  );
  const absent = paths.filter((path) => kindOf(path) === 'absent').map((path) => [path, []] as const);
  return (entry) => {
    const facts: Known = new Map([...absent, ...namesIn(provider, entry)]);
    if (verdictOf(rule, facts) === false) return undefined;
    if (!entry) return [];
    return distinct(
      possibleMeanings(entry, provider).flatMap(({ components }) => components),
      ({ id }) => id,
    );
  };
}

/** How records write the operation: with a version or a date, which the catalogue leaves out. */
function namesIn(
  provider: Provider,
  entry: CatalogueEntry | undefined,
): readonly (readonly [string, readonly string[]])[] {
  const { operation, service } = entry ?? { operation: NO_NAME, service: NO_NAME };
  if (provider === 'aws')
    return [
      ['eventName', [...new Set([operation, undatedName(operation)])]],
      ['eventSource', [service]],
    ];
  // The REST API writes an object, diagnostic settings a text.
  if (provider === 'azure')
    return [
      ['operationName.value', [operation]],
      ['operationName', [operation]],
    ];
  const versions = ['', 'v1.', 'beta.', 'alpha.'].map((version) => `${version}${operation}`);
  return [
    ['protoPayload.methodName', versions],
    ['protoPayload.serviceName', [service]],
  ];
}

let names: ReadonlySet<string> | undefined;

/** Operations that the rule asks for in so many words, and that no catalogue has. */
function unknownOf(rule: Rule): string[] {
  names ??= new Set(providers.flatMap((provider) => catalogueOf(provider).flatMap(namesOf)));
  const known = names;
  const asked = [...leaves(rule)].flatMap(({ leaf }) => {
    if (leaf.kind !== 'string' || leaf.op !== 'equals' || !isOperation(leaf.field)) return [];
    return literalText(leaf.pattern) ?? [];
  });
  return [...new Set(asked)].filter((name) => !known.has(fold(undatedName(unversionedMethod(name)))));
}

function namesOf({ operation }: CatalogueEntry): string[] {
  return [fold(operation), fold(undatedName(operation)), fold(unversionedMethod(operation))];
}
