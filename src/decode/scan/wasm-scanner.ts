import type { ShapeMember } from '../../core/record-shape.ts';
import { buildAutomaton } from './literal-automaton.ts';
import type { Finding, RecordScanner, Scanned, ScanOrder, ScanStatus } from './record-scanner.ts';
import type { ScanPlan, Verdict } from './scan-plan.ts';
import { flags, kinds, layout, slot, todos, uses } from './wasm-memory.ts';
import { instantiate, type ScannerProgram } from './wasm-program.ts';

const PAGE = 65_536;
const statuses: readonly ScanStatus[] = ['more', 'list-ended', 'odd', 'full'];

/**
 * The scanner in WebAssembly for one plan.
 *
 * @param mostBytes what one scan can take; memory is reserved for it
 * @returns undefined when it cannot run here, or when the plan does not fit into its tables
 */
export function createWasmScanner(plan: ScanPlan, mostBytes: number): RecordScanner | undefined {
  const program = instantiate();
  if (!program) return undefined;
  const scanner = new WasmScanner(program, mostBytes);
  return scanner.load(plan) ? scanner : undefined;
}

class WasmScanner implements RecordScanner {
  readonly mostBytes: number;
  private readonly wasm: ScannerProgram;
  private readonly bytes: Buffer;
  private readonly words: Int32Array;
  private arena: number = layout.ARENA;
  private readonly quiet: (readonly number[])[] = [];

  constructor(wasm: ScannerProgram, mostBytes: number) {
    this.wasm = wasm;
    this.mostBytes = mostBytes;
    const missing = layout.TEXT + mostBytes + 64 - wasm.memory.buffer.byteLength;
    if (missing > 0) wasm.memory.grow(Math.ceil(missing / PAGE));
    this.bytes = Buffer.from(wasm.memory.buffer);
    this.words = new Int32Array(wasm.memory.buffer);
  }

  /** False when the plan is too large for the tables. */
  load({ shape, literals }: ScanPlan): boolean {
    const parents = [...new Set(shape.members.flatMap(({ name, object }) => (object ? [name] : [])))];
    const wanted = new Set(literals.members);
    for (const path of wanted) {
      const outer = path.split('.')[0] ?? '';
      if (path.includes('.') && !parents.includes(outer)) parents.push(outer);
    }
    let required: number = flags.OPERATION | flags.SERVICE | flags.TIME;
    let nextFlag: number = flags.SHAPE;
    for (const member of membersWith(shape.members, wanted)) {
      let own = 0;
      if (member.required) {
        own = nextFlag;
        required |= own;
        nextFlag *= 2;
      }
      this.addMember(member, own, parents, wanted.has(pathOf(member)));
    }
    this.wasm.configure(required, literals.anywhere ? 1 : 0);
    return literals.texts.length === 0 || this.addLiterals(literals.texts);
  }

  private addMember(
    member: ShapeMember,
    requiredFlag: number,
    parents: readonly string[],
    literals: boolean,
  ): void {
    const { name, within, use, notPlain, equals, object } = member;
    const at = this.put(`"${name}"`) + 1;
    const entry = this.wasm.addKey(at, name.length, within === undefined ? 0 : parents.indexOf(within) + 1);
    const parent = within === undefined ? parents.indexOf(name) + 1 : 0;
    const word = (offset: number, value: number): void =>
      void this.bytes.writeUInt32LE(value, entry + offset);
    word(
      slot.USES,
      (use ? uses[use] : 0) |
        (parent > 0 ? uses.parent : 0) |
        (equals ? uses.equals : 0) |
        (literals ? uses.literals : 0),
    );
    word(slot.FLAGS, requiredFlag | (notPlain ? flags.NOT_PLAIN : 0));
    word(slot.INDEX, parent);
    const otherwise = (equals ?? object)?.otherwise ?? 'parse';
    word(slot.OTHERWISE, otherwise === 'not-plain' ? flags.NOT_PLAIN : flags.PARSE);
    if (!equals) return;
    word(slot.TEXT, this.put(equals.text));
    word(slot.LENGTH, equals.text.length);
  }

