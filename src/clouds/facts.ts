import { outcomes, type Provider, type Verb } from '../activity/vocabulary.ts';
import { opening } from './aws/exposure.ts';
import { isPlainSuccess, mayHaveUserData } from './aws/forecast.ts';
import { possibleVerbs, taggedComponents } from './aws/meaning.ts';
import { entraProvider } from './azure/entra-recognise.ts';
import { opensAzure } from './azure/exposure.ts';
import type { CatalogueEntry, Component } from './catalogue.ts';
import type { RecordHead } from './definition.ts';
import { opensGoogle } from './gcp/exposure.ts';
import { guessAws, guessAzure, guessEntra, guessGoogle } from './guess.ts';

/** What is looked at of a head: its operation, and what the catalogue says of it. */
export type OperationHead = Pick<RecordHead, 'provider' | 'service' | 'operation' | 'entry'>;

const guesses: Readonly<
  Record<RecordHead['provider'], (head: OperationHead) => { verb: Verb; object: string }>
> = {
  aws: ({ service, operation }) => guessAws(service, operation),
  azure: ({ service, operation }) =>
    service === entraProvider ? guessEntra(operation) : guessAzure(operation),
  gcp: ({ operation }) => guessGoogle(operation),
};

const exposure = ['attrs.exposure.cidr', 'attrs.exposure.ports'] as const;
/** Whether the operation lets addresses in. */
const opens: Readonly<Record<Provider, (operation: string) => boolean>> = {
  aws: (operation) => opening.has(operation),
  azure: opensAzure,
  gcp: opensGoogle,
};
/** What only operations of the catalogue have. */
const ofEntries = [
  ...exposure,
  'attrs.metadataKeys',
  'attrs.userData',
  'components.id',
  'components.name',
  'edges.kind',
] as const;

/** Without one of these an Activity does not show what kind of machine it is about. */
const machine = ['instanceTypes', 'acceleratorTypes'] as const;

/** Values of paths; `null` among them: the path may also be absent. */
export type Facts = ReadonlyMap<string, readonly (string | null)[]>;

/** Whether the record alone shows that the call succeeded; false: it takes the Activity to tell. */
export function succeeded(head: RecordHead): boolean {
  return head.provider === 'aws' && isPlainSuccess(head);
}

/** What can be said of every Activity of a cloud: only AWS tells what was tried as a dry run. */
export function factsOfCloud(provider: Provider): Facts {
  const dry = provider === 'aws' ? outcomes : outcomes.filter((outcome) => outcome !== 'dry_run');
  return new Map<string, readonly string[]>([
    ['provider', [provider]],
    ['outcome', dry],
  ]);
}

/**
 * What can be said of an Activity from its operation, before it is made: for these fields only these values are
 * possible. Everything else stays open. Tests hold every normalised Activity against it.
 *
 * @param success the call is known to have succeeded
 */
export function possibleFacts(head: OperationHead, success = false): Facts {
  const { provider, service, operation, entry } = head;
  const { verb, object } = entry ?? guesses[provider](head);
  const verbs = entry ? verbsOf(entry, provider) : [verb];
  const facts = new Map<string, readonly (string | null)[]>([
    ...factsOfCloud(provider),
    ['service', [service]],
    ['operation', [operation]],
    ['verb', verbs],
    ['object', [object]],
  ]);
  if (success) facts.set('outcome', ['success']);
  if (entry) addEntryFacts(facts, entry, provider);
  else for (const path of ofEntries) facts.set(path, []);
  facts.set('quality.guessed', entry ? [] : ['true']);
  return facts;
}

/** The verbs that `normalise` can give, by what the catalogue reads of the body. */
function verbsOf(entry: CatalogueEntry, provider: RecordHead['provider']): readonly Verb[] {
  const verbs = entry.update ? [entry.verb, entry.update.verb] : [entry.verb];
  return [...new Set(verbs.flatMap((verb) => refinedVerbs(verb, entry, provider)))];
}

/** What the body of a record can turn a verb of the catalogue into. */
function refinedVerbs(verb: Verb, entry: CatalogueEntry, provider: RecordHead['provider']): readonly Verb[] {
  if (provider === 'aws') return possibleVerbs(entry);
  const { shareOperation, sharing, softDelete, immutability, state, protection, flowLogs } = entry.paths;
  if (verb === 'share') {
    if (provider === 'gcp') return ['share', 'unshare', 'modify'];
    return shareOperation ? ['share', 'unshare'] : ['share'];
  }
  if (verb !== 'modify') return [verb];
  const isGuard = provider === 'gcp' ? protection : (softDelete ?? immutability ?? state);
  const found: Verb[] = ['modify'];
  if (isGuard) found.push('protect', 'unprotect');
  if (provider === 'gcp' && flowLogs) found.push('enable', 'disable');
  if (provider === 'azure' && sharing) found.push('share');
  return found;
}

/** One thing that an operation can turn out to be. */
export interface Meaning {
  readonly verbs: readonly Verb[];
  readonly components: readonly Component[];
}

/** What an operation can turn out to be: most are one thing, some create or update, a tag is put on anything. */
export function possibleMeanings(
  entry: CatalogueEntry,
  provider: RecordHead['provider'],
): readonly Meaning[] {
  const { component, secondary = [], update } = entry;
  const isTag = provider === 'aws' && entry.object === 'tag' && entry.access === 'write';
  const components = isTag ? taggedComponents : [...(component ? [component] : []), ...secondary];
  const made: Meaning = { verbs: refinedVerbs(entry.verb, entry, provider), components };
  if (!update) return [made];
  const changed = update.component ? [update.component, ...secondary] : components;
  return [made, { verbs: refinedVerbs(update.verb, entry, provider), components: changed }];
}

/** Only a change of a network opens it, only some operations have metadata; tags show what they were put on. */
function addEntryFacts(
  facts: Map<string, readonly (string | null)[]>,
  entry: CatalogueEntry,
  provider: RecordHead['provider'],
): void {
  if (entry.object !== 'tag') {
    const all = [entry.component, ...(entry.secondary ?? []), entry.update?.component];
    const components = all.filter((one) => one !== undefined);
    // AWS shows what the catalogue says; elsewhere the body can turn a creation into an update.
    const orAbsent = provider === 'aws' && !entry.update ? [] : [null];
    facts.set('components.id', [...components.map(({ id }) => id), ...orAbsent]);
    facts.set('components.name', [...components.map(({ name }) => name), ...orAbsent]);
  }
  if (!opens[provider](entry.operation)) for (const path of exposure) facts.set(path, []);
  // A call that failed made nothing, and so has no lineage.
  const kinds = entry.edges?.map(({ kind }) => kind) ?? [];
  facts.set('edges.kind', kinds.length > 0 ? [...kinds, null] : []);
  if (!machine.some((name) => entry.paths[name])) facts.set('attrs.gpu', []);
  const hasKeys = Object.keys(entry.paths).some((name) => name.startsWith('metadataKeys'));
  if (!hasKeys) facts.set('attrs.metadataKeys', []);
  // AWS shows a script by its attribute, too, Google by the keys of the metadata.
  const hasScript = provider === 'aws' ? mayHaveUserData(entry) : entry.paths.userData || hasKeys;
  if (!hasScript) facts.set('attrs.userData', []);
}
