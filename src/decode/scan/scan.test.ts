import { readFileSync } from 'node:fs';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import type { RecordShape } from '../../core/record-shape.ts';
import { buildAutomaton, hasLiteral } from './literal-automaton.ts';
import { createPlainScanner } from './plain-scanner.ts';
import type { RecordScanner, ScanOrder } from './record-scanner.ts';
import type { ScanPlan } from './scan-plan.ts';
import { flags, kinds, layout, todos, uses } from './wasm-memory.ts';
import { createWasmScanner } from './wasm-scanner.ts';

const shape: RecordShape = {
  name: 'aws',
  mark: '"op"',
  members: [
    { name: 'op', use: 'operation' },
    { name: 'from', use: 'service' },
    { name: 'at', use: 'time' },
    { name: 'id', use: 'id' },
    { name: 'who', required: true, object: { otherwise: 'parse' } },
    { name: 'error', notPlain: true },
    { name: 'agent' },
    { name: 'body' },
  ],
  texts: ['op', 'from', 'agent'],
  objects: ['who'],
  folds: false,
  samples: () => [],
};
const plan: ScanPlan = {
  shape,
  literals: { texts: ['"root"', 'evil'], members: ['who.type', 'agent'], anywhere: false },
  verdict: () => ({ plain: 'parse', other: 'parse', quiet: [] }),
};

function scanners(): readonly RecordScanner[] {
  const made = [createWasmScanner(plan, 1_000_000), createPlainScanner(plan, 1_000_000)];
  return made.map((scanner) => {
    expect(scanner).toBeDefined();
    scanner?.learn('Read', 'svc', { plain: 'pass', other: 'pass', quiet: [] });
    scanner?.learn('Look', 'svc', { plain: 'count', other: 'parse', quiet: [3, 5] });
    scanner?.learn('Make', 'svc', { plain: 'parse', other: 'parse', quiet: [] });
    return scanner as RecordScanner;
  });
}

const record = (op: string, more = ''): string =>
  `{"op":"${op}","from":"svc","at":"2026-03-01T09:14:07Z","id":"x1","who":{"type":"User"}${more}}`;

function kindsOf(text: string, order: Partial<ScanOrder> = {}): string[] {
  const bytes = Buffer.from(text);
  const [wasm, plain] = scanners().map((scanner) =>
    scanner.scan(bytes, 0, bytes.length, { lines: false, first: true, last: false, ...order }),
  );
  expect(wasm).toEqual(plain);
  const found = wasm?.findings.map(({ ordinal, found: one }) => `${ordinal} ${one.kind}`) ?? [];
  return [`${wasm?.status} ${wasm?.records}`, ...found];
}

describe('one record', () => {
  test.each<[what: string, text: string, asks: string | undefined]>([
    ['an operation that nothing asks for', record('Read'), undefined],
    ['an operation that a rule asks for', record('Make'), 'parse'],
    ['an operation that is counted', record('Look'), 'counted'],
    ['one that is counted and failed', record('Look', ',"error":"x"'), 'parse'],
    ['an operation that is not known', record('Other'), 'unknown'],
    ['white space around a value', record('Read').replace('"op":', '"op": \n\t'), undefined],
    ['white space before a colon', record('Read').replace('"op":', '"op" :'), 'parse'],
    ['an escape in a key', record('Read').replace('"op"', '"\\u006fp"'), 'parse'],
    ['an escape in the operation', record('\\u0052ead'), 'parse'],
    ['the operation twice', record('Read', ',"op":"Make"'), 'parse'],
    ['a member that is not of the shape', record('Read', ',"message":1'), 'parse'],
    ['the same name further inside', record('Read', ',"body":{"op":"Make","x":{"op":"Make"}}'), undefined],
    ['a key inside a string', record('Read', ',"agent":"\\"op\\":\\"Make\\""'), 'parse'],
    ['brackets inside a string', record('Read', ',"body":"}]{\\\\\\"["'), undefined],
    ['no operation', record('Read').replace('"op"', '"body"'), 'parse'],
    ['no time', record('Read').replace('09:14', '25:14'), 'parse'],
    ['a day that does not exist', record('Read').replace('03-01', '02-29'), 'parse'],
    ['a leap day', record('Read').replace('2026-03-01', '2028-02-29'), undefined],
    ['an id that is no text', record('Look').replace('"x1"', '7'), 'parse'],
    ['a literal in a member', record('Read', ',"agent":"an Evil tool"'), 'parse'],
    ['a literal tied to both ends', record('Read').replace('User', 'ROOT'), 'parse'],
    ['a literal not at the end', record('Read').replace('User', 'Rooted'), undefined],
    ['a literal elsewhere', record('Read', ',"body":"evil"'), undefined],
    ['an array where an object was', record('Read').replace('{"type":"User"}', '[1]'), 'parse'],
    ['null where an object was', record('Read').replace('{"type":"User"}', 'null'), undefined],
  ])('%s', (_what, text, asks) => {
    expect(kindsOf(`${text}]`)).toEqual(['list-ended 1', ...(asks ? [`0 ${asks}`] : [])]);
    // Wherever it stands in a block of 64 bytes.
    const more = Array.from({ length: 40 }, () => text);
    const all = more.flatMap((_, index) => (asks ? [`${index} ${asks}`] : []));
    expect(kindsOf(`${more.join(' , ')}]`)).toEqual([`list-ended ${more.length}`, ...all]);
    expect(
      kindsOf(more.map((one) => one.replaceAll('\n', ' ')).join('\n'), { lines: true, last: true }),
    ).toEqual([`more ${more.length}`, ...all]);
  });
});

