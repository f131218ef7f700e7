import type { Provider } from '../../activity/vocabulary.ts';
import type { NativeField, Step } from './condition.ts';

/** Where a SIEM keeps the records of one log of a cloud. */
export interface Table<Column> {
  readonly cloud: Provider;
  /** The services of Sigma's log sources whose records it holds. */
  readonly services: readonly string[];
  /** The table, index or source type, for people. */
  readonly name: string;
  /** Columns by the dotted path of the member that they hold. */
  readonly columns: Readonly<Record<string, Column>>;
  /** Columns that hold a member with all that is below it; `''` is the whole record. */
  readonly deep: Readonly<Record<string, Column>>;
  /** How rows of one operation are told, in the words of the target; absent: they cannot be put together. */
  readonly fold?: unknown;
  /** Where that is not exact: how rows are put together. */
  readonly foldNote?: string;
  /** What a person has to know who runs a query on it. */
  readonly note?: string;
}

/** A column, and the members below it that lead to the value. */
export interface Located<Column> {
  readonly column: Column;
  readonly below: readonly Step[];
  /** All of the path, for what names fields by it. */
  readonly steps: readonly Step[];
  /** The column holds the list in whose items the members are. */
  readonly isList?: true;
}

/** Where the table has the field: the first of its places that there is a column for. */
export function locate<Column>(table: Table<Column>, field: NativeField): Located<Column> | undefined {
  for (const steps of field.places) {
    const found = locateSteps(table, steps);
    if (found) return found;
  }
  return undefined;
}

function locateSteps<Column>(table: Table<Column>, steps: readonly Step[]): Located<Column> | undefined {
  const column = ownColumn(table.columns, dotted(steps));
  // A list of objects is no plain value, whatever its column.
  if (column !== undefined && steps.slice(0, -1).every(({ each }) => !each))
    return { column, below: [], steps };
  for (let end = steps.length; end >= 0; end -= 1) {
    const deep = ownColumn(table.deep, dotted(steps.slice(0, end)));
    if (deep === undefined) continue;
    const below = steps.slice(end);
    const isWithin = steps.slice(0, Math.max(0, end - 1)).some(({ each }) => each === true);
    if (isWithin) continue;
    return { column: deep, below, steps, ...(steps[end - 1]?.each ? { isList: true as const } : {}) };
  }
  return undefined;
}

function ownColumn<Column>(columns: Readonly<Record<string, Column>>, path: string): Column | undefined {
  return Object.hasOwn(columns, path) ? columns[path] : undefined;
}

/** The path as records are read by: members with dots between them. */
export function dotted(steps: readonly Step[]): string {
  return steps.map(({ key }) => key).join('.');
}

/** The steps of a dotted path; `[]` behind a member marks a list. */
export function stepsOf(path: string): readonly Step[] {
  return path
    .split('.')
    .map((part) => (part.endsWith('[]') ? { key: part.slice(0, -2), each: true } : { key: part }));
}
