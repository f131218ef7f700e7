/** Where things stand in the memory of the scanner in WebAssembly: the numbers of `assembly/layout.ts`. */
export const layout = {
  ARENA: 0x40000,
  ARENA_END: 0xc0000,
  LITERALS: 0xc0000,
  LITERALS_END: 0x140000,
  FINDINGS: 0x140000,
  FINDING_WORDS: 10,
  TEXT: 0x190040,
} as const;

/** What a member's value is used for. */
export const uses = {
  operation: 1,
  service: 2,
  time: 4,
  id: 8,
  account: 16,
  literals: 32,
  parent: 64,
  equals: 128,
} as const;

/** Flags of a record; those of the shape's required members begin at `SHAPE`. */
export const flags = { PARSE: 1, NOT_PLAIN: 2, OPERATION: 4, SERVICE: 8, TIME: 16, SHAPE: 256 } as const;

export const todos = { pass: 0, parse: 1, count: 2 } as const;
export const kinds = { PARSE: 0, UNKNOWN: 1, COUNTED: 2 } as const;
/** Where a slot of a member keeps what it means. */
export const slot = { USES: 56, FLAGS: 60, INDEX: 64, OTHERWISE: 68, TEXT: 72, LENGTH: 76 } as const;
