import type { ValueType } from '../../ir/query/leaf.ts';
import { caseTable } from './case-tables.ts';
import { type Dialect, SqlUnsupportedError } from './dialect.ts';
import { ipv4Pattern, ipv6Pattern, numberPattern } from './patterns.ts';

const types: Readonly<Record<ValueType, string>> = {
  text: 'VARCHAR',
  ip: 'VARCHAR',
  number: 'DOUBLE',
  time: 'DOUBLE',
  boolean: 'BOOLEAN',
};

/** Letters, marks and printable signs: what can stand in a literal as it is. */
const plain = /^[^\p{C}]*$/u;
const simple = /^"?[\w.]+"?$/;
/** The engine refuses twice as much as an index; no text is so long. */
const longestText = 2_147_483_647;
/** The square of what is larger is no number any more, which the engine would refuse to average. */
const largestSquared = 1e150;
/** Beyond it there is no timestamp. */
const latest = 250_000_000_000_000;

/** The SQL of DuckDB 1.5: https://duckdb.org/docs/stable/sql/functions/overview */
export function duckdbDialect(): Dialect {
  let names = 0;
  const fresh = (): string => {
    names += 1;
    return `v${names}_`;
  };
  const text = (value: string): string =>
    plain.test(value)
      ? `'${value.replaceAll("'", "''")}'`
      : `decode(from_hex('${Buffer.from(value, 'utf8').toString('hex')}'))`;
  const number = (value: number): string => `CAST('${value}' AS DOUBLE)`;
  const once = (value: string, of: (value: string) => string): string => {
    if (simple.test(value)) return of(value);
    const name = fresh();
    return `list_transform([${value}], lambda ${name}: ${of(name)})[1]`;
  };
  const translated = (value: string, ascii: 'lower' | 'upper', name: 'fold' | 'lower' | 'upper'): string => {
    const { from, to } = caseTable(name);
    return once(
      value,
      (one) =>
        `(CASE WHEN strlen(${one}) = length(${one}) THEN ${ascii}(${one}) ELSE translate(${one}, '${from}', '${to}') END)`,
    );
  };
  const double = (value: string): string => `CAST(${value} AS DOUBLE)`;
  const index = (value: string): string =>
    once(
      value,
      (one) =>
        `CAST(CASE WHEN ${one} < 0 THEN 0 WHEN ${one} > ${longestText} THEN ${longestText} ELSE trunc(${one}) END AS BIGINT)`,
    );
  const dialect: Dialect = {
    name: 'duckdb',
    identifier: (name) => `"${name.replaceAll('"', '""')}"`,
    text,
    number,
    boolean: String,
    nullOf: (type) => `CAST(NULL AS ${types[type]})`,
    cast: (column, type) => (type === 'number' || type === 'time' ? double(column) : column),

    jsonValue: (json, path, type) => {
      const at = text(pointer(path));
      const value = `json_extract_string(${json}, ${at})`;
      // In a list a number would be the place of an element; here lists have no members.
      const lists = path.flatMap((part, index) =>
        index > 0 && /^\d+$/.test(part) ? [text(pointer(path.slice(0, index)))] : [],
      );
      const found = `json_type(${json}, ${at})`;
      const kind =
        lists.length === 0
          ? found
          : `(CASE WHEN ${lists.map((list) => `json_type(${json}, ${list}) = 'OBJECT'`).join(' AND ')} THEN ${found} END)`;
      if (type === 'boolean') return `(CASE WHEN ${kind} = 'BOOLEAN' THEN CAST(${value} AS BOOLEAN) END)`;
      if (type === 'number' || type === 'time')
        return `(CASE WHEN ${kind} IN ('BIGINT', 'UBIGINT', 'DOUBLE') THEN CAST(${value} AS DOUBLE) END)`;
      return `(CASE WHEN ${kind} NOT IN ('OBJECT', 'ARRAY') THEN ${value} END)`;
    },
    jsonMembers: (json, path, member, where) => {
      const list = `TRY_CAST(json_extract(${json}, ${text(pointer(path))}) AS JSON[])`;
      const name = fresh();
      const chosen =
        where === undefined
          ? list
          : `list_filter(${list}, lambda ${name}: json_extract_string(${name}, ${text(pointer([where.member]))}) = ${text(where.equals)})`;
      const of = member === undefined ? '$' : pointer([member]);
      return dialect.mapped(chosen, (element) => `json_extract_string(${element}, ${text(of)})`);
    },
    firstOf: (list) => `(${list})[1]`,
    joined: (list, separator) => {
      const name = fresh();
      return `list_transform([${list}], lambda ${name}: CASE WHEN len(${name}) > 0 THEN array_to_string(${name}, ${text(separator)}) END)[1]`;
    },
    mapped: (list, of) => {
      const [element, kept] = [fresh(), fresh()];
      return `list_filter(list_transform(${list}, lambda ${element}: ${of(element)}), lambda ${kept}: ${kept} IS NOT NULL)`;
    },
    once,

    fold: (value) => translated(value, 'lower', 'fold'),
    lower: (value) => translated(value, 'lower', 'lower'),
    upper: (value) => translated(value, 'upper', 'upper'),
    like: (value, pattern) => `(${value} LIKE ${text(pattern)} ESCAPE '\\')`,
    matches: (value, source) => `regexp_matches(${value}, ${text(source)})`,
    replace: (value, source, replacement, all) => {
      const written = replacement
        .map((part) => (typeof part === 'number' ? `\\${part}` : part.replaceAll('\\', '\\\\')))
        .join('');
      return `regexp_replace(${value}, ${text(source)}, ${text(written)}${all ? ", 'g'" : ''})`;
    },
    length: (value) => double(`length(${value})`),
    position: (value, part, from) =>
      once(value, (whole) =>
        once(part, (piece) =>
          once(index(from), (start) => {
            const found = `instr(substring(${whole}, ${start} + 1), ${piece})`;
            const unknown = [whole, piece, start].map((one) => `${one} IS NULL`).join(' OR ');
            return `(CASE WHEN ${unknown} THEN NULL WHEN ${found} > 0 AND ${start} <= length(${whole}) THEN ${double(`${found} - 1 + ${start}`)} ELSE ${number(-1)} END)`;
          }),
        ),
      ),
    substring: (value, from, count) => `substring(${value}, ${index(from)} + 1, ${index(count)})`,
    concat: (texts) => `(${texts.join(' || ')})`,
    base64: (value) => `to_base64(encode(${value}))`,
    toText: (value, type) => {
      if (type === 'text' || type === 'ip') return value;
      return once(value, (one) => {
        if (type === 'boolean') return `(CASE WHEN ${one} THEN 'true' WHEN NOT ${one} THEN 'false' END)`;
        const fraction = `regexp_replace(CAST(${one} AS VARCHAR), 'e([+-])0+', 'e\\1')`;
        return `(CASE WHEN ${one} = trunc(${one}) AND abs(${one}) < 1e21 THEN CAST(CAST(${one} AS HUGEINT) AS VARCHAR) ELSE ${fraction} END)`;
      });
    },
    toNumber: (value) =>
      once(
        value,
        (one) =>
          `(CASE WHEN regexp_matches(${one}, ${text(numberPattern)}) THEN TRY_CAST(trim(${one}, ${text(' \t\n\r\v\f')}) AS DOUBLE) END)`,
      ),
    // Without a minus before zero.
    truncate: (value) => `(trunc(${value}) + 0)`,
    power: (base, exponent) => `power(${base}, ${exponent})`,
    remainder: (left, right) => `(${left} % ${right})`,
    bitAnd: (left, right) =>
      once(`trunc(${left})`, (a) =>
        once(
          `trunc(${right})`,
          (b) =>
            `(CASE WHEN abs(${a}) <= 9007199254740992 AND abs(${b}) <= 9007199254740992 THEN ${double(`(CAST(${a} AS BIGINT) & CAST(${b} AS BIGINT))`)} END)`,
        ),
      ),
    finite: (value) => once(value, (one) => `(CASE WHEN isfinite(${one}) THEN ${one} END)`),
    isIn: (value, values) =>
      values.length === 0
        ? `(CASE WHEN ${value} IS NOT NULL THEN false END)`
        : `(${value} IN (${values.join(', ')}))`,
    isInQuery: (value, query) => `(CASE WHEN ${value} IS NOT NULL THEN ${value} IN (${query}) END)`,
    inNetwork4: (value, first, last) =>
      once(
        value,
        (one) =>
          `(CASE WHEN ${one} IS NOT NULL THEN coalesce(${dialect.ipv4Number(one)} BETWEEN ${first} AND ${last}, false) END)`,
      ),
    inNetwork6: (value, network) =>
      network === '::/0' ? `regexp_matches(${value}, ${text(ipv6Pattern)})` : undefined,
    ipv4Number: (value) =>
      once(value, (one) => {
        const byte = (at: number): string => double(`split_part(${one}, '.', ${at})`);
        return `(CASE WHEN regexp_matches(${one}, ${text(ipv4Pattern)}) THEN ${byte(1)} * 16777216 + ${byte(2)} * 65536 + ${byte(3)} * 256 + ${byte(4)} END)`;
      }),
    date: (value, zone) => {
      const instant = `epoch_ms(CAST(CASE WHEN abs(${value}) <= ${latest} THEN floor(${value}) END AS BIGINT))`;
      const local = zone === 'UTC' ? instant : `timezone(${text(zone)}, timezone('UTC', ${instant}))`;
      const part = (name: string): string => double(`date_part('${name}', ${local})`);
      return {
        number: (name) => {
          if (name === 'millisecond') return `(${part('millisecond')} % 1000)`;
          return name === 'second' ? `floor(${part('second')})` : part(name === 'day-of-year' ? 'doy' : name);
        },
        weekday: () => part('dow'),
        inRange: () => `date_part('year', ${local}) BETWEEN 0 AND 9999`,
      };
    },

    count: (value) => double(`count(${value ?? '*'})`),
    uniqueCount: (value) => double(`count(DISTINCT ${value})`),
    sum: (value) => dialect.finite(`fsum(${value})`),
    average: (value) => dialect.finite(`favg(${value})`),
    least: (value) => `min(${value})`,
    greatest: (value) => `max(${value})`,
    deviation: (value, of) => {
      const isSmall = `abs(${value}) < ${number(largestSquared)}`;
      const small = `CASE WHEN ${isSmall} THEN ${value} END`;
      const [name, least] = of === 'sample' ? ['stddev_samp', 2] : ['stddev_pop', 1];
      const ofEqual = `CASE WHEN count(${value}) >= ${least} THEN ${number(0)} END`;
      return `(CASE WHEN min(${value}) = max(${value}) THEN ${ofEqual} WHEN bool_and(${isSmall}) THEN ${name}(${small}) END)`;
    },
    byOrder: (value, order, which) =>
      `${which}(${value} ORDER BY ${order.map((key) => `${key} ASC NULLS LAST`).join(', ')})`,
    orderBy: (key, direction, collation) => {
      if (collation !== undefined) throw new SqlUnsupportedError('COLLATE', 'duckdb');
      return `${key} ${direction === 'ascending' ? 'ASC' : 'DESC'} NULLS LAST`;
    },
    settings: '',
  };
  return dialect;
}

/** RFC 6901. */
function pointer(path: readonly string[]): string {
  return path.map((part) => `/${part.replaceAll('~', '~0').replaceAll('/', '~1')}`).join('');
}
