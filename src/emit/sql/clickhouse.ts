import type { ValueType } from '../../ir/query/leaf.ts';
import { caseTable } from './case-tables.ts';
import { type Dialect, SqlUnsupportedError } from './dialect.ts';
import { ipv4Pattern, numberPattern } from './patterns.ts';

const types: Readonly<Record<ValueType, string>> = {
  text: 'Nullable(String)',
  ip: 'Nullable(String)',
  number: 'Nullable(Float64)',
  time: 'Nullable(Float64)',
  boolean: 'Nullable(Bool)',
};

const simple = /^`?[\w.]+`?$/;
/** No text is so long. */
const longestText = 2_147_483_647;
/** What DateTime64 can hold: the years 1900 to 2299. */
const earliest = -2_208_988_800_000;
const latest = 10_413_791_999_999;

/** The SQL of ClickHouse from 24.12 on: https://clickhouse.com/docs/sql-reference/functions */
export function clickhouseDialect(): Dialect {
  let names = 0;
  const fresh = (): string => {
    names += 1;
    return `v${names}_`;
  };
  const text = (value: string): string => `'${value.replaceAll(/[\\'\p{C}]/gu, escaped)}'`;
  const number = (value: number): string => `toFloat64('${value}')`;
  const once = (value: string, of: (value: string) => string): string => {
    if (simple.test(value)) return of(value);
    const name = fresh();
    return `arrayElement(arrayMap(${name} -> ${of(name)}, [${value}]), 1)`;
  };
  const translated = (value: string, ascii: 'lower' | 'upper', name: 'fold' | 'lower' | 'upper'): string => {
    const { from, to } = caseTable(name);
    return once(
      value,
      (one) =>
        `multiIf(isNull(${one}), NULL, length(${one}) = lengthUTF8(${one}), ${ascii}(${one}), translateUTF8(ifNull(${one}, ''), '${from}', '${to}'))`,
    );
  };
  const double = (value: string): string => `toFloat64(${value})`;
  // `toInt64` would fail for what stands below a NULL, which may be NaN.
  const integer = (value: string, type = 'Int64'): string => `accurateCastOrNull(${value}, '${type}')`;
  const index = (value: string): string =>
    once(value, (one) =>
      integer(`multiIf(${one} < 0, 0, ${one} > ${longestText}, ${longestText}, trunc(${one}))`),
    );
  const dialect: Dialect = {
    name: 'clickhouse',
    identifier: (name) => `\`${name.replaceAll('\\', '\\\\').replaceAll('`', '\\`')}\``,
    text,
    number,
    boolean: String,
    nullOf: (type) => `CAST(NULL AS ${types[type]})`,
    cast: (column, type) => (type === 'number' || type === 'time' ? double(column) : column),

    jsonValue: (json, path, type) => {
      const at = [json, ...path.map(text)].join(', ');
      const kind = `JSONType(${at})`;
      if (type === 'boolean') return `if(${kind} = 'Bool', JSONExtract(${at}, 'Nullable(Bool)'), NULL)`;
      if (type === 'number' || type === 'time')
        return `if(${kind} IN ('Int64', 'UInt64', 'Double'), JSONExtract(${at}, 'Nullable(Float64)'), NULL)`;
      return `multiIf(${kind} = 'String', JSONExtract(${at}, 'Nullable(String)'), ${kind} IN ('Object', 'Array', 'Null'), NULL, JSONExtractRaw(${at}))`;
    },
    jsonMembers: (json, path, member, where) => {
      const list = `JSONExtractArrayRaw(${[json, ...path.map(text)].join(', ')})`;
      const name = fresh();
      const chosen =
        where === undefined
          ? list
          : `arrayFilter(${name} -> JSONExtractString(${name}, ${text(where.member)}) = ${text(where.equals)}, ${list})`;
      return dialect.mapped(chosen, (element) =>
        member === undefined
          ? `JSONExtract(${element}, 'Nullable(String)')`
          : `JSONExtract(${element}, ${text(member)}, 'Nullable(String)')`,
      );
    },
    firstOf: (list) => `arrayElementOrNull(${list}, 1)`,
    joined: (list, separator) => {
      const name = fresh();
      return `arrayElement(arrayMap(${name} -> if(empty(${name}), NULL, arrayStringConcat(${name}, ${text(separator)})), [${list}]), 1)`;
    },
    mapped: (list, of) => {
      const [element, kept] = [fresh(), fresh()];
      return `arrayFilter(${kept} -> isNotNull(${kept}), arrayMap(${element} -> ${of(element)}, ${list}))`;
    },
    once,

    fold: (value) => translated(value, 'lower', 'fold'),
    lower: (value) => translated(value, 'lower', 'lower'),
    upper: (value) => translated(value, 'upper', 'upper'),
    like: (value, pattern) => `(${value} LIKE ${text(pattern)})`,
    matches: (value, source) => `match(${value}, ${text(source)})`,
    replace: (value, source, replacement, all) => {
      const written = replacement
        .map((part) => (typeof part === 'number' ? `\\${part}` : part.replaceAll('\\', '\\\\')))
        .join('');
      return `${all ? 'replaceRegexpAll' : 'replaceRegexpOne'}(${value}, ${text(source)}, ${text(written)})`;
    },
    length: (value) => double(`lengthUTF8(${value})`),
    position: (value, part, from) =>
      once(value, (whole) =>
        once(part, (piece) =>
          once(index(from), (start) => {
            const found = `positionUTF8(substringUTF8(ifNull(${whole}, ''), ifNull(${start}, 0) + 1), ifNull(${piece}, ''))`;
            const unknown = [whole, piece, start].map((one) => `isNull(${one})`).join(' OR ');
            return `multiIf(${unknown}, NULL, ${found} > 0 AND ${start} <= lengthUTF8(${whole}), ${double(`${found} - 1 + ${start}`)}, ${number(-1)})`;
          }),
        ),
      ),
    substring: (value, from, count) => `substringUTF8(${value}, ${index(from)} + 1, ${index(count)})`,
    concat: (texts) => (texts.length === 1 ? (texts[0] ?? "''") : `concat(${texts.join(', ')})`),
    base64: (value) => `base64Encode(${value})`,
    toText: (value, type) => {
      if (type === 'text' || type === 'ip') return value;
      return once(value, (one) => {
        if (type === 'boolean') return `multiIf(${one}, 'true', NOT ${one}, 'false', NULL)`;
        return `if(${one} = trunc(${one}) AND abs(${one}) < 1e21, toString(${integer(one, 'Int128')}), replaceRegexpOne(toString(${one}), 'e([0-9])', 'e+\\\\1'))`;
      });
    },
    toNumber: (value) =>
      once(
        value,
        (one) =>
          `if(match(${one}, ${text(numberPattern)}), toFloat64OrNull(trimBoth(ifNull(${one}, ''), ${text(' \t\n\r\v\f')})), NULL)`,
      ),
    // Without a minus before zero.
    truncate: (value) => `(trunc(${value}) + 0)`,
    power: (base, exponent) => `pow(${base}, ${exponent})`,
    remainder: (left, right) => `modulo(${left}, ${right})`,
    bitAnd: (left, right) =>
      once(`trunc(${left})`, (a) =>
        once(
          `trunc(${right})`,
          (b) =>
            `if(abs(${a}) <= 9007199254740992 AND abs(${b}) <= 9007199254740992, ${double(`bitAnd(${integer(a)}, ${integer(b)})`)}, NULL)`,
        ),
      ),
    finite: (value) => once(value, (one) => `if(isFinite(${one}), ${one}, NULL)`),
    // In ClickHouse NULL is in nothing, and that is false.
    isIn: (value, values) =>
      values.length === 0
        ? `if(isNull(${value}), NULL, false)`
        : `if(isNull(${value}), NULL, ${value} IN (${values.join(', ')}))`,
    isInQuery: (value, query) => `if(isNull(${value}), NULL, ${value} IN (${query}))`,
    inNetwork4: (value, first, last) =>
      once(
        value,
        (one) =>
          `if(isNull(${one}), NULL, ifNull(${dialect.ipv4Number(one)} BETWEEN ${first} AND ${last}, false))`,
      ),
    inNetwork6: (value, network) =>
      once(
        value,
        (one) =>
          `if(isNull(${one}), NULL, isIPv6String(ifNull(${one}, '')) AND isIPAddressInRange(if(isIPv6String(ifNull(${one}, '')), assumeNotNull(${one}), '::'), ${text(network)}))`,
      ),
    ipv4Number: (value) =>
      once(
        value,
        (one) =>
          `if(match(${one}, ${text(ipv4Pattern)}), ${double(`IPv4StringToNumOrNull(ifNull(${one}, ''))`)}, NULL)`,
      ),
    date: (value, zone) => {
      const inside = `${value} BETWEEN ${earliest} AND ${latest}`;
      const local = `toTimezone(fromUnixTimestamp64Milli(toInt64(if(${inside}, floor(${value}), 0))), ${text(zone)})`;
      const functions = {
        year: 'toYear',
        month: 'toMonth',
        day: 'toDayOfMonth',
        'day-of-year': 'toDayOfYear',
        hour: 'toHour',
        minute: 'toMinute',
        second: 'toSecond',
        millisecond: 'toMillisecond',
      } as const;
      return {
        number: (name) => double(`${functions[name]}(${local})`),
        weekday: () => double(`toDayOfWeek(${local}, 2)`),
        inRange: () => `ifNull(${inside}, false)`,
      };
    },

    count: (value) => double(`count(${value ?? ''})`),
    uniqueCount: (value) => double(`uniqExact(${value})`),
    sum: (value) => `sumKahanOrNull(${value})`,
    average: (value) => `(sumKahanOrNull(${value}) / nullIf(count(${value}), 0))`,
    least: (value) => `minOrNull(${value})`,
    greatest: (value) => `maxOrNull(${value})`,
    deviation: (value, of) =>
      `if(count(${value}) > ${of === 'sample' ? 1 : 0}, ${of === 'sample' ? 'stddevSampStable' : 'stddevPopStable'}(${value}), NULL)`,
    byOrder: (value, order, which) => {
      const keys = order.map((key) => `(isNull(${key}), ${key})`).join(', ');
      const found = `tupleElement(${which === 'first' ? 'argMin' : 'argMax'}(tuple(${value}), (${keys})), 1)`;
      // Of no rows at all it would be the type's default.
      return `if(count() > 0, ${found}, NULL)`;
    },
    orderBy: (key, direction, collation) => {
      if (collation !== undefined) throw new SqlUnsupportedError('COLLATE', 'clickhouse');
      return `${key} ${direction === 'ascending' ? 'ASC' : 'DESC'} NULLS LAST`;
    },
    settings: '',
  };
  return dialect;
}

function escaped(char: string): string {
  if (char === '\\' || char === "'") return `\\${char}`;
  return [...Buffer.from(char, 'utf8')].map((byte) => `\\x${byte.toString(16).padStart(2, '0')}`).join('');
}
