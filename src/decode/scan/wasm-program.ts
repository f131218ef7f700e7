import { readFileSync } from 'node:fs';

interface Variable {
  readonly value: number;
}

/** What `assembly/scanner.ts` exports. Truth is a number other than 0. */
export interface ScannerProgram {
  readonly memory: { readonly buffer: ArrayBuffer; grow(pages: number): number };
  readonly consumed: Variable;
  readonly lines: Variable;
  readonly separated: Variable;
  addKey(at: number, length: number, parent: number): number;
  addPair(text: number, operation: number, service: number, word: number): number;
  setLiterals(classes: number, accepting: number): void;
  configure(required: number, anywhere: number): void;
  scan(start: number, end: number, lines: number, first: number, last: number): number;
  findingCount(): number;
  recordCount(): number;
}

/** The part of WebAssembly's interface that is used; the types of Node.js leave it to those of browsers. */
interface WebAssemblyApi {
  readonly Module: new (bytes: Uint8Array) => object;
  readonly Instance: new (module: object, imports: object) => { readonly exports: unknown };
}

const api = (globalThis as { readonly WebAssembly?: WebAssemblyApi }).WebAssembly;

let module: object | undefined;
let isTried = false;

/** The program with a memory of its own; undefined without WebAssembly, without SIMD in it, or when it was not built. */
export function instantiate(): ScannerProgram | undefined {
  if (!api) return undefined;
  if (!isTried) {
    isTried = true;
    try {
      module = new api.Module(readFileSync(new URL('./scanner.wasm', import.meta.url)));
    } catch {
      module = undefined;
    }
  }
  if (!module) return undefined;
  const { exports } = new api.Instance(module, { env: { abort: () => undefined } });
  return exports as ScannerProgram;
}
