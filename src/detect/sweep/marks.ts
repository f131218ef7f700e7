import type { Novelty } from '../baseline/baseline.ts';

/** What was new about each event, by its position: two small numbers each. */
export class Marks {
  private fresh: Uint16Array = new Uint16Array(1024);
  private learning: Uint16Array = new Uint16Array(1024);

  set(at: number, novelty: Novelty): void {
    if (at >= this.fresh.length) {
      this.fresh = grown(this.fresh, at);
      this.learning = grown(this.learning, at);
    }
    this.fresh[at] = novelty.fresh;
    this.learning[at] = novelty.learning;
  }

  get(at: number): Novelty {
    return { fresh: this.fresh[at] ?? 0, learning: this.learning[at] ?? 0 };
  }
}

function grown(array: Uint16Array, at: number): Uint16Array {
  const larger = new Uint16Array(Math.max(array.length * 2, at + 1));
  larger.set(array);
  return larger;
}
