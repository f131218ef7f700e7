import { coverageOf } from './listing.ts';
import { type Coverage, type InventoryResource, resourceKey } from './resource.ts';

type Resources = Map<string, InventoryResource>;

/** An answer of AWS: all that it lists is of one type, and of the place where it was asked. */
export interface Answer {
  readonly keys: readonly string[];
}

/**
 * Fills in where resources are that their listings do not say, from what is certain: a volume is of the account of its instance, a
 * snapshot of a volume is in its region, an image in that of its snapshots, and what one answer lists is of one region. Changes
 * the map.
 */
export function inferPlaces(resources: Resources, answers: readonly Answer[]): void {
  fromLineage(resources);
  fromAnswers(resources, answers, 'region');
  fromAnswers(resources, answers, 'account');
  fromLineage(resources);
}

/** What the answers cover, now that places are known. */
export function answerCoverage(resources: Resources, answers: readonly Answer[]): Coverage[] {
  return answers.flatMap(({ keys }) => coverageOf(listed(resources, keys), 'own'));
}

/** In the order in which one tells of the other. */
function fromLineage(resources: Resources): void {
  const kinds = ['volume', 'snapshot', 'image'] as const;
  for (const kind of kinds) {
    for (const [key, one] of resources) {
      if (one.type !== kind || one.provider !== 'aws') continue;
      const near = kind === 'volume' ? one.attachedTo : one.sources;
      const region =
        one.region ??
        only((near ?? []).map((id) => resources.get(resourceKey({ provider: 'aws', id }))?.region));
      // A snapshot may be made of a volume that somebody else's account shares with nobody: only attachment tells the account.
      const account =
        one.account ??
        (kind === 'volume'
          ? only((near ?? []).map((id) => resources.get(resourceKey({ provider: 'aws', id }))?.account))
          : undefined);
      resources.set(key, {
        ...one,
        ...(region !== undefined && { region }),
        ...(account !== undefined && { account }),
      });
    }
  }
}

function fromAnswers(resources: Resources, answers: readonly Answer[], part: 'region' | 'account'): void {
  const proposed = new Map<string, (string | undefined)[]>();
  for (const { keys } of answers) {
    const place = only(listed(resources, keys).map((one) => one[part]));
    if (place === undefined) continue;
    for (const key of keys) {
      if (resources.get(key)?.[part] === undefined) proposed.set(key, [...(proposed.get(key) ?? []), place]);
    }
  }
  for (const [key, places] of proposed) {
    const one = resources.get(key);
    const place = only(places);
    if (one && place !== undefined) resources.set(key, { ...one, [part]: place });
  }
}

function listed(resources: Resources, keys: readonly string[]): InventoryResource[] {
  return keys.flatMap((key) => resources.get(key) ?? []);
}

/** The one value that is known; undefined when there is none, or when they differ. */
function only(values: readonly (string | undefined)[]): string | undefined {
  const known = new Set(values.filter((one) => one !== undefined));
  return known.size === 1 ? [...known][0] : undefined;
}
