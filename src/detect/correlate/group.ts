import type { Entry } from './entry.ts';
import type { GroupValues } from './episode.ts';
import { firstFrom } from './queue.ts';
import type { Rolling } from './rolling.ts';

/** What a correlation remembers of one group. */
export interface Group {
  readonly values: GroupValues;
  state: unknown;
  /** The open episode's key. */
  open: string | null;
  /** Time of the latest event. */
  seen: number;
  /** Complete windows: when the present one began. */
  opened: number | null;
  /** absence: time of the latest event of a rule that must not follow. */
  answered: number;
  /** Lineage: the events within the timespan, so that two components can become one. */
  entries: Entry[] | null;
}

const MOST_LINEAGE_ENTRIES = 5000;

export function createGroup(values: GroupValues, state: unknown, withEntries: boolean): Group {
  return {
    values,
    state,
    open: null,
    seen: Number.NEGATIVE_INFINITY,
    opened: null,
    answered: Number.NEGATIVE_INFINITY,
    entries: withEntries ? [] : null,
  };
}

export function copyGroup(group: Group, rolling: Rolling<unknown>): Group {
  return {
    ...group,
    state: rolling.copy(group.state),
    entries: group.entries && [...group.entries],
  };
}

/** Keeps an event for a later merge of components. */
export function keepEntry(group: Group, entry: Entry, since: number): void {
  if (!group.entries) return;
  group.entries.push(entry);
  // In bulk: those that have left are passed over when components are joined.
  if (group.entries.length <= MOST_LINEAGE_ENTRIES) return;
  const idle = Math.max(firstFrom(group.entries, since), MOST_LINEAGE_ENTRIES / 2);
  group.entries.splice(0, idle);
}

/** Stands for a missing value, which is a group of its own. */
const NULL = '\u0001';

/** One value is its own key: making none is what keeps a million groups fast. */
export function groupKey(values: GroupValues, component: string | undefined): string {
  const fields = values.length === 1 ? keyOf(values[0] ?? null) : JSON.stringify(values);
  if (component === undefined) return fields;
  return values.length === 0 ? component : `${component}\u001f${fields}`;
}

function keyOf(value: string | null): string {
  if (value === null) return NULL;
  return value.startsWith(NULL) ? NULL + value : value;
}
