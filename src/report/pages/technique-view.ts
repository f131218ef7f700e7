import type { Provider } from '../../activity/vocabulary.ts';
import type { Technique } from '../../attack/attack.ts';
import type { Level } from '../../core/levels.ts';
import type { Guide, Pivot, TelemetryLog } from '../../guides/index.ts';

/** A rule or correlation as a page names it. */
export interface DetectionView {
  readonly id: string;
  readonly title: string;
  readonly level: Level;
  /** Log source of a rule; condition of a correlation. */
  readonly looksAt: string;
  readonly description: string;
  readonly techniques: readonly string[];
  readonly references: readonly string[];
  readonly falsepositives: readonly string[];
  readonly status?: string;
  readonly author?: string;
  readonly path: string;
  /** The rule as it stands in its file. */
  readonly text: string;
  /** How much of it is to be expected. */
  readonly noise?: string;
  /** Cases beside it that have to match, and that must not. */
  readonly tests: { readonly matching: number; readonly others: number };
}

/** A list, threshold or window of rules. */
export interface ParameterView {
  readonly name: string;
  readonly kind: string;
  readonly value: string | readonly string[];
  /** ATT&CK's mutable elements that it is. */
  readonly elements: readonly string[];
  /** Titles of the rules of the page that use it. */
  readonly rules: readonly string[];
}

/** An atomic test of the technique. */
export interface AtomicView {
  readonly key: string;
  readonly name: string;
  readonly guid: string;
  readonly provider: Provider;
  readonly cost: string;
  readonly blastRadius: string;
}

/** Everything that is known about a technique, for its page. */
export interface TechniqueView {
  readonly technique: Technique;
  readonly guide?: Guide;
  readonly hasPlaybook: boolean;
  /** The most severe first. */
  readonly detections: readonly DetectionView[];
  /** Native operations that show it by themselves, by cloud. */
  readonly operations: Readonly<Record<Provider, readonly string[]>>;
  readonly pivots: ReadonlyMap<string, Pivot>;
  readonly logs: ReadonlyMap<string, TelemetryLog>;
  /** What can be set without editing a rule. */
  readonly parameters: readonly ParameterView[];
  readonly atomics: readonly AtomicView[];
  /** Techniques below it, or beside it, that have a guide. */
  readonly neighbours: readonly string[];
}
