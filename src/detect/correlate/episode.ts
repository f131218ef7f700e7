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
  /** The first event that the condition rests on: with rule and group it makes the finding's identity. */
  readonly anchor: Entry;
  /** When the condition began to hold. */
  readonly fired: number;
  /** What was compared then. */
  readonly value?: number;
  /** The events, the oldest first; at most `MOST_EVIDENCE`. */
  readonly evidence: readonly Entry[];
  /** Time of the latest event. */
  readonly end: number;
  /** How many events belong to it, those that are not kept included. */
  readonly count: number;
}

export function extend(episode: Episode, entry: Entry): Episode {
  const { evidence } = episode;
  if (evidence.at(-1)?.id === entry.id && evidence.at(-1)?.rule === entry.rule) return episode;
  return {
    ...episode,
    evidence: evidence.length < MOST_EVIDENCE ? [...evidence, entry] : evidence,
    end: entry.time,
    count: episode.count + 1,
  };
}

/** Unique among the episodes of a run. */
export function episodeKey(correlation: Correlation, groupKey: string, anchor: Entry): string {
  return `${correlation.id}\u001f${groupKey}\u001f${anchor.id}`;
}
