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
  /** Lists that it uses, by name. */
  readonly parameters: readonly string[];
  /** Cases beside it that have to match, and that must not. */
  readonly tests: { readonly matching: number; readonly others: number };
}

/** A test that somebody can run: an atomic. */
export interface AtomicView {
  readonly name: string;
  readonly id: string;
  readonly platforms: readonly string[];
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
  /** Lists that the detections use, with their values. */
  readonly parameters: Readonly<Record<string, readonly string[]>>;
  readonly atomics: readonly AtomicView[];
  /** Techniques below it, or beside it, that have a guide. */
  readonly neighbours: readonly string[];
}
