import type { Novelty } from '../baseline/baseline.ts';

const NOTHING: Novelty = Object.freeze({ fresh: 0, learning: 0 });
/** There are fewer dimensions than this. */
const BITS = 16;
const LOW = 0xffff;

/** What was new about each event, by its position; most have nothing new. */
export class Marks {
  private readonly marks = new Map<number, number>();

  set(at: number, { fresh, learning }: Novelty): void {
    if (fresh === 0) this.marks.delete(at);
    else this.marks.set(at, fresh | (learning << BITS));
  }

  get(at: number): Novelty {
    const mark = this.marks.get(at);
    return mark === undefined ? NOTHING : { fresh: mark & LOW, learning: (mark >>> BITS) & LOW };
  }

  forget(at: number): void {
    this.marks.delete(at);
  }
}
