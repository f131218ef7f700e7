import type { Activity } from '../../activity/activity.ts';
import { compareTexts } from '../../core/text-order.ts';
import { type DimensionName, dimensionNames } from '../../ir/dimension-names.ts';
import type { Journal } from '../journal.ts';
import { type Table, type Tables, UndoMap } from '../undo-map.ts';
import { dimensions } from './dimension.ts';
import { addDay, addTime, dropDays, type SeenDay, type SeenDays, toDays, wasSeen } from './seen-days.ts';

export type { SeenDay } from './seen-days.ts';

const DAY = 86_400_000;

export interface BaselineOptions {
  /** How long something is remembered, milliseconds. */
  readonly horizon: number;
  /** A scope that is younger is learning. */
  readonly learning: number;
  /** What happened teaches only when it is as old as this: a burst does not make itself usual. */
  readonly ripening: number;
  readonly mostCells: number;
}

export const baselineDefaults: BaselineOptions = {
  horizon: 90 * DAY,
  learning: 14 * DAY,
  ripening: DAY,
  mostCells: 1_000_000,
};

/** What is new about an Activity, as bits by dimension. */
export interface Novelty {
  readonly fresh: number;
  /** The dimensions among them whose scope is still learning. */
  readonly learning: number;
}

const NOTHING: Novelty = Object.freeze({ fresh: 0, learning: 0 });

/**
 * What has been seen before: for each scope and dimension the values, with the days of the last 90. Activities come in
 * the order of time. Only what succeeded teaches.
 */
export class Baseline {
  private readonly cells: UndoMap<SeenDays>;
  /** When each scope was seen first. */
  private readonly scopes: UndoMap<number>;
  readonly options: BaselineOptions;
  private forgottenCells = 0;

  constructor(journal: Journal, options: BaselineOptions = baselineDefaults) {
    this.cells = new UndoMap<SeenDays>(journal, (days) => [...days]);
    this.scopes = new UndoMap<number>(journal, (since) => since);
    this.options = options;
  }

  get tables(): Tables {
    return [
      ['cells', this.cells as Table],
      ['scopes', this.scopes as Table],
    ];
  }

  get size(): number {
    return this.cells.size;
  }

  /** Cells that were let go, because there were too many. */
  get forgotten(): number {
    return this.forgottenCells;
  }

  /**
   * Tells what is new about an Activity, then learns from it.
   *
   * @param isLearned false: it is only looked at
   */
  observe(activity: Activity, isLearned = true): Novelty {
    const { time, outcome } = activity;
    const { horizon, ripening } = this.options;
    const teaches = isLearned && outcome === 'success';
    let fresh = 0;
    let learning = 0;
    for (const [index, dimension] of dimensions.entries()) {
      const scope = dimension.scope(activity);
      let isNew = false;
      for (const value of dimension.values(activity)) {
        const key = cellKey(index, scope, value);
        const days = this.cells.get(key);
        isNew ||= days === undefined || !wasSeen(days, time - horizon, time - ripening);
        if (teaches) this.teach(key, scope, time);
      }
      if (!isNew) continue;
      fresh |= 1 << index;
      const aged = dimension.age?.(activity) ?? scope;
      if (this.isLearning(aged, time)) learning |= 1 << index;
    }
    return fresh === 0 ? NOTHING : { fresh, learning };
  }

  /** The values of a dimension that a scope had before a time, the most frequent first. */
  usual(dimension: DimensionName, scope: string, before: number, most: number): string[] {
    const prefix = cellKey(dimensionNames.indexOf(dimension), scope, '');
    const found: { value: string; count: number }[] = [];
    for (const [key, days] of this.cells.entries()) {
      if (!key.startsWith(prefix)) continue;
      const known = toDays(days).filter(({ first }) => first < before);
      const count = known.reduce((sum, day) => sum + day.count, 0);
      if (count > 0) found.push({ value: key.slice(prefix.length), count });
    }
    found.sort((a, b) => b.count - a.count || compareTexts(a.value, b.value));
    return found.slice(0, most).map(({ value }) => value);
  }

  /** When a scope was seen first, epoch milliseconds. */
  since(scope: string): number | undefined {
    return this.scopes.get(scope);
  }

  /** Every cell: dimension, scope, value and days. */
  *all(): Generator<{ dimension: string; scope: string; value: string; days: readonly SeenDay[] }> {
    for (const [key, days] of this.cells.entries()) {
      const [index, scope = '', value = ''] = key.split('\u001f');
      yield { dimension: dimensions[Number(index)]?.name ?? '', scope, value, days: toDays(days) };
    }
  }

  /** Puts back what was stored. Dimensions that are not known any more are left out. */
  restore(dimension: string, scope: string, value: string, days: readonly SeenDay[]): void {
    const index = dimensions.findIndex(({ name }) => name === dimension);
    if (index === -1) return;
    const [first] = days;
    if (!first) return;
    const key = cellKey(index, scope, value);
    const there = this.cells.edit(key) ?? this.begin(key);
    for (const day of days) addDay(there, day);
    this.bear(scope, first.first);
  }

  private isLearning(scope: string, now: number): boolean {
    const since = this.scopes.get(scope);
    return since === undefined || now - since < this.options.learning;
  }

  private teach(key: string, scope: string, time: number): void {
    const days = this.cells.edit(key) ?? this.begin(key);
    addTime(days, time);
    dropDays(days, time - this.options.horizon);
    this.bear(scope, time);
  }

  private begin(key: string): SeenDays {
    if (this.cells.size >= this.options.mostCells) {
      const [oldest] = this.cells.keys();
      if (oldest !== undefined) this.cells.delete(oldest);
      this.forgottenCells += 1;
    }
    const days: SeenDays = [];
    this.cells.set(key, days);
    return days;
  }

  private bear(scope: string, time: number): void {
    const since = this.scopes.get(scope);
    if (since === undefined || time < since) this.scopes.set(scope, time);
  }
}

function cellKey(dimension: number, scope: string, value: string): string {
  return `${dimension}\u001f${plain(scope)}\u001f${plain(value)}`;
}

/** Logs may hold any character, the one that parts keys included. */
function plain(text: string): string {
  return text.includes('\u001f') ? text.replaceAll('\u001f', ' ') : text;
}

/** The dimensions of a set of bits. */
export function dimensionsIn(bits: number): (typeof dimensions)[number][] {
  return dimensions.filter((_dimension, index) => (bits & (1 << index)) !== 0);
}
