import type { Provider } from '../activity/vocabulary.ts';
import type { CatalogueEntry } from '../clouds/catalogue.ts';
import { catalogueOf } from '../clouds/catalogue-index.ts';
import { possibleFacts } from '../clouds/facts.ts';
import { all, type Condition, keyOf, never, not } from '../emit/siem/condition.ts';
import { lowerResidual } from '../emit/siem/lower.ts';
import type { Branch, NativeQuery } from '../emit/siem/target.ts';
import type { Leaf } from '../ir/nodes.ts';
import type { Known } from '../ir/partial.ts';
import { residualOf } from '../ir/residual.ts';
import type { Rule } from '../ir/rule.ts';
import { mergeChoices } from './choices.ts';
import { type CloudLog, lowerField } from './clouds.ts';

/** No operation and no service has such a name. */
const NO_NAME = '\u0001';

/** A query on native records, and where it says something else than the rule. */
export interface LoweredRule {
  readonly query: NativeQuery;
  readonly differences: readonly string[];
}

const lowered = new WeakMap<Rule, Map<CloudLog, LoweredRule | undefined>>();

/** The same for every target, so it is worked out once for a rule and a log. */
export function lowerActivityRule(rule: Rule, log: CloudLog): LoweredRule | undefined {
  const known = lowered.get(rule) ?? new Map<CloudLog, LoweredRule | undefined>();
  lowered.set(rule, known);
  if (!known.has(log)) known.set(log, lowerAnew(rule, log));
  return known.get(log);
}

/**
 * What a rule on Activities asks of the records of a log: the operations of the catalogue that it can match, those with
 * equal conditions together, and what is left to ask of each. undefined: it can match nothing there.
 */
function lowerAnew(rule: Rule, log: CloudLog): LoweredRule | undefined {
  const differences = new Set<string>();
  const differ = (difference: string): void => void differences.add(difference);
  const lower = (known: Known, entry: CatalogueEntry | undefined): Condition =>
    lowerResidual(mergeChoices(residualOf(rule, known)), (leaf) => lowerLeaf(log, leaf, { entry, differ }));
  const unknown = lower(unknownFacts(log), undefined);
  const entries = log.only === undefined ? catalogueOf(log.cloud) : [];
  const groups = new Map<string, { entries: CatalogueEntry[]; condition: Condition }>();
  const exceptions: CatalogueEntry[] = [];
  for (const entry of entries) {
    const condition = lower(factsOf(log, entry), entry);
    const key = keyOf(condition);
    const asUnknown = unknown === never ? never : lower(namedFacts(log, entry), undefined);
    if (key === keyOf(asUnknown)) continue;
    if (asUnknown !== never) exceptions.push(entry);
    if (condition === never) continue;
    const group = groups.get(key) ?? { entries: [], condition };
    group.entries.push(entry);
    groups.set(key, group);
  }
  const branches = [...groups.values()].map(
    ({ entries: some, condition }): Branch => ({
      operations: some.map(({ operation }) => operation),
      scope: log.isOneOf(some),
      condition,
    }),
  );
  const others = all(unknown, exceptions.length > 0 ? not(log.isOneOf(exceptions)) : all());
  if (others !== never) branches.push({ operations: [], scope: all(), condition: others });
  if (branches.length === 0) return undefined;
  const { cloud, service } = log;
  return { query: { cloud, service, branches }, differences: [...differences] };
}

function lowerLeaf(log: CloudLog, leaf: Leaf, lowering: Parameters<typeof lowerField>[2]): Condition {
  if (leaf.kind === 'keyword' || leaf.kind === 'keyword-regex')
    return {
      kind: 'unsayable',
      what: 'a keyword',
      why: 'it is looked for in the Activity, not in the record',
    };
  return lowerField(log, leaf, lowering);
}

/** What is known of an operation of the catalogue. */
function factsOf(log: CloudLog, entry: CatalogueEntry): Known {
  const { service, operation } = entry;
  const facts = new Map(possibleFacts({ provider: log.cloud, service, operation, entry }));
  return facts.set('operation', log.namesOf(entry));
}

/** What is known of an operation that no catalogue knows: what can be told from a name is left to the name. */
function unknownFacts({ cloud, only }: CloudLog): Known {
  const facts = new Map(possibleFacts({ provider: cloud as Provider, service: NO_NAME, operation: NO_NAME }));
  facts.delete('operation');
  facts.delete('service');
  if (only !== undefined) facts.set('service', [only]);
  return facts;
}

function namedFacts(log: CloudLog, entry: CatalogueEntry): Known {
  return new Map(unknownFacts(log)).set('operation', log.namesOf(entry)).set('service', [entry.service]);
}