test('what cannot be vouched for ends a list, and is a line of its own among lines', () => {
  for (const odd of ['{"a":"\u0001"}', '{"a":1]', '[1]', '7', '"x"', '{"a":\\1}']) {
    expect(kindsOf(`${record('Read')},${odd},${record('Read')}]`)[0]).toBe('odd 1');
    const lines = `${record('Read')}\n${odd}\n${record('Read')}\n`;
    expect(kindsOf(lines, { lines: true, last: true })).toEqual(['more 3', '1 parse']);
  }
});

test('bytes of any kind: both scanners say the same, and never read beyond the text', () => {
  const pieces = [
    '"',
    '\\',
    '{',
    '}',
    '[',
    ']',
    ':',
    ',',
    '\n',
    ' ',
    'x',
    '"op"',
    '"who"',
    '\\u00',
    'é',
    record('Read'),
    record('Make'),
  ];
  const texts = fc.array(fc.constantFrom(...pieces), { maxLength: 60 }).map((parts) => parts.join(''));
  const [wasm, plain] = scanners();
  fc.assert(
    fc.property(texts, fc.boolean(), fc.boolean(), fc.boolean(), (text, lines, first, last) => {
      const bytes = Buffer.from(text);
      const order = { lines, first, last };
      const a = wasm!.scan(bytes, 0, bytes.length, order);
      const b = plain!.scan(bytes, 0, bytes.length, order);
      // Where one calls a text odd that ends too early, the other may wait for more: neither vouches for it.
      const known = (scanned: typeof a): object => ({ records: scanned.records, findings: scanned.findings });
      expect(known(a)).toEqual(known(b));
      expect(a.at).toBeLessThanOrEqual(bytes.length);
    }),
    { numRuns: 3000 },
  );
});

test('the automaton finds what includes finds, whatever the case', () => {
  const letters = fc.array(fc.constantFrom('a', 'b', 'K', 'k', '/', '1'), { minLength: 1, maxLength: 12 });
  const words = letters.map((parts) => parts.join(''));
  fc.assert(
    fc.property(fc.array(words, { minLength: 1, maxLength: 4 }), words, (texts, text) => {
      const lower = texts.map((one) => one.toLowerCase());
      const automaton = buildAutomaton(lower)!;
      const bytes = Buffer.from(text);
      const expected = lower.some((one) => text.toLowerCase().includes(one));
      expect(hasLiteral(automaton, bytes, 0, bytes.length)).toBe(expected);
    }),
  );
});

test('what may spell a letter in another way is found, too', () => {
  const automaton = buildAutomaton(['kms'])!;
  for (const text of ['\\u006bms', '\u212ams', 'KMS']) {
    const bytes = Buffer.from(text);
    expect(hasLiteral(automaton, bytes, 0, bytes.length)).toBe(true);
  }
  expect(hasLiteral(automaton, Buffer.from('k-m-s \u2122'), 0, 8)).toBe(false);
});

test('both halves agree on the layout of the memory', () => {
  const text = readFileSync('assembly/layout.ts', 'utf8');
  const numbers = new Map(
    [...text.matchAll(/export const (\w+): \w+ = (\w+)(?: \* (\d+))?;/g)].map(([, name, value, times]) => [
      name,
      Number(value) * Number(times ?? 1),
    ]),
  );
  for (const name of ['LITERALS', 'FINDINGS', 'FINDING_WORDS', 'TEXT'] as const)
    expect(numbers.get(name)).toBe(layout[name]);
  for (const [name, value] of Object.entries(uses))
    expect(numbers.get(`USE_${name.toUpperCase()}`)).toBe(value);
  for (const name of ['PARSE', 'NOT_PLAIN', 'OPERATION', 'SERVICE', 'TIME'] as const)
    expect(numbers.get(`FLAG_${name}`)).toBe(flags[name]);
  for (const [name, value] of Object.entries(todos)) expect(numbers.get(name.toUpperCase())).toBe(value);
  for (const [name, value] of Object.entries(kinds)) expect(numbers.get(`FOUND_${name}`)).toBe(value);
});
