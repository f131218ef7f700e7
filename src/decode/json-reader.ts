import type { Json } from '../core/json.ts';
import { listKeys } from './envelopes/index.ts';
import { COMMA, NEWLINE, OPEN_OBJECT } from './json-bytes.ts';
import type { Limits } from './limits.ts';
import { hasValueLine, isBlank, isJsonStart, readLines } from './line-reader.ts';
import { type ListStart, listEnd, readPieces, sniffList } from './list-reader.ts';
import { parseJson } from './payload.ts';
import type { RecordSink } from './record-sink.ts';
import type { ScannerSet } from './scan/scanner-set.ts';
import { type PassingSink, TextScan } from './scan/text-scan.ts';
import type { Unwrapper } from './unwrap.ts';
import { type SplitterOutput, type TextPlace, ValueSplitter } from './value-splitter.ts';

/** A value that is longer is left to the splitter, which keeps what it has read without joining it anew each time. */
const LONGEST = 2 * 1024 * 1024;
const START: TextPlace = { offset: 0, line: 1 };

/** What passes over records that do not matter. */
export interface Scanning {
  readonly scanners: ScannerSet;
  readonly sink: PassingSink;
}

/**
 * JSON text → values for the unwrapper. Where a scanner knows the records' shape, it goes first, and what it cannot vouch
 * for is read as if it were not there. Two shapes are read fast, a value a line and one list of records; everything
 * else, and everything from the first damage on, is cut by the value splitter.
 */
export class JsonReader {
  private readonly unwrapper: Unwrapper;
  private readonly sink: RecordSink;
  private readonly limits: Limits;
  private readonly scanning: Scanning | undefined;
  private scan: TextScan | undefined;
  private mode: 'unknown' | 'lines' | 'list' | 'split' = 'unknown';
  private list: ListStart | undefined;
  private splitter: ValueSplitter | undefined;
  /** What was fed and is not read yet, and where it stands. */
  private pending: Buffer = Buffer.alloc(0);
  private place: TextPlace = START;

  constructor(unwrapper: Unwrapper, sink: RecordSink, limits: Limits, scanning?: Scanning) {
    this.scanning = scanning;
    this.unwrapper = unwrapper;
    this.sink = sink;
    this.limits = limits;
  }

  /** A text in memory: one document, or one value a line. */
  whole(text: Buffer): void {
    if (!isJsonStart(text)) {
      this.lines(text, this.rejectFirstLine(text));
      return;
    }
    const lineEnd = text.indexOf(NEWLINE);
    const oneLine = lineEnd === -1 || isBlank(text, lineEnd, text.length);
    if (oneLine && this.wholeList(text)) return;
    if (oneLine || parseJson(text.subarray(0, lineEnd)) === undefined) {
      const document = parseJson(text);
      if (document !== undefined) {
        this.unwrapper.open(document, '');
        return;
      }
    }
    this.lines(text, START);
  }

  /** The next bytes of a text; the first call must bring enough to tell its shape. */
  feed(chunk: Buffer): void {
    if (this.splitter) {
      this.splitter.feed(chunk);
      return;
    }
    this.pending = this.pending.length === 0 ? chunk : Buffer.concat([this.pending, chunk]);
    if (this.mode === 'unknown') this.choose();
    if (this.mode === 'lines') this.feedLines(false);
    else if (this.mode === 'list') this.feedList();
    else this.handOver();
  }

  /** The text ends here. */
  end(): void {
    if (!this.splitter && this.mode === 'lines') this.feedLines(true);
    else if (!this.splitter && this.mode === 'list') this.handOver();
    this.splitter?.end();
  }

  /** One value a line from here on, until one is something else. */
  private lines(text: Buffer, start: TextPlace): void {
    const scanned = this.scanFor(text, 'lines', 'lines')?.advance(text, start.offset, start, true);
    if (scanned && !scanned.stopped) return;
    const from = scanned ? { offset: scanned.at, line: start.line + scanned.lines } : start;
    const all = { last: true, maxBytes: text.length };
    const { at, line, stopped } = readLines(text.subarray(from.offset), from, all, this.openLine);
    if (!stopped) return;
    const offset = from.offset + at;
    this.split({ offset, line }, undefined, offset > 0 || hasValueLine(text));
    this.splitter?.feed(text.subarray(offset));
    this.splitter?.end();
  }

  /** A text that was cut off at its head begins with the rest of a record. Gives the place behind it. */
  private rejectFirstLine(text: Buffer): TextPlace {
    const place = this.unwrapper.place(START);
    this.sink.reject(
      'not-json',
      place,
      'the text begins in the middle of a record, or with something else than JSON',
    );
    const newline = text.indexOf(NEWLINE);
    return { offset: newline === -1 ? text.length : newline + 1, line: 2 };
  }

  private readonly openLine = (value: Json, place: TextPlace): void => {
    this.unwrapper.open(value, 'lines', place);
  };

