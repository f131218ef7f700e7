import {
  BACKSLASH,
  CLOSE_ARRAY,
  CLOSE_OBJECT,
  COLON,
  COMMA,
  NEWLINE,
  noPlainBytes,
  OPEN_ARRAY,
  OPEN_OBJECT,
  plainAtTop,
  plainInString,
  plainInValue,
  QUOTE,
} from './json-bytes.ts';
import type { Rejection } from './record-sink.ts';

/** Where a piece of the text stands: byte offset from 0, line from 1. */
export interface TextPlace {
  readonly offset: number;
  readonly line: number;
}

export interface SplitterOutput {
  /** One JSON value as text. `list` names the member whose element it is (`Records`, …); undefined elsewhere. */
  value(bytes: Buffer, place: TextPlace, list: string | undefined): void;
  broken(reason: Rejection, place: TextPlace, detail: string): void;
}

/** RFC 7464: JSON text sequences put this before each value. */
const RECORD_SEPARATOR = 0x1e;
/** In place of a key that no list has. */
const OTHER_KEY = '\u0000';

/**
 * Cuts a stream of bytes into JSON values without parsing them: values one after the other with or without white
 * space or commas between (NDJSON, JSON text sequences, concatenated and pretty-printed JSON), the elements of a
 * top-level array, and the elements of a known list (`listKeys`) in a top-level object. It keeps no more than the
 * value that it is in.
 *
 * Damage costs as little as possible: a value whose line ends inside a string is given up and reading goes on
 * behind it; in NDJSON, an object that begins at the start of a line ends an unfinished one before it.
 */
export class ValueSplitter {
  private readonly listKeys: ReadonlySet<string>;
  /** What a list's key may begin with. */
  private readonly keyStarts: ReadonlySet<string>;
  private readonly maxBytes: number;
  private readonly out: SplitterOutput;

  /** What the current value is an element of. */
  private within: 'top' | 'array' | 'list' = 'top';
  private list: string | undefined;
  /** Open brackets of the current value; 0 between values. */
  private depth = 0;
  private inString = false;
  private escaped = false;
  /** Behind something that is no value, until the next line or object. */
  private inGarbage = false;
  /** False while the bytes of a value are passed over: it is too large, or its list has been entered. */
  private keeping = true;
  /** A value was seen that began and ended on one line. */
  private linewise: boolean;

  private key = '';
  private afterColon = false;

  private parts: Buffer[] = [];
  private size = 0;
  private start: TextPlace = { offset: 0, line: 1 };
  private offset = 0;
  private line = 1;
  private atLineStart = true;

  /** @param linewise a value that began and ended on one line came before the first byte */
  constructor(listKeys: ReadonlySet<string>, maxBytes: number, out: SplitterOutput, linewise = false) {
    this.linewise = linewise;
    this.listKeys = listKeys;
    this.keyStarts = new Set([...listKeys].flatMap((key) => [...key].map((_, end) => key.slice(0, end + 1))));
    this.maxBytes = maxBytes;
    this.out = out;
  }

  /** The first byte stands between two elements of a list (of a bare array when it has no name). */
  resumeWithin(list: string | undefined): void {
    this.within = list === undefined ? 'array' : 'list';
    this.list = list;
  }

  feed(chunk: Buffer): void {
    const base = this.offset;
    let from = 0;
    for (let at = this.skip(chunk, 0); at < chunk.length; at = this.skip(chunk, at + 1)) {
      const byte = chunk[at] as number;
      this.offset = base + at;
      if (byte === OPEN_OBJECT && this.atLineStart) this.giveUpUnfinishedLine();
      if (this.between) {
        if (this.opensValue(byte)) from = at;
      } else if (this.inString ? this.closesString(byte) && this.depth === 0 : this.closesValue(byte)) {
        this.finish(chunk.subarray(from, at + 1));
      }
      this.atLineStart = byte === NEWLINE;
      if (this.atLineStart) this.line += 1;
    }
    this.offset = base + chunk.length;
    if (!this.between) this.keep(chunk.subarray(from));
  }

  /** Passes over the bytes that change nothing: most of those in a string, and between the brackets of a value. */
  private skip(chunk: Buffer, from: number): number {
    if (this.atLineStart || this.between || this.escaped) return from;
    const plain = this.plainBytes();
    let at = from;
    while (at < chunk.length && plain[chunk[at] as number] === 1) at += 1;
    return at;
  }

  private plainBytes(): Uint8Array {
    if (!this.outermost) return this.inString ? plainInString : plainInValue;
    // Keys are read here, and what stands behind them.
    if (!this.inString) return plainAtTop;
    return this.key === OTHER_KEY ? plainInString : noPlainBytes;
  }

