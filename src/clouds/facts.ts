import type { Verb } from '../activity/vocabulary.ts';
import { isPlainSuccess, mayHaveUserData } from './aws/forecast.ts';
import { possibleVerbs } from './aws/meaning.ts';
import { entraProvider } from './azure/entra-recognise.ts';
import type { CatalogueEntry } from './catalogue.ts';
import type { RecordHead } from './definition.ts';
import { guessAws, guessAzure, guessEntra, guessGoogle } from './guess.ts';

/** Verbs that the body of a record can turn `modify` and `share` into. */
const refined: readonly Verb[] = ['modify', 'share', 'unshare', 'protect', 'unprotect', 'enable', 'disable'];

const guesses: Readonly<
  Record<RecordHead['provider'], (head: RecordHead) => { verb: Verb; object: string }>
> = {
  aws: ({ service, operation }) => guessAws(service, operation),
  azure: ({ service, operation }) =>
    service === entraProvider ? guessEntra(operation) : guessAzure(operation),
  gcp: ({ operation }) => guessGoogle(operation),
};

const exposure = ['attrs.exposure.cidr', 'attrs.exposure.ports'] as const;
/** What only operations of the catalogue have. */
const ofEntries = [
  ...exposure,
  'attrs.metadataKeys',
  'attrs.userData',
  'components.id',
  'components.name',
] as const;

/** Values of paths; `null` among them: the path may also be absent. */
export type Facts = ReadonlyMap<string, readonly (string | null)[]>;

/** Whether the record alone shows that the call succeeded; false: it takes the Activity to tell. */
export function succeeded(head: RecordHead): boolean {
  return head.provider === 'aws' && isPlainSuccess(head);
}

/**
 * What can be said of an Activity from its operation, before it is made: for these fields only these values are
 * possible. Everything else stays open. Tests hold every normalised Activity against it.
 *
 * @param success the call is known to have succeeded
 */
export function possibleFacts(head: RecordHead, success = false): Facts {
  const { provider, service, operation, entry } = head;
  const { verb, object } = entry ?? guesses[provider](head);
  const verbs = entry ? verbsOf(entry, provider) : [verb];
  const facts = new Map<string, readonly (string | null)[]>([
    ['provider', [provider]],
    ['service', [service]],
    ['operation', [operation]],
    ['verb', verbs],
    ['object', [object]],
  ]);
  if (success) facts.set('outcome', ['success']);
  if (entry) addEntryFacts(facts, entry, provider);
  else for (const path of ofEntries) facts.set(path, []);
  return facts;
}

function verbsOf(entry: CatalogueEntry, provider: RecordHead['provider']): readonly Verb[] {
  if (provider === 'aws') return possibleVerbs(entry);
  const verbs = new Set<Verb>([entry.verb]);
  if (entry.update) verbs.add(entry.update.verb);
  if (refined.some((one) => verbs.has(one))) for (const one of refined) verbs.add(one);
  return [...verbs];
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
  if (entry.access === 'read' || entry.object !== 'network') {
    for (const path of exposure) facts.set(path, []);
  }
  if (provider === 'aws' && !mayHaveUserData(entry)) facts.set('attrs.userData', []);
  const names = Object.keys(entry.paths);
  if (!names.some((name) => name.startsWith('metadataKeys'))) facts.set('attrs.metadataKeys', []);
}
