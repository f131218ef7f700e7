import { compareCodePoints } from '../../../core/text-order.ts';
import type { Value } from '../../../ir/query/leaf.ts';
import type { Aggregate, AggregateKind } from '../../../ir/query/query.ts';
import { ExactMoments, ExactSum } from './exact-sum.ts';
import { comparePlaces, type QueryRow } from './row.ts';

/** One aggregate of one group. */
export interface Accumulator {
  add(value: Value, row: QueryRow): void;
  readonly result: Value;
  /** Values that it holds, for the bound on memory. */
  readonly held: number;
}

class Counter implements Accumulator {
  readonly held = 0;
  private count = 0;
  private readonly all: boolean;

  constructor(all: boolean) {
    this.all = all;
  }

  add(value: Value): void {
    if (this.all || value !== null) this.count += 1;
  }

  get result(): Value {
    return this.count;
  }
}

class UniqueCounter implements Accumulator {
  private readonly values: Set<Value> = new Set();

  add(value: Value): void {
    if (value !== null) this.values.add(value);
  }

  get held(): number {
    return this.values.size;
  }

  get result(): Value {
    return this.values.size;
  }
}

class Sum implements Accumulator {
  readonly held = 0;
  protected readonly sum: ExactSum = new ExactSum();
  protected count = 0;

  add(value: Value): void {
    if (typeof value !== 'number') return;
    this.sum.add(value);
    this.count += 1;
  }

  get result(): Value {
    return this.count === 0 ? null : finite(this.sum.value);
  }
}

class Mean extends Sum {
  override get result(): Value {
    return this.count === 0 ? null : finite(this.sum.value / this.count);
  }
}

class Deviation implements Accumulator {
  readonly held = 0;
  private readonly moments: ExactMoments = new ExactMoments();
  private readonly lost: 0 | 1;

  constructor(lost: 0 | 1) {
    this.lost = lost;
  }

  add(value: Value): void {
    if (typeof value === 'number') this.moments.add(value);
  }

  get result(): Value {
    const variance = this.moments.variance(this.lost);
    return variance === undefined ? null : finite(Math.sqrt(variance));
  }
}

class Extreme implements Accumulator {
  readonly held = 0;
  private best: Value = null;
  private readonly sign: 1 | -1;

  constructor(sign: 1 | -1) {
    this.sign = sign;
  }

  add(value: Value): void {
    if (value === null) return;
    if (this.best === null || compareValues(value, this.best) * this.sign > 0) this.best = value;
  }

  get result(): Value {
    return this.best;
  }
}

class Outermost implements Accumulator {
  readonly held = 0;
  private place: Pick<QueryRow, 'time' | 'id'> | undefined;
  private value: Value = null;
  private readonly sign: 1 | -1;

  constructor(sign: 1 | -1) {
    this.sign = sign;
  }

  add(value: Value, { time, id }: QueryRow): void {
    const place = { time, id };
    if (this.place !== undefined && comparePlaces(place, this.place) * this.sign <= 0) return;
    this.place = place;
    this.value = value;
  }

  get result(): Value {
    return this.value;
  }
}

const makers: Readonly<Record<AggregateKind, () => Accumulator>> = {
  'count-rows': () => new Counter(true),
  count: () => new Counter(false),
  'unique-count': () => new UniqueCounter(),
  sum: () => new Sum(),
  avg: () => new Mean(),
  min: () => new Extreme(-1),
  max: () => new Extreme(1),
  stdev: () => new Deviation(1),
  stdevp: () => new Deviation(0),
  first: () => new Outermost(-1),
  last: () => new Outermost(1),
};

export function createAccumulator({ kind }: Aggregate): Accumulator {
  return makers[kind]();
}

function finite(value: number): Value {
  return Number.isFinite(value) ? value + 0 : null;
}

/** Numbers by value, texts by code point; both are of one type. */
export function compareValues(a: Exclude<Value, null>, b: Exclude<Value, null>): number {
  if (typeof a === 'number' && typeof b === 'number') return a - b;
  if (typeof a === 'boolean' && typeof b === 'boolean') return Number(a) - Number(b);
  return compareCodePoints(String(a), String(b));
}
