import { isObject, type Json, type JsonObject } from '../core/json.ts';
import { type Content, type Envelope, envelopes } from './envelopes/index.ts';
import { flowRow } from './flow-text.ts';
import { defaultLimits, type Limits } from './limits.ts';
import { openPayload } from './payload.ts';
import type { Place, RecordSink } from './record-sink.ts';
import { brokenShapeLimit, membersLeft } from './shape-limits.ts';
import type { TextPlace } from './value-splitter.ts';

const DEEPEST_ENVELOPE = 8;

const byKey: ReadonlyMap<string, readonly Envelope[]> = new Map(
  [...new Set(envelopes.map(({ key }) => key))].map((key) => [
    key,
    envelopes.filter((one) => one.key === key),
  ]),
);

/**
 * Takes a value out of its envelopes, however many are nested (SNS in SQS, EventBridge in SNS, …), and hands each
 * record to the sink with the names of the envelopes, the outermost first: `lines/sns/eventbridge`.
 */
export class Unwrapper {
  private readonly sink: RecordSink;
  private readonly limits: Limits;
  private index = 0;

  constructor(sink: RecordSink, limits: Limits) {
    this.sink = sink;
    this.limits = limits;
  }

  /** The place of the next record: its ordinal, and where the value that holds it stands in the text. */
  place(at: TextPlace | undefined): Place {
    const index = this.index;
    this.index += 1;
    return at ? { index, ...at } : { index };
  }

  /** Records that were passed over: they have ordinals, too. */
  pass(count: number): void {
    this.index += count;
  }

  open(value: Json, container: string, at?: TextPlace, level = 0): void {
    if (Array.isArray(value)) this.openArray(value as readonly Json[], container || 'array', at, level);
    else if (isObject(value)) this.openObject(value, container, at, level);
    else if (typeof value === 'string') this.openText(value, container || 'text', at, level);
    else this.sink.reject('not-an-object', this.place(at), `found ${value === null ? 'null' : typeof value}`);
  }

  private openArray(
    values: readonly Json[],
    container: string,
    at: TextPlace | undefined,
    level: number,
  ): void {
    if (level > DEEPEST_ENVELOPE) this.tooDeep(at);
    else for (const value of values) this.open(value, container, at, level + 1);
  }

  /** One pass over the members tells envelopes from records and measures a record against the caps. */
  private openObject(value: JsonObject, container: string, at: TextPlace | undefined, level: number): void {
    const { depth, members } = this.limits;
    let left = members;
    for (const key in value) {
      const inner = mayBeEnvelopeKey(key) ? open(byKey.get(key), value) : undefined;
      if (inner) {
        if (level > DEEPEST_ENVELOPE) this.tooDeep(at);
        else
          this.openContent(inner.content, container ? `${container}/${inner.name}` : inner.name, at, level);
        return;
      }
      if (left < 0) continue;
      const element = value[key];
      left -= 1;
      if (typeof element === 'object' && element !== null) left = membersLeft(element, depth - 1, left);
    }
    this.record(value, container || 'single', at, brokenShapeLimit(left));
  }

  private record(
    value: JsonObject,
    container: string,
    at: TextPlace | undefined,
    broken: ReturnType<typeof brokenShapeLimit>,
  ): void {
    if (broken === undefined) {
      this.sink.record(value, container, this.place(at));
      return;
    }
    const detail =
      broken === 'nesting'
        ? `more than ${this.limits.depth} levels of nesting`
        : `more than ${this.limits.members} members`;
    this.sink.reject(broken, this.place(at), detail);
  }

  private openContent(content: Content, container: string, at: TextPlace | undefined, level: number): void {
    if ('skip' in content) this.sink.skip(content.skip, this.place(at));
    else if ('values' in content)
      for (const value of content.values) this.open(value, container, at, level + 1);
    else
      for (const payload of content.payloads) {
        if (typeof payload === 'string') this.openText(payload, container, at, level);
        else this.open(payload, container, at, level + 1);
      }
  }

  private openText(payload: string, container: string, at: TextPlace | undefined, level: number): void {
    const value =
      level > DEEPEST_ENVELOPE ? undefined : (openPayload(payload, this.limits) ?? flowRow(payload));
    if (level > DEEPEST_ENVELOPE) this.tooDeep(at);
    else if (value === undefined) {
      this.sink.reject(
        'payload',
        this.place(at),
        'the message is neither JSON nor base64 of JSON, or it is damaged',
      );
    } else this.open(value, container, at, level + 1);
  }

  private tooDeep(at: TextPlace | undefined): void {
    this.sink.reject(
      'envelope-depth',
      this.place(at),
      `more than ${DEEPEST_ENVELOPE} envelopes inside each other`,
    );
  }
}

/** For each length of a key, the first characters (modulo 32) of the keys of envelopes: rules out nearly all others. */
const firstCharacters = new Int32Array(64);
for (const key of byKey.keys()) {
  firstCharacters[key.length & 63] =
    (firstCharacters[key.length & 63] ?? 0) | (1 << (key.charCodeAt(0) & 31));
}

function mayBeEnvelopeKey(key: string): boolean {
  return (((firstCharacters[key.length & 63] as number) >>> (key.charCodeAt(0) & 31)) & 1) !== 0;
}

function open(
  candidates: readonly Envelope[] | undefined,
  object: JsonObject,
): { name: string; content: Content } | undefined {
  for (const candidate of candidates ?? []) {
    const content = candidate.open(object);
    if (content !== undefined) return { name: candidate.name, content };
  }
  return undefined;
}

/** Takes one parsed value out of its envelopes; see `Unwrapper`. */
export function unwrap(value: Json, sink: RecordSink, limits: Limits = defaultLimits): void {
  new Unwrapper(sink, limits).open(value, '');
}
