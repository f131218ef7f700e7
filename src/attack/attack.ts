import { readFileSync } from 'node:fs';

/**
 * Facts of MITRE ATT&CK (Enterprise): ids, names and how they hang together. `attack.json` is made by
 * `scripts/make-attack.mjs` from the STIX data of v18.1, with what v17.1 and older editions said and later ones dropped.
 */
export interface Attack {
  readonly version: string;
  readonly source: string;
  readonly notice: string;
  readonly techniques: readonly Technique[];
  readonly components: readonly AttackComponent[];
}

export interface Technique {
  readonly id: string;
  readonly name: string;
  readonly platforms: readonly string[];
  /** Short names of its tactics, by the ATT&CK version that says so. Where 19.0 is missing, we do not know it. */
  readonly tactics: Readonly<Record<string, readonly string[]>>;
  /** The technique's own revision. */
  readonly revision?: string;
  /** Who may do it, as editions before 16 said. */
  readonly permissions?: {
    readonly edition: string;
    readonly required: readonly string[];
    readonly effective: readonly string[];
  };
  /** Detection strategies with the analytics for the cloud. */
  readonly strategies: readonly Strategy[];
  /** The data components that v17.1 said detect it. Like the rest below only for the techniques of our pack. */
  readonly earlierComponents?: readonly string[];
  readonly mitigations?: readonly { readonly id: string; readonly name: string }[];
  readonly actors?: readonly Actor[];
  readonly references?: readonly Link[];
}

export interface Strategy {
  readonly id: string;
  readonly analytics: readonly Analytic[];
}

export interface Analytic {
  readonly id: string;
  readonly platforms: readonly string[];
  readonly logSources: readonly AnalyticLogSource[];
  /** What a site may set: `TimeWindow`, `RateThreshold` … */
  readonly mutableElements: readonly string[];
}

/** A log source of an analytic names operations; where it has a sentence in their place, `signal` says of what kind. */
export interface AnalyticLogSource {
  /** The data component that ATT&CK files it under. */
  readonly component: string;
  /** `AWS:CloudTrail`, `azure:activity`, `gcp:audit` … */
  readonly log: string;
  readonly operations?: readonly string[];
  readonly signal?: string;
}

/** A group or campaign that was seen using the technique. */
export interface Actor {
  readonly id: string;
  readonly name: string;
  readonly type: 'group' | 'campaign';
  readonly references: readonly Link[];
}

export interface Link {
  readonly name: string;
  readonly url: string;
}

export interface AttackComponent {
  readonly id: string;
  readonly name: string;
  readonly logSources: readonly { readonly log: string; readonly operations: readonly string[] }[];
}

let loaded: { readonly attack: Attack; readonly byId: ReadonlyMap<string, Technique> } | undefined;

/** Everything, frozen; read from disk on first use. */
export function attack(): Attack {
  return load().attack;
}

/** A technique by its id (`T1578.002`, whatever its case); undefined when our extract does not have it. */
export function findTechnique(id: string): Technique | undefined {
  return load().byId.get(id.toUpperCase());
}

/** Where ATT&CK has the page of a technique, strategy, group, campaign or mitigation. */
export function attackUrl(id: string): string {
  const site = 'https://attack.mitre.org';
  const folders: readonly (readonly [string, string])[] = [
    ['DET', 'detectionstrategies'],
    ['DC', 'datacomponents'],
    ['G', 'groups'],
    ['C', 'campaigns'],
    ['M', 'mitigations'],
  ];
  const folder = folders.find(([prefix]) => id.startsWith(prefix))?.[1] ?? 'techniques';
  return `${site}/${folder}/${id.replace('.', '/')}/`;
}

function load(): NonNullable<typeof loaded> {
  if (!loaded) {
    const given = freeze(
      JSON.parse(readFileSync(new URL('./attack.json', import.meta.url), 'utf8')) as Attack,
    );
    loaded = { attack: given, byId: new Map(given.techniques.map((one) => [one.id, one])) };
  }
  return loaded;
}

function freeze<T>(value: T): T {
  if (typeof value !== 'object' || value === null || Object.isFrozen(value)) return value;
  for (const part of Object.values(value)) freeze(part);
  return Object.freeze(value);
}
