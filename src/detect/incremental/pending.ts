import { moments } from '../moments.ts';
import { compareEvents } from '../observation.ts';
import type { Sweep, SweepEvent } from '../sweep/sweep.ts';

export type PendingEvent = SweepEvent;

/** Events that are taken back together, at least; the events of one moment always are. */
const FRAME = 256;

const compare = (a: PendingEvent, b: PendingEvent): number => compareEvents(a.observation, b.observation);

/**
 * The latest events, which may still get company: they have been run, and what came of it can be taken back. An event
 * that comes late takes back those after it, and all run again in the order of time.
 */
export class Pending {
  private readonly sweep: Sweep;
  private frames: PendingEvent[][] = [];

  constructor(sweep: Sweep) {
    this.sweep = sweep;
  }

  get size(): number {
    return this.frames.reduce((sum, { length }) => sum + length, 0);
  }

  /** Runs events, in whatever order they come; gives all that were run, those that ran again included. */
  add(events: readonly PendingEvent[]): PendingEvent[] {
    if (events.length === 0) return [];
    const sorted = events.toSorted(compare);
    const again: PendingEvent[] = [];
    while (this.isAfter(sorted[0] as PendingEvent)) {
      this.sweep.journal.undo();
      for (const one of this.frames.pop() ?? []) again.push(one);
    }
    const all = [...again, ...sorted].sort(compare);
    this.run(all);
    return all;
  }

  /** Events before this time stay as they are: no more will come among them. */
  settle(before: number): PendingEvent[] {
    const settled: PendingEvent[] = [];
    while (this.frames.length > 0 && (this.frames[0]?.at(-1)?.observation.time ?? before) < before) {
      this.sweep.journal.commit();
      for (const one of this.frames.shift() ?? []) settled.push(one);
    }
    return settled;
  }

  /** Takes back everything that can be, and gives it. */
  withdraw(): PendingEvent[] {
    const events = this.frames.flat();
    while (this.frames.length > 0) {
      this.sweep.journal.undo();
      this.frames.pop();
    }
    return events;
  }

  /** An event of the moment that ran last runs with it. */
  private isAfter(event: PendingEvent): boolean {
    const last = this.frames.at(-1)?.at(-1);
    return last !== undefined && event.observation.time <= last.observation.time;
  }

  private run(events: readonly PendingEvent[]): void {
    let frame: PendingEvent[] = [];
    for (const moment of moments(events)) {
      if (frame.length === 0) this.sweep.journal.open();
      this.sweep.step(moment);
      for (const one of moment) frame.push(one);
      if (frame.length < FRAME) continue;
      this.frames.push(frame);
      frame = [];
    }
    if (frame.length > 0) this.frames.push(frame);
  }
}
