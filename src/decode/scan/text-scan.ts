import { isAscii } from 'node:buffer';
import type { Json } from '../../core/json.ts';
import { quoteBigIntegers } from '../big-integers.ts';
import { parseJson } from '../payload.ts';
import type { TextPlace } from '../value-splitter.ts';
import type { Finding, Scanned } from './record-scanner.ts';
import type { Todo } from './scan-plan.ts';
import type { ReadyScanner } from './scanner-set.ts';

/** Takes what the scanner yields besides the records that are parsed. */
export interface PassingSink {
  /** Records that were passed over. */
  passed(count: number): void;
  /** A record that was counted from its bytes: what it counts for, the fingerprint of its key, epoch milliseconds. */
  counted(quiet: readonly number[], high: number, low: number, time: number): void;
}

export interface ScanOutput extends PassingSink {
  /** A record that was parsed. */
  open(value: Json, place: TextPlace): void;
}

/** Bytes scanned at once: they stay in the processor's cache for the scanner. */
const WINDOW = 256 * 1024;
/** Where more records than these have to be parsed, looking for them does not pay. */
const MOST_PARSED = 0.75;
const SAMPLE = 64;

/** How far a scan came: to the end of what was given, or to something that it leaves to others. */
export interface ScanProgress {
  readonly at: number;
  /** Line feeds before `at`. */
  readonly lines: number;
  /** What begins at `at` is not vouched for: it and all that follows is parsed. */
  readonly stopped: boolean;
  readonly ended: boolean;
}

/** Scans one text: a list's elements or one object a line. */
export class TextScan {
  private readonly ready: ReadyScanner;
  private readonly lines: boolean;
  private readonly output: ScanOutput;
  private first = true;
  private sampled = false;

  constructor(ready: ReadyScanner, lines: boolean, output: ScanOutput) {
    this.ready = ready;
    this.lines = lines;
    this.output = output;
  }

  /**
   * A list in memory. Nothing of it is handed over before all of it was vouched for.
   *
   * @param end where its closing bracket must stand
   * @returns undefined when it is not vouched for; else where reading has to go on because a record does not parse, or `end`
   */
  wholeList(text: Buffer, from: number, end: number): number | undefined {
    const scans: Scanned[] = [];
    for (let at = from; ; ) {
      const scanned = this.scan(text, at, end + 1, false);
      if (!scanned || scanned.status === 'odd') return undefined;
      scans.push(scanned);
      if (scanned.status === 'list-ended') {
        if (scanned.at !== end) return undefined;
        break;
      }
      if (scanned.at === at) return undefined;
      at = scanned.at;
    }
    for (const scanned of scans) {
      const damaged = this.apply(scanned, text, { offset: 0, line: 1 });
      if (damaged) return damaged.start;
    }
    return end;
  }

  /**
   * The next part of a text.
   *
   * @param origin where `from` stands in the input
   * @param last the text ends with this part
   */
  advance(text: Buffer, from: number, origin: TextPlace, last: boolean): ScanProgress {
    let at = from;
    let lines = 0;
    for (;;) {
      const scanned = this.scan(text, at, text.length, last);
      const stop = { at, lines, stopped: true, ended: false };
      if (!scanned) return stop;
      const damaged = this.apply(scanned, text, { offset: origin.offset - from, line: origin.line + lines });
      if (damaged) return { ...stop, at: damaged.start, lines: lines + damaged.line };
      const isStuck = scanned.at === at;
      at = scanned.at;
      lines += scanned.lines;
      if (scanned.status === 'odd') return { at, lines, stopped: true, ended: false };
      if (scanned.status === 'list-ended') return { at, lines, stopped: true, ended: true };
      const isAll = at === text.length || (scanned.status === 'more' && isStuck);
      // A record that does not fit into one scan.
      if (isAll && text.length - at > this.ready.scanner.mostBytes) return { ...stop, at, lines };
      if (isAll) return { at, lines, stopped: false, ended: false };
    }
  }

  /** One window, or more of the text where a window holds no whole record. undefined: it does not pay here. */
  private scan(text: Buffer, from: number, to: number, last: boolean): Scanned | undefined {
    const { scanner } = this.ready;
    for (const size of [WINDOW, scanner.mostBytes]) {
      const stop = Math.min(to, from + size);
      const order = { lines: this.lines, first: this.first, last: last && stop === to };
      const scanned = scanner.scan(text, from, stop, order);
      if (scanned.status === 'more' && scanned.at === from && stop < to && size < scanner.mostBytes) continue;
      this.first = scanned.separated;
      const decided = this.decide(scanned);
      if (!this.sampled && decided.records > 0) {
        this.sampled = true;
        const { records, findings } = decided;
        const parsed = findings.filter(({ found }) => found.kind === 'parse').length;
        if (records >= SAMPLE && parsed > records * MOST_PARSED) return undefined;
      }
      return decided;
    }
    return undefined;
  }

  /** Learns the operations that were not known; their records are parsed or passed over as if they had been. */
  private decide(scanned: Scanned): Scanned {
    if (!scanned.findings.some(({ found }) => found.kind === 'unknown')) return scanned;
    const findings = scanned.findings.flatMap(({ ordinal, line, found }) => {
      if (found.kind !== 'unknown') return [{ ordinal, line, found }];
      const { start, end } = found;
      const parse = { kind: 'parse', start, end } as const;
      return this.learn(found) === 'pass' ? [] : [{ ordinal, line, found: parse }];
    });
    return { ...scanned, findings };
  }

  private learn({ operation, service, plain }: Extract<Finding, { kind: 'unknown' }>): Todo {
    const { plan, scanner } = this.ready;
    const verdict = plan.verdict(operation, service);
    scanner.learn(operation, service, verdict);
    return plain ? verdict.plain : verdict.other;
  }

  /** Hands over what was found; gives the first record that does not parse. */
  private apply(
    { findings, records }: Scanned,
    text: Buffer,
    base: TextPlace,
  ): { readonly start: number; readonly line: number } | undefined {
    const { output } = this;
    let done = 0;
    for (const { ordinal, line, found } of findings) {
      if (ordinal > done) output.passed(ordinal - done);
      done = ordinal + 1;
      if (found.kind === 'counted') output.counted(found.quiet, found.high, found.low, found.time);
      else {
        const value = parseRecord(text, found.start, found.end);
        if (value === undefined || typeof value !== 'object') return { start: found.start, line };
        output.open(value, { offset: base.offset + found.start, line: base.line + line });
      }
    }
    if (records > done) output.passed(records - done);
    return undefined;
  }
}

/** Most records are ASCII, which is several times faster to read as Latin-1. */
function parseRecord(text: Buffer, from: number, to: number): Json | undefined {
  const bytes = text.subarray(from, to);
  if (!isAscii(bytes) || quoteBigIntegers(bytes) !== bytes) return parseJson(bytes);
  try {
    return JSON.parse(text.toString('latin1', from, to)) as Json;
  } catch {
    return undefined;
  }
}
