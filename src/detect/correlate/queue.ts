interface Timed {
  readonly time: number;
}

/** The place of the first item at or after a time; the items are in the order of time. */
export function firstFrom(items: readonly Timed[], since: number): number {
  let low = 0;
  let high = items.length;
  while (low < high) {
    const middle = (low + high) >>> 1;
    if ((items[middle] as Timed).time < since) low = middle + 1;
    else high = middle;
  }
  return low;
}

/**
 * Removes items before a time, and the oldest beyond `most`. Works in bulk, so that a long queue costs little a step.
 */
export function dropBefore(items: Timed[], since: number, most: number): void {
  // Nearly always nothing has to go.
  if ((items[0]?.time ?? since) >= since && items.length <= most * 2) return;
  const expired = firstFrom(items, since);
  const excess = Math.max(0, items.length - expired - most);
  // Half of a long queue has to be idle before it is moved.
  if (expired + excess > Math.min(64, items.length / 2) || items.length > most * 2)
    items.splice(0, expired + excess);
}
