import type { ReferenceData } from './reference-data.ts';
import type { VocabularyEntry } from './vocabulary/index.ts';

export interface QueryOptions {
  /** The clock, epoch milliseconds. */
  readonly now: number;
  /** The zone of times in the query and in what DATEFORMAT gives; UTC when absent. */
  readonly zone?: string;
  /** Which time LAST, START and STOP go by; QRadar's is not documented. Absent: starttime. */
  readonly windowColumn?: 'starttime' | 'devicetime';
  /** Leave out every time clause: all events, whenever they were. */
  readonly allTimes?: boolean;
  /** Whether MATCHES has to match the whole text or looks for a part; IBM does not say. Absent: search. */
  readonly regexMatch?: 'search' | 'whole';
  /** Reference sets, maps and tables. */
  readonly references?: ReferenceData;
  /** Custom properties beside the shipped ones; they come first. */
  readonly properties?: readonly VocabularyEntry[];
}
