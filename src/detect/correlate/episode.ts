import type { Correlation } from '../../ir/correlation.ts';
import type { Entry } from './entry.ts';
import { MOST_EVIDENCE } from './rolling.ts';

/** A group's field values, in the order of the correlation's `group-by`; null where the event has none. */
export type GroupValues = readonly (string | null)[];

/** The time through which a correlation's condition holds for a group: one finding. */
export interface Episode {
  readonly correlation: string;
  /** Names of the group's fields and their values. */
  readonly group: readonly (readonly [name: string, value: string | null])[];
  /** For `group-by: [lineage]`: the component of the resource graph by its name when the condition began to hold. */
  readonly lineage?: string;
  /**
   * The event at which the condition began to hold; of a complete window the one that opened it. With rule and group it
   * makes the finding's identity.
   */
  readonly anchor: Entry;
  /** The event that completed what was asked for. */
  readonly completed: Entry;
  /** When the condition began to hold. */
  readonly fired: number;
  /** What was compared then. */
  readonly value?: number;
  /** The events, the oldest first; at most `MOST_EVIDENCE`. */
  readonly evidence: readonly Entry[];
  /** Time of the earliest and of the latest event. */
  readonly first: number;
  readonly end: number;
  /** How many events belong to it, those that are not kept included; an Activity counts once. */
  readonly count: number;
  /** All of them were done by a mechanism. */
  readonly automated: boolean;
  /** Id of the latest event. */
  readonly latest: string;
}

/** The episode with one more event. */
export function extend(episode: Episode, entry: Entry): Episode {
  const { evidence, latest } = episode;
  const isFull = evidence.length >= MOST_EVIDENCE;
  const isKept = isFull || evidence.some(({ id, rule }) => id === entry.id && rule === entry.rule);
  return {
    ...episode,
    evidence: isKept ? evidence : [...evidence, entry],
    end: entry.time,
    count: episode.count + (entry.id === latest ? 0 : 1),
    automated: episode.automated && entry.automated,
    latest: entry.id,
  };
}

/** How many different events there are; those of one event stand together. */
export function countEvents(entries: readonly Entry[]): number {
  return new Set(entries.map(({ id }) => id)).size;
}

/** Unique among the episodes of a run. */
export function episodeKey(correlation: Correlation, groupKey: string, anchor: Entry): string {
  return `${correlation.id}\u001f${groupKey}\u001f${anchor.id}`;
}
