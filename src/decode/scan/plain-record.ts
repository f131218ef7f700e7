import { fingerprint } from '../../core/key-set.ts';
import type { ShapeMember } from '../../core/record-shape.ts';
import { buildAutomaton, hasLiteral, type LiteralAutomaton } from './literal-automaton.ts';
import type { Finding } from './record-scanner.ts';
import type { ScanPlan, Verdict } from './scan-plan.ts';
import { membersWith, pathOf } from './wasm-scanner.ts';

const LARGEST = 128 * 1024;
const SECOND = 1000;
const plainText = /^[\x20\x21\x23-\x5b\x5d-\x7f]*$/;
const time = /^20[0-3]\d-\d\d-\d\dT\d\d:\d\d:\d\d(?:\.\d{1,9})?Z$/;

/** What is known of the record at hand: the decisions of `assembly/record.ts`, written to be read. */
export class PlainRecord {
  private readonly plan: ScanPlan;
  private readonly known: ReadonlyMap<string, ShapeMember>;
  private readonly parents: ReadonlySet<string>;
  private readonly automaton: LiteralAutomaton | undefined;
  private readonly verdicts = new Map<string, Verdict>();

  private mustParse = false;
  private isPlain = true;
  private seen = new Set<string>();
  private values = new Map<string, string>();
  private parent: string | undefined;

  constructor(plan: ScanPlan) {
    this.plan = plan;
    const { texts, members } = plan.literals;
    const all = membersWith(plan.shape.members, new Set(members));
    this.known = new Map(all.map((member) => [pathOf(member), member]));
    this.parents = new Set(
      all.flatMap(({ name, within, object }) => [...(object ? [name] : []), ...(within ? [within] : [])]),
    );
    this.automaton = texts.length > 0 ? buildAutomaton(texts) : undefined;
  }

  begin(): void {
    this.mustParse = false;
    this.isPlain = true;
    this.seen = new Set();
    this.values = new Map();
    this.parent = undefined;
  }

  parse(): void {
    this.mustParse = true;
  }

  /** Whether members of the object that is open two levels deep matter. */
  get inParent(): boolean {
    return this.parent !== undefined;
  }

  learn(operation: string, service: string, verdict: Verdict): void {
    this.verdicts.set(`${operation}\n${service}`, verdict);
  }

  /** @param value the text behind the colon, as far as it matters */
  member(key: string, text: Buffer, from: number, to: number, isTop: boolean): void {
    if (isTop) this.parent = undefined;
    const member = this.known.get(isTop ? key : `${this.parent}.${key}`);
    if (!member || key.includes('\\')) {
      if (isTop || key.includes('\\')) this.mustParse = true;
      return;
    }
    const path = pathOf(member);
    this.seen.add(path);
    if (member.notPlain) this.isPlain = false;
    let at = from;
    while (at < to && (text[at] as number) <= 0x20) at += 1;
    if (at < to) this.value(member, path, text, at, to);
  }

  private value(member: ShapeMember, path: string, text: Buffer, at: number, to: number): void {
    const { use, equals } = member;
    const literals = this.plan.literals.members.includes(path);
    const isParent = member.within === undefined && this.parents.has(member.name);
    if (!use && !equals && !literals && !isParent) return;
    const first = text[at];
    if (first === 0x6e) {
      if (use && use !== 'account') this.mustParse = true;
      if (equals) this.otherwise(equals.otherwise);
      return;
    }
    if (first === 0x22) {
      if (isParent) this.otherwise(member.object?.otherwise ?? 'parse');
      this.text(member, text, at, to, literals);
    } else if (isParent && !literals) {
      if (first === 0x7b) this.parent = member.name;
      else this.otherwise(member.object?.otherwise ?? 'parse');
    } else this.mustParse = true;
  }

  private text({ use, equals }: ShapeMember, text: Buffer, at: number, to: number, literals: boolean): void {
    const close = stringEnd(text, at + 1, to);
    const value = close === -1 ? undefined : text.toString('latin1', at + 1, close);
    if (value === undefined || !plainText.test(value)) {
      // An id that is no plain text matters only where the record is counted.
      if (use === 'id' || use === 'account') this.keep(use, '\u0000');
      else this.mustParse = true;
      return;
    }
    if (use) this.keep(use, value);
    if (use === 'time') {
      if (!time.test(value) || Number.isNaN(exactTime(value))) this.mustParse = true;
      if (value[19] !== 'Z') this.isPlain = false;
    }
    if (equals && value !== equals.text) this.otherwise(equals.otherwise);
    if (literals && this.automaton && hasLiteral(this.automaton, text, at, close + 1)) this.mustParse = true;
  }

  private keep(use: string, value: string): void {
    if (this.values.has(use)) this.mustParse = true;
    this.values.set(use, value);
  }

  private otherwise(what: 'parse' | 'not-plain'): void {
    if (what === 'parse') this.mustParse = true;
    else this.isPlain = false;
  }

  /** What the record asks for; undefined: it is passed over. */
  end(text: Buffer, start: number, end: number): Finding | undefined {
    const { values, plan } = this;
    const parse: Finding = { kind: 'parse', start, end };
    const operation = values.get('operation');
    const service = values.get('service');
    const complete = plan.shape.members.every((member) => !member.required || this.seen.has(pathOf(member)));
    if (this.mustParse || !complete || end - start > LARGEST || values.get('time') === undefined)
      return parse;
    if (operation === undefined || service === undefined) return parse;
    const anywhere = plan.literals.anywhere && this.automaton;
    if (anywhere && hasLiteral(anywhere, text, start, end)) return parse;
    const verdict = this.verdicts.get(`${operation}\n${service}`);
    if (!verdict) return { kind: 'unknown', start, end, operation, service, plain: this.isPlain };
    const todo = this.isPlain ? verdict.plain : verdict.other;
    if (todo === 'parse') return parse;
    return todo === 'count' ? this.counted(parse, verdict) : undefined;
  }

  private counted(parse: Finding, { quiet }: Verdict): Finding {
    const id = this.values.get('id') ?? '';
    const account = this.values.get('account') ?? '';
    if (id === '' || !plainText.test(id) || !plainText.test(account)) return parse;
    const words = new Uint32Array(2);
    fingerprint(`${account}/${id}`, words, 0);
    const [high = 0, low = 0] = new Int32Array(words.buffer);
    return { kind: 'counted', quiet, high, low, time: exactTime(this.values.get('time') ?? '') };
  }
}

/** Whole seconds of a time as epoch milliseconds; NaN for days that do not exist and years that are not scanned. */
function exactTime(value: string): number {
  const whole = `${value.slice(0, 19)}Z`;
  const ms = Date.parse(whole);
  if (Number.isNaN(ms) || new Date(ms).toISOString().slice(0, 19) !== whole.slice(0, 19)) return Number.NaN;
  return Number(value.slice(0, 4)) > 2037 ? Number.NaN : Math.floor(ms / SECOND) * SECOND;
}

/** Where the string that goes on at `at` has its closing mark; -1 when the text ends before. */
function stringEnd(text: Buffer, at: number, to: number): number {
  for (let place = at; place < to; place += 1) {
    if (text[place] === 0x5c) place += 1;
    else if (text[place] === 0x22) return place;
  }
  return -1;
}
