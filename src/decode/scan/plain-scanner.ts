import { PlainRecord } from './plain-record.ts';
import type { Finding, RecordScanner, Scanned, ScanOrder, ScanStatus } from './record-scanner.ts';
import type { ScanPlan, Verdict } from './scan-plan.ts';

const NEWLINE = 0x0a;
const DEEPEST = 60;
const MOST_FINDINGS = 8000;

/** The scanner in TypeScript: the same answers as the one in WebAssembly, byte by byte. */
export function createPlainScanner(plan: ScanPlan, mostBytes: number): RecordScanner {
  return new PlainScanner(plan, mostBytes);
}

class PlainScanner implements RecordScanner {
  readonly mostBytes: number;
  private readonly record: PlainRecord;

  private text: Buffer = Buffer.alloc(0);
  private end = 0;
  private isLines = false;
  private at = 0;
  private separated = false;
  private lines = 0;
  private records = 0;
  private findings: { ordinal: number; line: number; found: Finding }[] = [];
  private key = { from: 0, to: 0 };
  /** Where the last record ends, and what there was before it. */
  private lastEnd = -1;
  private before = { start: 0, findings: 0, records: 0 };

  constructor(plan: ScanPlan, mostBytes: number) {
    this.record = new PlainRecord(plan);
    this.mostBytes = mostBytes;
  }

  learn(operation: string, service: string, verdict: Verdict): void {
    this.record.learn(operation, service, verdict);
  }

  scan(text: Buffer, from: number, to: number, { lines, first, last }: ScanOrder): Scanned {
    Object.assign(this, { text, end: to, isLines: lines, at: from, lines: 0, records: 0 });
    Object.assign(this, { findings: [], lastEnd: -1, separated: first });
    for (;;) {
      const before = this.at;
      const status = this.run(this.separated);
      this.separated &&= this.at === before;
      if (!lines) return this.scanned(status === 'more' && last ? 'odd' : status);
      if (this.at === this.lastEnd && !this.endsLine(last)) this.takeBack();
      const done = status === 'full' ? status : this.otherLine(status, last);
      if (done) return this.scanned(done);
    }
  }

  /** A line that is something else than one object is parsed by itself; gives the status when there is none. */
  private otherLine(status: ScanStatus, last: boolean): ScanStatus | undefined {
    const { text, end } = this;
    const begin = this.behindBlank();
    if (begin === end) {
      if (status === 'odd' || last) this.at = end;
      return 'more';
    }
    this.lines += countLines(text, this.at, begin);
    this.at = begin;
    this.separated = true;
    const newline = text.subarray(0, end).indexOf(NEWLINE, begin);
    if (newline === -1 && !last) return 'more';
    if (this.findings.length >= MOST_FINDINGS) return 'full';
    this.at = newline === -1 ? end : newline;
    this.add({ kind: 'parse', start: begin, end: this.at });
    this.separated = false;
    return undefined;
  }

  /** As if the last record had not been read: its line holds something else, too. */
  private takeBack(): void {
    const { start, findings, records } = this.before;
    this.findings.length = findings;
    this.records = records;
    this.at = start;
  }

  private endsLine(last: boolean): boolean {
    for (let { at } = this; at < this.end; at += 1) {
      const byte = this.text[at] as number;
      if (byte === NEWLINE) return true;
      if (!isBlankByte(byte)) return false;
    }
    return last;
  }

  private scanned(status: ScanStatus): Scanned {
    const { at, separated, records, lines, findings } = this;
    return { status, at, separated, records, lines, findings };
  }

  private add(found: Finding | undefined): void {
    if (found) this.findings.push({ ordinal: this.records, line: this.lines, found });
    this.records += 1;
  }

  private behindBlank(): number {
    let { at } = this;
    while (at < this.end && isBlankByte(this.text[at] as number)) at += 1;
    return at;
  }

