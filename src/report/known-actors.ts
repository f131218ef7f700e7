import { attackUrl, findTechnique, type Technique } from '../attack/attack.ts';

/** A group or campaign that ATT&CK knows to have used a technique, with where that is told. */
export interface KnownActor {
  readonly id: string;
  readonly name: string;
  readonly url: string;
  readonly techniques: readonly string[];
  readonly sources: readonly string[];
}

/** ATT&CK's platforms that are a cloud's. */
const cloudPlatforms: ReadonlySet<string> = new Set([
  'IaaS',
  'Containers',
  'SaaS',
  'Office Suite',
  'Identity Provider',
]);

/** True for a technique that ATT&CK has for clouds alone: what it tells of actors and reports is about clouds, too. */
export function isOfClouds({ platforms }: Pick<Technique, 'platforms'>): boolean {
  return platforms.every((one) => cloudPlatforms.has(one));
}

/**
 * Who is known to have used these techniques in a cloud. It says what to look for next, not who it was. Techniques that other
 * platforms have as well are left out: most of their actors have never been seen in one.
 */
export function knownActors(techniques: readonly string[]): KnownActor[] {
  const found = new Map<string, KnownActor>();
  for (const technique of new Set(techniques)) {
    const known = findTechnique(technique);
    if (!known || !isOfClouds(known)) continue;
    for (const { id, name, references } of known.actors ?? []) {
      const there = found.get(id);
      const sources = [...(there?.sources ?? []), ...references.map(({ url }) => url)];
      found.set(id, {
        id,
        name,
        url: attackUrl(id),
        techniques: [...(there?.techniques ?? []), technique],
        sources: [...new Set(sources)],
      });
    }
  }
  return [...found.values()];
}

/** `LAPSUS$ (G1004)`; a campaign without a name of its own by its id. */
export function actorName({ id, name }: KnownActor): string {
  return name === id ? id : `${name} (${id})`;
}
