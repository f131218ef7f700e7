import { createPlainScanner } from './plain-scanner.ts';
import type { RecordScanner } from './record-scanner.ts';
import type { ScanPlan } from './scan-plan.ts';
import { createWasmScanner } from './wasm-scanner.ts';

/** Bytes that one scan takes at most: a larger record is left to the parser. */
const MOST_BYTES = 2 * 1024 * 1024;
/** A file tells by its beginning what is in it. */
const HEAD = 16 * 1024;

/** A plan and what runs it. */
export interface ReadyScanner {
  readonly plan: ScanPlan;
  readonly scanner: RecordScanner;
}

/** The scanners of a run, made when they are first needed. */
export class ScannerSet {
  private readonly plans: readonly ScanPlan[];
  private readonly create: typeof createPlainScanner;
  private readonly ready = new Map<ScanPlan, ReadyScanner>();

  /** @param plain use the scanner in TypeScript although there is WebAssembly */
  constructor(plans: readonly ScanPlan[], plain = false) {
    this.plans = plans;
    this.create = plain
      ? createPlainScanner
      : (plan, mostBytes) => createWasmScanner(plan, mostBytes) ?? createPlainScanner(plan, mostBytes);
  }

  /** The scanner for the shape whose mark comes first in a text; undefined when none does. */
  choose(text: Buffer): ReadyScanner | undefined {
    if (this.plans.length === 0) return undefined;
    const head = text.toString('latin1', 0, HEAD);
    let chosen: ScanPlan | undefined;
    let nearest = Number.POSITIVE_INFINITY;
    for (const plan of this.plans) {
      const at = head.indexOf(plan.shape.mark);
      if (at === -1 || at >= nearest) continue;
      nearest = at;
      chosen = plan;
    }
    return chosen && this.of(chosen);
  }

  private of(plan: ScanPlan): ReadyScanner {
    const known = this.ready.get(plan);
    if (known) return known;
    const made = { plan, scanner: this.create(plan, MOST_BYTES) };
    this.ready.set(plan, made);
    return made;
  }
}
