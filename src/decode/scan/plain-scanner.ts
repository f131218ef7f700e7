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
  private lines = 0;
  private records = 0;
  private findings: { ordinal: number; line: number; found: Finding }[] = [];
  private key = { from: 0, to: 0 };

  constructor(plan: ScanPlan, mostBytes: number) {
    this.record = new PlainRecord(plan);
    this.mostBytes = mostBytes;
  }

  learn(operation: string, service: string, verdict: Verdict): void {
    this.record.learn(operation, service, verdict);
  }

  scan(text: Buffer, from: number, to: number, { lines, first, last }: ScanOrder): Scanned {
    Object.assign(this, { text, end: to, isLines: lines, at: from, lines: 0, records: 0, findings: [] });
    let separated = first;
    for (;;) {
      const before = this.at;
      const status = this.run(separated);
      separated &&= this.at === before;
      if (status === 'full') return this.scanned(status, separated);
      if (!lines) return this.scanned(status === 'more' && last ? 'odd' : status, separated);
      const begin = this.behindBlank();
      if (begin === to) {
        if (status === 'odd' || last) this.at = to;
        return this.scanned('more', separated);
      }
      this.lines += countLines(text, this.at, begin);
      this.at = begin;
      separated = true;
      const newline = text.subarray(0, to).indexOf(NEWLINE, begin);
      if (newline === -1 && !last) return this.scanned('more', separated);
      if (this.findings.length >= MOST_FINDINGS) return this.scanned('full', separated);
      this.at = newline === -1 ? to : newline;
      this.add({ kind: 'parse', start: begin, end: this.at });
      separated = false;
    }
  }

  private scanned(status: ScanStatus, separated: boolean): Scanned {
    const { at, records, lines, findings } = this;
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
      const end = this.behindRecord(start);
      if (typeof end === 'string') {
        if (this.isLines) this.at = start;
        return end;
      }
      this.add(this.record.end(this.text, start, end));
      this.at = end;
    }
  }

  /** Where the next record begins, behind what separates records. */
  private behindGap(first: boolean): number | ScanStatus {
    const { text, end, isLines } = this;
    let commas = 0;
    let newlines = 0;
    for (let at = this.at; at < end; at += 1) {
      const byte = text[at] as number;
      if (byte === 0x7b) {
        if (this.findings.length >= MOST_FINDINGS) return 'full';
        if (isLines ? !first && newlines === 0 : commas !== (first ? 0 : 1)) return 'odd';
        this.lines += isLines ? newlines : 0;
        return at;
      }
      if (byte === 0x5d && !isLines && commas === 0) {
        this.at = at;
        return 'list-ended';
      }
      if (byte === NEWLINE) newlines += 1;
      else if (byte === 0x2c && !isLines) commas += 1;
      else if (!isBlankByte(byte)) return 'odd';
    }
    return 'more';
  }

  /** Where the record ends; reads its members on the way. */
  private behindRecord(start: number): number | ScanStatus {
    const { text, end, record } = this;
    const open: number[] = [];
    record.begin();
    for (let at = start; at < end; at += 1) {
      const byte = text[at] as number;
      if (byte === 0x22) {
        const close = this.closingMark(at + 1);
        if (typeof close === 'string') return close;
        this.key = { from: at + 1, to: close };
        at = close;
      } else if (byte === 0x7b || byte === 0x5b) {
        open.push(byte + 2);
        if (open.length > DEEPEST) record.parse();
        if (open.length > 63) return 'odd';
      } else if (byte === 0x7d || byte === 0x5d) {
        if (open.pop() !== byte) return 'odd';
        if (open.length === 0) return at + 1;
      } else if (byte === 0x3a) this.colon(at, open.length);
      else if (byte === 0x5c || (byte < 0x20 && !isBlankByte(byte))) return 'odd';
      else if (byte === NEWLINE && this.isLines) return 'odd';
    }
    return 'more';
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
