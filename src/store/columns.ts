import { activityFields } from '../activity/fields.ts';
import { digest } from '../core/digest.ts';
import { identifier, literal } from './sql-text.ts';

/** A column of the lake that holds one field of the Activity. */
export interface FieldColumn {
  /** The field's name with `_` for `.`, without `[]`: `principal_key`, `resources_id`. */
  readonly name: string;
  readonly field: string;
  readonly type: 'VARCHAR' | 'BIGINT' | 'DOUBLE' | 'BOOLEAN' | 'VARCHAR[]';
}

const types = {
  text: 'VARCHAR',
  integer: 'BIGINT',
  number: 'DOUBLE',
  boolean: 'BOOLEAN',
  texts: 'VARCHAR[]',
} as const;

/** The fields that have columns, as the field table marks them. Everything else is in the JSON of the Activity. */
export const fieldColumns: readonly FieldColumn[] = activityFields
  .filter(({ queried }) => queried)
  .map(({ name, type }) => ({
    name: name.replaceAll('[]', '').replaceAll('.', '_'),
    field: name,
    type: name.includes('[]') ? 'VARCHAR[]' : types[type],
  }));

/** What else is made of the JSON. */
export const derivedColumns = [
  /** Names of the attributes that are there: rules on others cannot match. */
  { name: 'attrs', type: 'VARCHAR[]', expression: "json_keys(activity, '$.attrs')" },
] as const;

/** What every stored Activity has besides its fields. */
export const ownColumns = [
  /** It is a change of compute that the catalogue knows: what lineage and baselines are made of. */
  { name: 'remembered', type: 'BOOLEAN' },
  /** Which operation of several records it was made of; NULL for a record that stands alone. */
  { name: 'operation_key', type: 'VARCHAR' },
  /** The Activity as JSON that every engine can read. */
  { name: 'activity', type: 'VARCHAR' },
  /** The Activity as it was, where it holds half of a surrogate pair, which engines refuse; else NULL. */
  { name: 'exact', type: 'VARCHAR' },
] as const;

interface Members {
  [name: string]: string | Members | readonly [Members];
}

/** The members to take out of the JSON, as `json_transform` wants them named. */
function membersOf(columns: readonly FieldColumn[]): Members {
  const root: Members = {};
  for (const { field, type } of columns) {
    let at = root;
    const parts = field.split('.');
    for (const [index, part] of parts.entries()) {
      const name = part.replace(/\[\]$/, '');
      if (index === parts.length - 1) at[name] = field.includes('[]') ? 'VARCHAR' : type;
      else at = memberOf(at, name, part.endsWith('[]'));
    }
  }
  return root;
}

function memberOf(at: Members, name: string, isList: boolean): Members {
  const known = at[name];
  if (Array.isArray(known)) return known[0] as Members;
  if (typeof known === 'object') return known as Members;
  const made: Members = {};
  at[name] = isList ? [made] : made;
  return made;
}

/** The column's value out of what `json_transform` gives: `s."principal"."key"`, a list for fields below lists. */
function expressionOf({ field }: FieldColumn): string {
  const [list = '', inner] = field.split('[].');
  const path = (text: string): string => text.split('.').map(identifier).join('.');
  return inner === undefined
    ? `s.${path(field)}`
    : `list_transform(s.${path(list)}, lambda x: x.${path(inner)})`;
}

const spec = JSON.stringify(membersOf(fieldColumns));

/** Changes whenever the columns or the way in which they are made do: sealed files say with which they were written. */
export const columnsVersion: string = digest(
  spec,
  ...fieldColumns.map(expressionOf),
  ...derivedColumns.map(({ expression }) => expression),
);

/** The columns that are made of the JSON as a list of expressions over `s` and `activity`. */
const madeValues: string = [
  ...fieldColumns.map((column) => `${expressionOf(column)} AS ${identifier(column.name)}`),
  ...derivedColumns.map(({ name, expression }) => `${expression} AS ${identifier(name)}`),
].join(', ');

const allColumns = [...fieldColumns, ...derivedColumns, ...ownColumns];

/** All columns, in their order. */
export const columnNames: string = allColumns.map(({ name }) => identifier(name)).join(', ');

/** Nothing, with all columns: stands for a lake without files. */
export const noRows: string = `SELECT ${allColumns
  .map(({ name, type }) => `NULL::${type} AS ${identifier(name)}`)
  .join(', ')} WHERE false`;

/** All columns of what `from` has: `activity` and the other own columns, and `more`. */
export function withColumns(from: string, more = ''): string {
  const own = ownColumns.map(({ name }) => identifier(name)).join(', ');
  const members = `SELECT json_transform(activity, ${literal(spec)}) AS s, ${own}${more} FROM ${from}`;
  return `(SELECT ${madeValues}, ${own}${more} FROM (${members}))`;
}
