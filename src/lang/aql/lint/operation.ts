import type { Provider } from '../../../activity/vocabulary.ts';

/** What an operation of a cloud means, from the catalogues. */
export interface Operation {
  readonly provider: Provider;
  readonly service: string;
  /** Native name; Google's without the version before it. */
  readonly operation: string;
  readonly access: 'read' | 'write';
  readonly verb: string;
  readonly object: string;
}

/** What words in patterns on operations are meant to say. */
const verbWords: readonly (readonly [word: string, verb: string])[] = [
  ['create', 'create'],
  ['insert', 'create'],
  ['run', 'create'],
  ['launch', 'create'],
  ['delete', 'delete'],
  ['destroy', 'delete'],
  ['terminate', 'delete'],
  ['remove', 'delete'],
];
const objectWords: readonly (readonly [word: string, object: string])[] = [
  ['instance', 'instance'],
  ['virtualmachine', 'instance'],
  ['snapshot', 'snapshot'],
  ['volume', 'volume'],
  ['disk', 'volume'],
  ['image', 'image'],
];

/** The verbs and objects that a text on operations names. */
export function wordsOf(text: string): {
  readonly verbs: readonly string[];
  readonly objects: readonly string[];
} {
  const folded = text.toLowerCase().replace(/[^a-z%]/g, '');
  const found = (words: readonly (readonly [string, string])[]): string[] => [
    ...new Set(words.flatMap(([word, meaning]) => (folded.includes(word) ? [meaning] : []))),
  ];
  return { verbs: found(verbWords), objects: found(objectWords) };
}

export const cloudNames: Readonly<Record<Provider, string>> = { aws: 'AWS', azure: 'Azure', gcp: 'Google' };

/** Some names, as far as they fit into a message. */
export function someNames(operations: readonly Operation[], most = 4): string {
  const names = [...new Set(operations.map(({ operation }) => operation))];
  const more = names.length > most ? ` and ${names.length - most} more` : '';
  return names.slice(0, most).join(', ') + more;
}

/** Operations by cloud, in the order in which the clouds come. */
export function byCloud(operations: readonly Operation[]): ReadonlyMap<Provider, readonly Operation[]> {
  const found = new Map<Provider, Operation[]>();
  for (const one of operations) found.set(one.provider, [...(found.get(one.provider) ?? []), one]);
  return found;
}
