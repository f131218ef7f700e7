import { attackUrl, findTechnique } from '../attack/attack.ts';

/** A group or campaign that ATT&CK knows to have used a technique, with where that is told. */
export interface KnownActor {
  readonly id: string;
  readonly name: string;
  readonly url: string;
  readonly techniques: readonly string[];
  readonly sources: readonly string[];
}

/** Who is known to have used these techniques. It says what to look for next, not who it was. */
export function knownActors(techniques: readonly string[]): KnownActor[] {
  const found = new Map<string, KnownActor>();
  for (const technique of new Set(techniques)) {
    for (const { id, name, references } of findTechnique(technique)?.actors ?? []) {
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
