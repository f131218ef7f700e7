import { counted } from '../counted.ts';
import type { Cell, RowColumn, Rows } from './rows.ts';

/** What two queries do not agree about: see `engine/query/compare-queries.ts`. */
interface Comparison {
  readonly columns: readonly RowColumn[];
  readonly changes: readonly {
    readonly kind: 'removed' | 'added' | 'changed';
    readonly values: readonly Cell[];
    readonly before?: readonly Cell[];
  }[];
  readonly same: number;
}

const marks = { removed: '-', added: '+', changed: '~' } as const;

/** The differences as rows: `-` only the first query gives, `+` only the second, `~` both, with `was → is` where they differ. */
export function changeRows({ columns, changes }: Comparison): Rows {
  return {
    columns: [
      { name: 'change', type: 'text' },
      ...columns.map(({ name }) => ({ name, type: 'text' as const })),
    ],
    rows: changes.map(({ kind, values, before }) => [
      marks[kind],
      ...values.map((value, index) => changed(value, before ? (before[index] ?? null) : value)),
    ]),
  };
}

function changed(value: Cell, before: Cell): Cell {
  return value === before ? value : `${before ?? 'NULL'} → ${value ?? 'NULL'}`;
}

/** The differences in one line. */
export function changeSummary({ changes, same }: Comparison): string {
  const of = (kind: keyof typeof marks): number => changes.filter((one) => one.kind === kind).length;
  return (
    `- ${counted(of('removed'), 'row')} only as written · + ${counted(of('added'), 'row')} only in the other · ` +
    `~ ${of('changed').toLocaleString('en-US')} changed · ${same.toLocaleString('en-US')} the same\n`
  );
}