  /** Record after record, until something is odd. */
  private run(separated: boolean): ScanStatus {
    let first = separated;
    for (;;) {
      const start = this.behindGap(first);
      if (typeof start === 'string') return start;
      first = false;
      const { findings, records } = this;
      const before = { start, findings: findings.length, records };
      const end = this.behindRecord(start);
      if (typeof end === 'string') {
        if (this.isLines) this.at = start;
        return end;
      }
      this.add(this.record.end(this.text, start, end));
      this.at = end;
      this.lastEnd = end;
      this.before = before;
    }
  }

  /** Where the next record begins, behind what separates records. */
  private behindGap(first: boolean): number | ScanStatus {
    const { text, end, isLines } = this;
    let commas = 0;
    let newlines = 0;
    for (let at = this.at; at < end; at += 1) {
      const byte = text[at] as number;
      if (byte === NEWLINE) newlines += 1;
      else if (byte === 0x2c && !isLines) commas += 1;
      else if (!isBlankByte(byte)) return this.behindGapAt(at, byte, { first, commas, newlines });
    }
    return 'more';
  }

  private behindGapAt(
    at: number,
    byte: number,
    {
      first,
      commas,
      newlines,
    }: { readonly first: boolean; readonly commas: number; readonly newlines: number },
  ): number | ScanStatus {
    const { isLines } = this;
    if (byte === 0x5d && !isLines && commas === 0) {
      this.at = at;
      return 'list-ended';
    }
    if (byte !== 0x7b) return 'odd';
    if (this.findings.length >= MOST_FINDINGS) return 'full';
    if (isLines ? !first && newlines === 0 : commas !== (first ? 0 : 1)) return 'odd';
    if (isLines) this.lines += newlines;
    return at;
  }

  /** Where the record ends; reads its members on the way. */
  private behindRecord(start: number): number | ScanStatus {
    const { text, end } = this;
    const open: number[] = [];
    this.record.begin();
    for (let at = start; at < end; at += 1) {
      const byte = text[at] as number;
      if (byte === 0x22) {
        const close = this.closingMark(at + 1);
        if (typeof close === 'string') return close;
        this.key = { from: at + 1, to: close };
        at = close;
      } else if (byte === 0x3a) this.colon(at, open.length);
      else if (!this.isSound(byte, open)) return 'odd';
      else if (open.length === 0) return at + 1;
    }
    return 'more';
  }

  /** Keeps the brackets that are open; false for what JSON does not have outside of strings. */
  private isSound(byte: number, open: number[]): boolean {
    if (byte === 0x7b || byte === 0x5b) {
      open.push(byte + 2);
      if (open.length > DEEPEST) this.record.parse();
      return open.length <= 63;
    }
    if (byte === 0x7d || byte === 0x5d) return open.pop() === byte;
    if (byte === NEWLINE) return !this.isLines;
    return byte !== 0x5c && (byte >= 0x20 || isBlankByte(byte));
  }

  private colon(at: number, depth: number): void {
    const { text, record, key } = this;
    if (depth !== 1 && !(depth === 2 && record.inParent)) return;
    if (text[at - 1] !== 0x22 || key.to !== at - 1) record.parse();
    else record.member(text.toString('latin1', key.from, key.to), text, at + 1, this.end, depth === 1);
  }

  private closingMark(from: number): number | ScanStatus {
    const { text, end } = this;
    for (let at = from; at < end; at += 1) {
      const byte = text[at] as number;
      if (byte === 0x22) return at;
      if (byte < 0x20) return 'odd';
      if (byte === 0x5c) {
        at += 1;
        if (at < end && (text[at] as number) < 0x20) return 'odd';
      }
    }
    return 'more';
  }
}

function isBlankByte(byte: number): boolean {
  return byte === 0x20 || byte === NEWLINE || byte === 0x0d || byte === 0x09;
}

function countLines(text: Buffer, from: number, to: number): number {
  let found = 0;
  for (let at = from; at < to; at += 1) if (text[at] === NEWLINE) found += 1;
  return found;
}