  private wholeList(text: Buffer): boolean {
    const found = sniffList(text, listKeys);
    const end = found && listEnd(text, found);
    if (!found || end === undefined) return false;
    const container = found.list ?? 'array';
    const scanned = this.scanFor(text, 'whole-list', container)?.wholeList(text, found.at, end);
    if (scanned === end) return true;
    if (scanned !== undefined) {
      this.splitRest(text, scanned, found);
      return true;
    }
    const { at, failed } = readPieces(
      text,
      found.at,
      end,
      { seam: found.seam, maxBytes: text.length },
      (value) => {
        this.unwrapper.open(value, container, undefined, 1);
      },
    );
    if (!failed) return true;
    if (at === found.at) return false;
    this.splitRest(text, at, found);
    return true;
  }

  private splitRest(text: Buffer, at: number, found: ListStart): void {
    this.split({ offset: at, line: 1 }, found);
    this.splitter?.feed(text.subarray(at));
    this.splitter?.end();
  }

  /** A scanner for records of the kind that the text begins with. */
  private scanFor(
    text: Buffer,
    shape: 'lines' | 'list' | 'whole-list',
    container: string,
  ): TextScan | undefined {
    const { scanning, unwrapper } = this;
    const ready = scanning?.scanners.choose(text);
    if (!ready || !scanning) return undefined;
    const { sink } = scanning;
    return new TextScan(ready, shape === 'lines', {
      open: (value, place) => {
        if (shape === 'whole-list') unwrapper.open(value, container, undefined, 1);
        else unwrapper.open(value, container, place);
      },
      passed: (count) => {
        unwrapper.pass(count);
        sink.passed(count);
      },
      counted: (quiet, high, low, time) => {
        unwrapper.pass(1);
        sink.counted(quiet, high, low, time);
      },
    });
  }

  private choose(): void {
    if (!isJsonStart(this.pending)) {
      const { offset, line } = this.rejectFirstLine(this.pending);
      this.pass(offset, line);
    }
    const newline = this.pending.indexOf(NEWLINE);
    const first = newline > 0 ? parseJson(this.pending.subarray(0, newline)) : undefined;
    this.mode = 'split';
    if (typeof first === 'object' && first !== null) {
      this.mode = 'lines';
      this.scan = this.scanFor(this.pending, 'lines', 'lines');
    } else {
      this.list = sniffList(this.pending, listKeys);
      if (!this.list) return;
      this.mode = 'list';
      this.scan = this.scanFor(this.pending, 'list', this.list.list ?? 'lines');
      // The byte before the next element stays: `readPieces` needs its place.
      this.pass(this.list.at - 1, 1);
    }
  }

  private feedLines(last: boolean): void {
    if (this.scan) {
      const { at, lines, stopped } = this.scan.advance(this.pending, 0, this.place, last);
      this.pass(at, this.place.line + lines);
      if (!stopped) return;
      this.scan = undefined;
    }
    const { at, line, stopped } = readLines(
      this.pending,
      this.place,
      { last, maxBytes: this.limits.recordBytes },
      this.openLine,
    );
    this.pass(at, line);
    if (stopped || this.pending.length > this.longest) this.handOver();
  }

  private feedList(): void {
    const { list } = this;
    if (!list) return;
    if (this.scan) {
      const { at, stopped } = this.scan.advance(this.pending, 1, this.place, false);
      this.pass(at - 1, this.place.line);
      if (!stopped) return;
      this.scan = undefined;
      if (this.pending[1] === COMMA) this.pass(1, this.place.line);
      else if (this.pending[1] !== OPEN_OBJECT) {
        this.handOver();
        return;
      }
    }
    const { at, failed } = readPieces(
      this.pending,
      1,
      undefined,
      { seam: list.seam, maxBytes: this.longest },
      (value) => {
        this.unwrapper.open(value, list.list ?? 'lines', this.place);
      },
    );
    this.pass(at - 1, this.place.line);
    if (failed) this.handOver();
  }

  private get longest(): number {
    return Math.min(LONGEST, this.limits.recordBytes);
  }

  private pass(bytes: number, line: number): void {
    this.pending = this.pending.subarray(bytes);
    this.place = { offset: this.place.offset + bytes, line };
  }

  /** What is pending and all that follows goes to the splitter. */
  private handOver(): void {
    if (this.list) this.pass(1, this.place.line);
    const linewise = this.place.offset > 0 || hasValueLine(this.pending);
    this.split(this.place, this.list, linewise);
    this.splitter?.feed(this.pending);
    this.pending = Buffer.alloc(0);
  }

  private split(origin: TextPlace, within?: ListStart, linewise = false): void {
    const place = (at: TextPlace): TextPlace => ({
      offset: at.offset + origin.offset,
      line: at.line + origin.line - 1,
    });
    const output: SplitterOutput = {
      value: (bytes, at, list) => {
        const value = parseJson(bytes);
        if (value !== undefined) this.unwrapper.open(value, list ?? 'lines', place(at));
        else this.sink.reject('not-json', this.unwrapper.place(place(at)), 'the value is not valid JSON');
      },
      broken: (reason, at, detail) => this.sink.reject(reason, this.unwrapper.place(place(at)), detail),
    };
    this.splitter = new ValueSplitter(listKeys, this.limits.recordBytes, output, linewise && !within);
    if (within) this.splitter.resumeWithin(within.list);
  }
}