  end(): void {
    if (!this.between) this.giveUp('truncated', 'the text ends inside a value');
    else if (this.within !== 'top') {
      this.out.broken('truncated', { offset: this.offset, line: this.line }, 'the text ends inside a list');
    }
  }

  private get between(): boolean {
    return this.depth === 0 && !this.inString;
  }

  /** Directly inside a top-level object, where a known list may stand. */
  private get outermost(): boolean {
    return this.depth === 1 && this.within === 'top';
  }

  private closesString(byte: number): boolean {
    if (this.escaped) this.escaped = false;
    else if (byte === BACKSLASH) this.escaped = true;
    else if (byte === QUOTE) {
      this.inString = false;
      return true;
    } else if (byte === NEWLINE) {
      this.giveUp('not-json', 'the line ends inside a string');
      return false;
    }
    if (this.outermost && this.key !== OTHER_KEY) {
      const key = this.key + String.fromCharCode(byte);
      this.key = this.keyStarts.has(key) ? key : OTHER_KEY;
    }
    return false;
  }

  private closesValue(byte: number): boolean {
    switch (byte) {
      case QUOTE:
        this.inString = true;
        if (this.outermost) this.key = '';
        return false;
      case OPEN_ARRAY:
      case OPEN_OBJECT:
        if (byte === OPEN_ARRAY && this.outermost && this.afterColon && this.listKeys.has(this.key))
          this.enterList();
        else this.depth += 1;
        return false;
      case CLOSE_ARRAY:
      case CLOSE_OBJECT:
        this.depth -= 1;
        return this.depth === 0;
      case COLON:
        this.afterColon = true;
        return false;
      case COMMA:
        this.afterColon = false;
        return false;
      default:
        return false;
    }
  }

  private enterList(): void {
    this.parts = [];
    this.size = 0;
    this.within = 'list';
    this.list = this.key;
    this.depth = 0;
  }

  /** True when a value begins at this byte. */
  private opensValue(byte: number): boolean {
    if (this.inGarbage && byte !== NEWLINE && byte !== OPEN_OBJECT) return false;
    this.inGarbage = false;
    switch (byte) {
      case OPEN_OBJECT:
      case QUOTE:
        this.begin(byte);
        return true;
      case OPEN_ARRAY:
        if (this.within === 'top') {
          this.within = 'array';
          return false;
        }
        this.begin(byte);
        return true;
      case CLOSE_ARRAY:
        if (this.within !== 'top') {
          this.leaveList();
          return false;
        }
        break;
      case 0x20:
      case 0x09:
      case 0x0d:
      case NEWLINE:
      case COMMA:
      case RECORD_SEPARATOR:
        return false;
      default:
        break;
    }
    this.inGarbage = true;
    this.out.broken(
      'not-json',
      { offset: this.offset, line: this.line },
      'expected a JSON object or array here',
    );
    return false;
  }

  private begin(byte: number): void {
    this.start = { offset: this.offset, line: this.line };
    this.keeping = true;
    this.key = '';
    this.afterColon = false;
    if (byte === QUOTE) this.inString = true;
    else this.depth = 1;
  }

  private leaveList(): void {
    if (this.within === 'list') {
      // Back in the top-level object, the rest of which is passed over.
      this.depth = 1;
      this.keeping = false;
      this.afterColon = false;
      this.key = '';
    }
    this.within = 'top';
    this.list = undefined;
  }

  private finish(last: Buffer): void {
    this.keep(last);
    if (this.keeping) {
      const [only] = this.parts;
      this.linewise ||= this.within === 'top' && this.start.line === this.line;
      this.out.value(
        this.parts.length === 1 && only ? only : Buffer.concat(this.parts, this.size),
        this.start,
        this.list,
      );
    }
    this.parts = [];
    this.size = 0;
    this.keeping = true;
  }

  private keep(part: Buffer): void {
    if (!this.keeping) return;
    this.size += part.length;
    this.parts.push(part);
    if (this.size <= this.maxBytes) return;
    this.out.broken('record-too-large', this.start, `one value of more than ${this.maxBytes} bytes`);
    this.parts = [];
    this.size = 0;
    this.keeping = false;
  }

  private giveUpUnfinishedLine(): void {
    if (this.depth > 0 && !this.inString && this.linewise && this.within === 'top') {
      this.giveUp('not-json', 'the value does not end on its line');
    }
  }

  private giveUp(reason: Rejection, detail: string): void {
    if (this.keeping || this.within === 'top') this.out.broken(reason, this.start, detail);
    this.depth = 0;
    this.inString = false;
    this.escaped = false;
    this.parts = [];
    this.size = 0;
    this.keeping = true;
  }
}
