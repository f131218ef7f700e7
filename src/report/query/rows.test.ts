import { describe, expect, it } from 'vitest';
import { type Cell, type RowColumn, type RowFormat, renderRows } from './rows.ts';

const columns: readonly RowColumn[] = [
  { name: 'who', type: 'text' },
  { name: 'n', type: 'number' },
  { name: 'when', type: 'time' },
  { name: 'ok', type: 'boolean' },
];
const time = Date.UTC(2026, 2, 10, 10);
const context = { width: 60, time: (at: number): string => new Date(at).toISOString().slice(0, 16) };

function render(format: RowFormat, rows: readonly (readonly Cell[])[], width = context.width): string {
  return [...renderRows({ columns, rows }, format, { ...context, width })].join('');
}

describe('table', () => {
  it('numbers stand right, NULL is nothing, times are written', () => {
    expect(
      render('table', [
        ['mara', 7, time, true],
        [null, 1234, null, false],
      ]),
    ).toBe(
      [
        'who      n  when              ok',
        '────  ────  ────────────────  ─────',
        'mara     7  2026-03-10T10:00  true',
        '      1234                    false',
        '',
      ].join('\n'),
    );
  });

  it('says that there is nothing', () => expect(render('table', [])).toBe('no rows\n'));

  it('never is wider than the terminal while columns can be narrowed', () => {
    const text = render('table', [['x'.repeat(500), 1, time, true]], 48);
    for (const line of text.trimEnd().split('\n')) expect(line.length).toBeLessThanOrEqual(48);
    expect(text).toContain('…');
  });

  it('does nothing to a terminal', () => {
    const text = render('table', [['\u001b]0;owned\u0007\u202e\nx', 1, null, null]]);
    expect(text).toContain('\\u{1b}]0;owned\\u{7}\\u{202e}\\u{a}x');
    expect(text.split('\n')).toHaveLength(4);
  });

  it('is written on while rows come', () => {
    const rows = Array.from({ length: 1200 }, (_, index): Cell[] => ['a', index, null, null]);
    const lines = render('table', rows).trimEnd().split('\n');
    expect(lines).toHaveLength(1202);
    expect(lines.at(-1)).toBe('a    1199');
  });
});

describe('csv', () => {
  it('quotes, and neutralises formulas but not numbers', () => {
    expect(
      render('csv', [
        ['=HYPERLINK("x")', -3, time, true],
        ['a,"b"\nc', -1e-7, null, null],
      ]),
    ).toBe(`who,n,when,ok\n"'=HYPERLINK(""x"")",-3,${time},true\n"a,""b""\nc",-1e-7,,\n`);
  });
  it('has a header without rows', () => expect(render('csv', [])).toBe('who,n,when,ok\n'));
});

describe('json and ndjson', () => {
  const rows: Cell[][] = [
    ['\u2028"', 1.5, time, null],
    ['', 0, null, false],
  ];
  const objects = [
    { who: '\u2028"', n: 1.5, when: time, ok: null },
    { who: '', n: 0, when: null, ok: false },
  ];
  it('can be read again', () => {
    expect(JSON.parse(render('json', rows))).toEqual(objects);
    expect(
      render('ndjson', rows)
        .trimEnd()
        .split('\n')
        .map((line) => JSON.parse(line)),
    ).toEqual(objects);
  });
  it('nothing is an empty list, or nothing', () => {
    expect(render('json', [])).toBe('[]\n');
    expect(render('ndjson', [])).toBe('');
  });
});
