import { isAscii } from 'node:buffer';
import type { JsonObject } from '../core/json.ts';
import type { Rejection } from './record-sink.ts';
import type { TextPlace } from './value-splitter.ts';

const NEWLINE = 0x0a;
/** Text that becomes one JavaScript string. */
const BLOCK = 256 * 1024;
/** Records are of some hundred bytes; a line that is longer is none. */
const LONGEST = 64 * 1024;
/** Lines at the head of a text that are looked at. */
const MOST_SNIFFED = 5;

/**
 * The fields of VPC flow logs in the default format, which delivery to CloudWatch Logs and Firehose writes without a header.
 *
 * @see https://docs.aws.amazon.com/vpc/latest/userguide/flow-log-records.html
 */
const defaultFields: readonly string[] =
  'version account-id interface-id srcaddr dstaddr srcport dstport protocol packets bytes start end action log-status'.split(
    ' ',
  );

/** What else flow logs of VPCs and transit gateways may hold. New fields come now and then: a header may have others. */
const furtherFields =
  'vpc-id subnet-id instance-id tcp-flags type pkt-srcaddr pkt-dstaddr region az-id sublocation-type sublocation-id pkt-src-aws-service pkt-dst-aws-service flow-direction traffic-path reject-reason resource-type tgw-id tgw-attachment-id tgw-src-vpc-account-id tgw-dst-vpc-account-id tgw-src-vpc-id tgw-dst-vpc-id tgw-src-eni tgw-dst-eni'.split(
    ' ',
  );
const knownFields: ReadonlySet<string> = new Set([...defaultFields, ...furtherFields]);
/** No header of something else has one of these. */
const telling = /\b(?:srcaddr|dstaddr|interface-id|log-status|tgw-id)\b/;
const stamp = /^\d{4}-\d\d-\d\dT[\d:.]+Z /;
/** Formats of one's own nearly always begin with the default fields, too. */
const defaultLine = /^\d \S+ eni-[0-9a-f]+(?: \S+){10} (?:OK|NODATA|SKIPDATA)(?: \S+)*$/;

/** Whether a text is one of lines with blanks between the fields, as AWS delivers flow logs: told by its first lines. */
export function isFlowText(head: Buffer): boolean {
  const lines = head.toString('utf8', 0, 8192).trimStart().split(/\r?\n/, MOST_SNIFFED);
  return lines.some((line) => headerOf(line) !== undefined || defaultLine.test(line.replace(stamp, '')));
}

/** The record of a line in the default format, as log events carry it; undefined for every other text. */
export function flowRow(text: string): JsonObject | undefined {
  const line = text.trim();
  return defaultLine.test(line) ? rowOf(defaultFields, line.split(' ')) : undefined;
}

/** The names of a header line: names of fields only, most of them known. */
function headerOf(line: string): readonly string[] | undefined {
  if (!/^[a-z][a-z0-9-]*(?: [a-z][a-z0-9-]*)+$/.test(line) || !telling.test(line)) return undefined;
  const names = line.split(' ');
  const known = names.filter((name) => knownFields.has(name)).length;
  return known * 2 > names.length ? names : undefined;
}

function rowOf(names: readonly string[], cells: readonly string[]): JsonObject {
  const row: Record<string, string> = {};
  // Counted by hand: this runs for every line.
  for (let index = 0; index < names.length; index += 1) row[names[index] as string] = cells[index] ?? '';
  return row;
}

export interface FlowTextOutput {
  row(row: JsonObject, place: TextPlace): void;
  broken(reason: Rejection, place: TextPlace, detail: string): void;
}

/**
 * Rows of flow logs in text, as objects of strings. A header may stand anywhere: files that were put together have several.
 * Lines before the first are of the default format. An export of CloudWatch Logs has the time before each line.
 */
export class FlowTextReader {
  private readonly output: FlowTextOutput;
  /** Undefined before the first header. */
  private names: readonly string[] | undefined;
  private pending: Buffer = Buffer.alloc(0);
  private offset = 0;
  private line = 1;
  /** The rest of a line that is too long is passed over. */
  private isPassing = false;

  constructor(output: FlowTextOutput) {
    this.output = output;
  }

  feed(chunk: Buffer): void {
    let text = this.pending.length === 0 ? chunk : Buffer.concat([this.pending, chunk]);
    while (text.length > 0) {
      const end = blockEnd(text);
      if (end === 0) break;
      this.block(text.subarray(0, end));
      text = text.subarray(end);
    }
    this.pending = text;
    if (text.length > LONGEST) {
      if (!this.isPassing) this.tooLong();
      this.isPassing = true;
      this.offset += text.length;
      this.pending = Buffer.alloc(0);
    }
  }

  /** @param isCut the text ends where it is damaged, so that its last line may not be whole */
  end(isCut: boolean): void {
    if (this.pending.length === 0 || this.isPassing) return;
    if (isCut) this.output.broken('truncated', this.place(), 'flow log: the last line is cut');
    else this.take(this.pending.toString('utf8'));
    this.pending = Buffer.alloc(0);
  }

  /** Whole lines. */
  private block(bytes: Buffer): void {
    const isPlain = isAscii(bytes);
    const lines = bytes.toString(isPlain ? 'latin1' : 'utf8').split('\n');
    lines.pop();
    for (const line of lines) {
      if (this.isPassing) this.isPassing = false;
      else this.take(line);
      this.offset += (isPlain ? line.length : Buffer.byteLength(line)) + 1;
      this.line += 1;
    }
  }

  private take(written: string): void {
    const text = written.trimEnd();
    if (text === '') return;
    if (text.length > LONGEST) {
      this.tooLong();
      return;
    }
    // A row begins with a digit nearly always: asking for a header costs as much as reading it.
    const header = text.charCodeAt(0) > 0x39 ? headerOf(text) : undefined;
    if (header) {
      this.names = header;
      return;
    }
    const cells = text.split(' ');
    const names = this.names ?? defaultFields;
    if (cells.length > names.length && stamp.test(text)) cells.shift();
    const isLonger = this.names === undefined && defaultLine.test(cells.join(' '));
    if (cells.length === names.length || isLonger) this.output.row(rowOf(names, cells), this.place());
    else {
      const detail = `flow log: the line has ${cells.length} fields, expected ${names.length}`;
      this.output.broken('not-a-row', this.place(), detail);
    }
  }

  private tooLong(): void {
    this.output.broken(
      'record-too-large',
      this.place(),
      `flow log: the line is larger than ${LONGEST} bytes`,
    );
  }

  private place(): TextPlace {
    return { offset: this.offset, line: this.line };
  }
}

/** The end of the last line that is whole, of those that begin in the next `BLOCK` bytes; 0 when none is. */
function blockEnd(text: Buffer): number {
  if (text.length <= BLOCK) return text.lastIndexOf(NEWLINE) + 1;
  const last = text.lastIndexOf(NEWLINE, BLOCK - 1) + 1;
  return last > 0 ? last : text.indexOf(NEWLINE) + 1;
}
