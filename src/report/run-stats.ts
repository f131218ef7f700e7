import type { Level } from '../core/levels.ts';
import type { NetworkStats } from '../detect/incident/network-stats.ts';

/** An input, or a path given on the command line, that could not be read or not to its end. */
export interface Problem {
  readonly path: string;
  readonly kind: string;
  readonly detail: string;
}

/** A piece of an input that could not be used, with its place. */
export interface RejectedPlace {
  readonly path: string;
  readonly reason: string;
  readonly place: { readonly index: number; readonly offset?: number; readonly line?: number };
  readonly detail: string;
}

/** What a run did, in numbers. */
export interface RunStats {
  readonly inputs: { readonly read: number; readonly withProblems: number };
  readonly bytes: { readonly compressed: number; readonly text: number };
  /** read = inActivities + duplicates + the sum of skipped + the sum of rejected: asserted after every run. */
  readonly records: {
    readonly read: number;
    readonly inActivities: number;
    readonly duplicates: number;
    readonly skipped: Readonly<Record<string, number>>;
    readonly rejected: Readonly<Record<string, number>>;
  };
  readonly activities: number;
  /** Matches of rules of every level, shown or not; by rule id, the most frequent first, correlations with their findings. */
  readonly signals: {
    readonly byLevel: Readonly<Record<Level, number>>;
    readonly byRule: Readonly<Record<string, number>>;
  };
  /** Findings by the level of their score, shown or not. Rules below `low` make some only when that is asked for. */
  readonly findings: {
    readonly byLevel: Readonly<Record<Level, number>>;
    readonly incidents: number;
    /** Covered by an authorisation: in the ledger. */
    readonly suppressed: number;
    /** Incidents with a new instance whose network use cannot be seen: no flow and no DNS logs were given. */
    readonly unobservable: number;
  };
  /** What reading flow and DNS logs came to; absent when none were given. */
  readonly network?: NetworkStats;
  /** Authorisations that covered nothing. */
  readonly unused: readonly { readonly change: string; readonly title: string }[];
  /** What had to be let go because there was too much of it, by what it was. */
  readonly evicted: Readonly<Record<string, number>>;
  /** Activities with at least one signal that is shown. */
  readonly activitiesWithSignals: number;
  /** Event time of the earliest and the latest Activity, epoch milliseconds; absent when there was none. */
  readonly first?: number;
  readonly last?: number;
  readonly problems: readonly Problem[];
  readonly rejectedPlaces: readonly RejectedPlace[];
}