  private addLiterals(texts: readonly string[]): boolean {
    const automaton = buildAutomaton(texts);
    if (!automaton) return false;
    const { classOf, classes, next, accepting } = automaton;
    if (layout.LITERALS + 256 + next.byteLength > layout.LITERALS_END) return false;
    this.bytes.set(classOf, layout.LITERALS);
    this.bytes.set(new Uint8Array(next.buffer, next.byteOffset, next.byteLength), layout.LITERALS + 256);
    this.wasm.setLiterals(classes, accepting);
    return true;
  }

  learn(operation: string, service: string, { plain, other, quiet }: Verdict): void {
    const length = operation.length + service.length;
    if (operation.length > 0xff || service.length > 0xff || this.arena + length + 64 > layout.ARENA_END)
      return;
    const number = this.quiet.length;
    const word = todos[plain] | (todos[other] << 2) | (number << 4);
    if (this.wasm.addPair(this.put(operation + service), operation.length, service.length, word) === 0)
      return;
    this.quiet.push(quiet);
  }

  /** Keeps a text, with room for loads of 16 bytes before and behind it. */
  private put(text: string): number {
    const at = this.arena + 16;
    this.arena = at + ((this.bytes.write(text, at, 'latin1') + 31) & ~15);
    return at;
  }

  scan(text: Buffer, from: number, to: number, { lines, first, last }: ScanOrder): Scanned {
    const { wasm } = this;
    text.copy(this.bytes, layout.TEXT, from, to);
    const end = layout.TEXT + to - from;
    const status = wasm.scan(layout.TEXT, end, lines ? 1 : 0, first ? 1 : 0, last ? 1 : 0);
    const findings: Scanned['findings'][number][] = [];
    for (let index = 0; index < wasm.findingCount(); index += 1) {
      const at = layout.FINDINGS / 4 + index * layout.FINDING_WORDS;
      findings.push({
        ordinal: this.words[at + 3] as number,
        line: this.words[at + 4] as number,
        found: this.finding(at, text, from),
      });
    }
    return {
      status: statuses[status] ?? 'odd',
      at: from + (wasm.consumed.value as number) - layout.TEXT,
      separated: wasm.separated.value !== 0,
      records: wasm.recordCount(),
      lines: wasm.lines.value as number,
      findings,
    };
  }

  private finding(at: number, text: Buffer, from: number): Finding {
    const { words } = this;
    const word = (index: number): number => words[at + index] as number;
    if (word(0) === kinds.COUNTED) {
      const quiet = this.quiet[word(5)] ?? [];
      return { kind: 'counted', quiet, high: word(6), low: word(7), time: word(8) * 1000 };
    }
    const start = from + word(1);
    const end = from + word(2);
    if (word(0) === kinds.PARSE) return { kind: 'parse', start, end };
    const operation = text.toString('latin1', from + word(5), from + word(6));
    const service = text.toString('latin1', from + word(7), from + word(8));
    return { kind: 'unknown', start, end, operation, service, plain: word(9) !== 0 };
  }
}

/** The path of a member as rules write it. */
export function pathOf({ name, within }: ShapeMember): string {
  return within === undefined ? name : `${within}.${name}`;
}

/** The members of a shape, and those in which literals are looked for. */
export function membersWith(
  members: readonly ShapeMember[],
  wanted: ReadonlySet<string>,
): readonly ShapeMember[] {
  const known = new Set(members.map(pathOf));
  const more = [...wanted].filter((path) => !known.has(path));
  return [
    ...members,
    ...more.map((path) => {
      const [first = '', second] = path.split('.');
      return second === undefined ? { name: first } : { name: second, within: first };
    }),
  ];
}
