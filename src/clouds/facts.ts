import type { Verb } from '../activity/vocabulary.ts';
import { entraProvider } from './azure/entra-recognise.ts';
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

/**
 * What can be said of an Activity from its operation alone, before it is made: for these fields only these values are
 * possible. Everything else stays open. A test holds every normalised Activity against it.
 */
export function possibleFacts(head: RecordHead): ReadonlyMap<string, readonly string[]> {
  const { provider, service, operation, entry } = head;
  const { verb, object } = entry ?? guesses[provider](head);
  const verbs = new Set<Verb>([verb]);
  if (entry?.update) verbs.add(entry.update.verb);
  if (refined.some((one) => verbs.has(one))) for (const one of refined) verbs.add(one);
  return new Map([
    ['provider', [provider]],
    ['service', [service]],
    ['operation', [operation]],
    ['verb', [...verbs]],
    ['object', [object]],
  ]);
}
