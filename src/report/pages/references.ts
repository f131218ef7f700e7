import { attackUrl } from '../../attack/attack.ts';
import type { Reference } from '../../guides/index.ts';
import { isOfClouds } from '../known-actors.ts';
import type { TechniqueView } from './technique-view.ts';

/** The guide's references, then those that ATT&CK has beside them; no address twice. */
export function referencesOf({ technique, guide }: TechniqueView): Reference[] {
  const all = [
    ...(guide?.references ?? []),
    { title: `ATT&CK ${technique.id}`, url: attackUrl(technique.id) },
    // Of a technique that other platforms have too, ATT&CK's reports are mostly about those.
    ...(isOfClouds(technique) ? (technique.references ?? []) : []).map(({ name, url }) => ({
      title: name,
      url,
    })),
    ...(isOfClouds(technique) ? (technique.actors ?? []) : []).flatMap(({ references }) =>
      references.map(({ name, url }) => ({ title: name, url })),
    ),
  ];
  const byAddress = new Map<string, Reference>();
  for (const one of all) {
    const key = addressKey(one.url);
    if (!byAddress.has(key)) byAddress.set(key, one);
  }
  return [...byAddress.values()];
}

/** Addresses that lead to the same page: language and final slash do not matter. */
function addressKey(url: string): string {
  return url
    .toLowerCase()
    .replace(/\/(?:en-us)\//, '/')
    .replace(/\/$/, '');
}
