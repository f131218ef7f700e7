import fc from 'fast-check';
import type { Activity } from '../../../src/activity/activity.ts';
import { objectKinds, outcomes, verbs } from '../../../src/activity/vocabulary.ts';
import type {
  Expression,
  FunctionCall,
  Name,
  OrderItem,
  SelectItem,
  SelectStatement,
  SessionClause,
  Source,
  TimeClause,
} from '../../../src/lang/aql/ast.ts';
import { activity } from '../../support/activities.ts';

/** Places do not matter: what is generated is printed, and read again. */
const range = { start: 0, end: 0 };

/** The clock of generated queries; Activities are from the hour before it, and some from elsewhere. */
export const now: number = Date.UTC(2026, 2, 10, 10, 30, 20);

const texts = [
  '',
  'RunInstances',
  'runinstances',
  'Microsoft.Compute/snapshots/delete',
  'v1.compute.instances.insert',
  "it's",
  '"quoted"',
  'İx',
  'ΣΑΣ',
  'σας',
  'straße',
  '😀',
  'a\u{10ffff}',
  '\ud800',
  'line\nbreak',
  '%_%',
  '10.1.2.3',
  '2001:db8::1',
  '12',
  '-1.5',
  '2026-03-10 10:00',
  'Success',
  "'; DROP TABLE events; --",
];
const anyText = fc.oneof(
  { weight: 6, arbitrary: fc.constantFrom(...texts) },
  { weight: 1, arbitrary: fc.string({ unit: 'grapheme', maxLength: 5 }) },
);

const name = (written: string, quoted: boolean): Name => ({ kind: 'name', name: written, quoted, range });
const textColumns = fc.constantFrom(
  name('username', false),
  name('Operation', true),
  name('ResultType', true),
  name('ResourceGroup', true),
  name('resource type', true),
  name('Resources', true),
  name('tag:a', true),
  name('adekey', false),
  name('qid', false),
);
const numberColumns = fc.constantFrom(
  name('category', false),
  name('eventcount', false),
  name('devicetype', false),
  name('severity', false),
  name('count', true),
  name('attrs.retentionDays', true),
  name('starttime', false),
  name('devicetime', false),
);
const booleanColumns = fc.constantFrom(
  name('isunparsed', false),
  name('attrs.gpu', true),
  name('principal.mfa', true),
);

const text = (value: string): Expression => ({ kind: 'text', value, range });
const number = (written: string): Expression => ({
  kind: 'number',
  text: written,
  value: Number(written),
  range,
});
const call = (called: string, ...list: Expression[]): FunctionCall => ({
  kind: 'call',
  name: called,
  nameRange: range,
  distinct: false,
  star: false,
  arguments: list,
  range,
});

const likePattern = fc
  .array(fc.oneof(fc.constantFrom('%', '_', '%%'), anyText), { maxLength: 4 })
  .map((pieces) => text(pieces.join('')));
const regex = fc
  .constantFrom('', 'a|b', '^run', 'Inst.*s$', '[A-Z]+', '(?i)RUN', 'σ', '\\d{2}', '(x)?', '.')
  .map(text);
const datePattern = fc
  .constantFrom('yyyy-MM-dd HH:mm:ss', 'YYYY', "EEE, d MMM yy 'at' hh:mm a", 'D kk K SSS XXX Z', 'MMMM EEEE')
  .map(text);
const parsePattern = fc.constantFrom('yyyy-MM-dd HH:mm', 'yyyyMMdd', 'd MMM yyyy', 'H', 'y').map(text);
const numerals = fc
  .constantFrom('0', '1', '2', '40', '0.5', '.25', '1e3', '0xff', '19012', '9007199254740991')
  .map(number);

/** Expressions by their type; `aggregates` says whether aggregate functions may stand in them. */
interface Typed {
  readonly text: Expression;
  readonly number: Expression;
  readonly condition: Expression;
}

const {
  text: textExpression,
  number: numberExpression,
  condition,
} = fc.letrec<Typed>((tied) => typed(tied as (key: keyof Typed) => fc.Arbitrary<Expression>));

function typed(tie: (key: keyof Typed) => fc.Arbitrary<Expression>): {
  [K in keyof Typed]: fc.Arbitrary<Expression>;
} {
  return {
    text: fc.oneof(
      { maxDepth: 4, depthSize: 'small', withCrossShrink: true },
      { weight: 5, arbitrary: textColumns },
      { weight: 3, arbitrary: anyText.map(text) },
      { weight: 1, arbitrary: tie('text').map((one) => call('LOWER', one)) },
      { weight: 1, arbitrary: tie('text').map((one) => call('UPPER', one)) },
      { weight: 1, arbitrary: fc.tuple(tie('text'), tie('number')).map(([a, b]) => call('CONCAT', a, b)) },
      {
        weight: 1,
        arbitrary: fc
          .tuple(tie('text'), tie('number'), tie('number'))
          .map((list) => call('SUBSTRING', ...list)),
      },
      { weight: 1, arbitrary: tie('number').map((one) => call('STR', one)) },
      { weight: 1, arbitrary: tie('text').map((one) => call('BASE64', one)) },
      {
        weight: 1,
        arbitrary: fc
          .tuple(regex, tie('text'), fc.constantFrom('', '$0!', '\\$x').map(text))
          .map((list) => call('REPLACEALL', ...list)),
      },
      {
        weight: 1,
        arbitrary: fc
          .tuple(regex, tie('text'), fc.constant(text('[$0]')))
          .map((list) => call('REPLACEFIRST', ...list)),
      },
      {
        weight: 1,
        arbitrary: fc.tuple(tie('number'), datePattern).map((list) => call('DATEFORMAT', ...list)),
      },
      { weight: 1, arbitrary: fc.constant(call('LOGSOURCETYPENAME', name('devicetype', false))) },
      { weight: 1, arbitrary: fc.constant(call('CATEGORYNAME', name('category', false))) },
      { weight: 1, arbitrary: tie('text').map((key) => call('REFERENCEMAP', text('owners'), key)) },
      {
        weight: 1,
        arbitrary: tie('text').map((key) => call('REFERENCETABLE', text('people'), text('team'), key)),
      },
      { weight: 1, arbitrary: caseOf(tie('condition'), tie('text')) },
    ),
    number: fc.oneof(
      { maxDepth: 4, depthSize: 'small', withCrossShrink: true },
      { weight: 5, arbitrary: numberColumns },
      { weight: 3, arbitrary: numerals },
      { weight: 1, arbitrary: tie('number').map((item): Expression => ({ kind: 'negative', item, range })) },
      {
        weight: 3,
        arbitrary: fc
          .tuple(fc.constantFrom('+', '-', '*', '/', '%', '^', '&'), tie('number'), tie('number'))
          .map(([operator, left, right]): Expression => ({ kind: 'binary', operator, left, right, range })),
      },
      { weight: 1, arbitrary: tie('text').map((one) => call('STRLEN', one)) },
      {
        weight: 1,
        arbitrary: fc.tuple(tie('text'), tie('text'), tie('number')).map((list) => call('STRPOS', ...list)),
      },
      { weight: 1, arbitrary: tie('text').map((one) => call('LONG', one)) },
      { weight: 1, arbitrary: tie('text').map((one) => call('DOUBLE', one)) },
      { weight: 1, arbitrary: fc.constant(call('LONG', name('sourceip', false))) },
      {
        weight: 1,
        arbitrary: fc.tuple(parsePattern, tie('text')).map((list) => call('PARSETIMESTAMP', ...list)),
      },
      { weight: 1, arbitrary: fc.constant(call('NOW')) },
      { weight: 1, arbitrary: caseOf(tie('condition'), tie('number')) },
    ),
    condition: fc.oneof(
      { maxDepth: 4, depthSize: 'small', withCrossShrink: true },
      { weight: 2, arbitrary: booleanColumns },
      { weight: 4, arbitrary: comparison(tie('text'), ['=', '!=', '<', '<=', '>', '>=']) },
      { weight: 4, arbitrary: comparison(tie('number'), ['=', '!=', '<', '<=', '>', '>=']) },
      { weight: 1, arbitrary: comparison(booleanColumns, ['=', '!=']) },
      {
        weight: 4,
        arbitrary: fc
          .tuple(fc.constantFrom('LIKE' as const, 'ILIKE' as const), fc.boolean(), tie('text'), likePattern)
          .map(
            ([operator, not, value, pattern]): Expression => ({
              kind: 'text-test',
              operator,
              not,
              value,
              pattern,
              range,
            }),
          ),
      },
      {
        weight: 2,
        arbitrary: fc
          .tuple(fc.constantFrom('MATCHES' as const, 'IMATCHES' as const), fc.boolean(), tie('text'), regex)
          .map(
            ([operator, not, value, pattern]): Expression => ({
              kind: 'text-test',
              operator,
              not,
              value,
              pattern,
              range,
            }),
          ),
      },
      {
        weight: 2,
        arbitrary: fc
          .tuple(fc.boolean(), tie('text'), fc.array(anyText.map(text), { minLength: 1, maxLength: 3 }))
          .map(([not, value, list]): Expression => ({ kind: 'in', not, value, list, range })),
      },
      {
        weight: 1,
        arbitrary: fc
          .tuple(fc.boolean(), tie('number'), fc.array(tie('number'), { minLength: 1, maxLength: 3 }))
          .map(([not, value, list]): Expression => ({ kind: 'in', not, value, list, range })),
      },
      {
        weight: 1,
        arbitrary: fc
          .tuple(fc.boolean(), tie('number'), tie('number'), tie('number'))
          .map(([not, value, low, high]): Expression => ({ kind: 'between', not, value, low, high, range })),
      },
      {
        weight: 2,
        arbitrary: fc
          .tuple(fc.boolean(), fc.oneof(tie('text'), tie('number')))
          .map(([not, value]): Expression => ({ kind: 'is-null', not, value, range })),
      },
      {
        weight: 1,
        arbitrary: fc
          .constantFrom('snapshot', 'a OR b', '"vol-0a1" NOT c*', '(x AND y) z?')
          .map(
            (one): Expression => ({ kind: 'text-search', text: { kind: 'text', value: one, range }, range }),
          ),
      },
      {
        weight: 1,
        arbitrary: fc
          .constantFrom('10.0.0.0/8', '::/0')
          .map((network) => call('INCIDR', text(network), name('sourceip', false))),
      },
      { weight: 1, arbitrary: tie('text').map((one) => call('REFERENCESETCONTAINS', text('approved'), one)) },
      {
        weight: 1,
        arbitrary: fc
          .tuple(tie('text'), tie('text'))
          .map((list) => call('REFERENCEMAPSETCONTAINS', text('roles'), ...list)),
      },
      { weight: 2, arbitrary: tie('condition').map((item): Expression => ({ kind: 'not', item, range })) },
      {
        weight: 3,
        arbitrary: fc
          .tuple(
            fc.constantFrom('and' as const, 'or' as const),
            fc.array(tie('condition'), { minLength: 2, maxLength: 3 }),
          )
          .map(([kind, items]): Expression => ({ kind, items, range })),
      },
    ),
  };
}

function comparison(
  side: fc.Arbitrary<Expression>,
  operators: readonly ('=' | '!=' | '<' | '<=' | '>' | '>=')[],
): fc.Arbitrary<Expression> {
  return fc
    .tuple(fc.constantFrom(...operators), side, side)
    .map(([operator, left, right]): Expression => ({ kind: 'comparison', operator, left, right, range }));
}

function caseOf(when: fc.Arbitrary<Expression>, result: fc.Arbitrary<Expression>): fc.Arbitrary<Expression> {
  const branch = fc.record({ when, result });
  return fc.oneof(
    fc.tuple(fc.array(branch, { minLength: 1, maxLength: 2 }), fc.option(result, { nil: undefined })).map(
      ([branches, otherwise]): Expression => ({
        kind: 'case',
        branches,
        ...(otherwise ? { otherwise } : {}),
        range,
      }),
    ),
    fc.tuple(when, result, result).map(
      ([condition_, one, otherwise]): Expression => ({
        kind: 'if',
        when: condition_,
        result: one,
        otherwise,
        range,
      }),
    ),
  );
}

/** A small expression: what aggregates, keys and sort keys are made of. */
const small = fc.oneof(textColumns, numberColumns, textExpression, numberExpression);

const aggregate = fc.oneof(
  fc.constant<Expression>({ ...call('COUNT'), star: true }),
  fc
    .tuple(fc.constantFrom('COUNT', 'UNIQUECOUNT', 'DISTINCTCOUNT', 'FIRST', 'LAST', 'MIN', 'MAX'), small)
    .map(([called, one]) => call(called, one)),
  fc
    .tuple(fc.constantFrom('SUM', 'AVG', 'STDEV', 'STDEVP'), fc.oneof(numberColumns, numberExpression))
    .map(([called, one]) => call(called, one)),
);

const aliasNames = ['x', 'y y', 'Zähler', "o'x", 'n'];

function items(value: fc.Arbitrary<Expression>): fc.Arbitrary<SelectItem[]> {
  return fc.array(fc.tuple(value, fc.boolean()), { minLength: 1, maxLength: 4 }).map((list) =>
    list.map(([one, hasAlias], index): SelectItem => {
      const alias = hasAlias ? { alias: { name: aliasNames[index] ?? `a${index}`, range } } : {};
      return { kind: 'item', value: one, ...alias, range };
    }),
  );
}

const order = (value: fc.Arbitrary<Expression>): fc.Arbitrary<OrderItem[]> =>
  fc.array(
    fc
      .tuple(value, fc.constantFrom('ASC' as const, 'DESC' as const))
      .map(([one, direction]): OrderItem => ({ value: one, direction, range })),
    { maxLength: 2 },
  );

const time: fc.Arbitrary<TimeClause | undefined> = fc.constantFrom<(TimeClause | undefined)[]>(
  undefined,
  { kind: 'last', amount: 1, unit: 'HOURS', range },
  { kind: 'last', amount: 2, unit: 'DAYS', range },
  { kind: 'span', start: text('2026-03-10 09:45:20'), stop: text('2026-03-10 10:15:20'), range },
  { kind: 'span', start: call('PARSEDATETIME', text('3 hours ago')), range },
);

const events: Source = { kind: 'table', name: 'events', range };

const session: fc.Arbitrary<SessionClause> = fc
  .record({
    time: fc.constantFrom(name('devicetime', false), name('starttime', false), name('severity', false)),
    by: fc.array(textColumns, { maxLength: 2 }),
    begin: condition,
    beginExplicit: fc.boolean(),
    end: fc.option(condition, { nil: undefined }),
    endExplicit: fc.boolean(),
    timeout: fc.option(fc.constantFrom(0, 60_000, 600_000), { nil: undefined }),
    window: fc.option(fc.constantFrom({ amount: 5, unit: 'MINUTES' as const }), { nil: undefined }),
  })
  .map(({ end, endExplicit, timeout, window, ...rest }) => ({
    ...rest,
    ...(end ? { end } : {}),
    endExplicit: end !== undefined && endExplicit,
    ...(timeout === undefined ? {} : { timeout }),
    ...(window ? { window } : {}),
    range,
  }));

interface Parts {
  readonly items: readonly SelectItem[];
  readonly where?: Expression | undefined;
  readonly orderBy?: readonly OrderItem[];
  readonly limit?: number | undefined;
  readonly time?: TimeClause | undefined;
}

function statement({
  where,
  limit,
  time: clause,
  orderBy = [],
  ...parts
}: Parts & Partial<Omit<SelectStatement, keyof Parts>>): SelectStatement {
  return {
    kind: 'select',
    range,
    distinct: false,
    source: events,
    groupBy: [],
    orderBy,
    parameters: [],
    ...parts,
    ...(where ? { where } : {}),
    ...(limit === undefined ? {} : { limit }),
    ...(clause ? { time: clause } : {}),
  };
}

const optionalCondition = fc.option(condition, { nil: undefined });
const limit = fc.option(fc.constantFrom(0, 1, 3), { nil: undefined });

const plain = fc
  .record({ items: items(small), where: optionalCondition, orderBy: order(small), limit, time })
  .map(statement);
const distinct = fc
  .record({ items: items(small), where: optionalCondition, limit, time })
  .map((parts) => statement({ ...parts, distinct: true }));
const grouped = fc
  .record({
    items: items(fc.oneof(aggregate, small)),
    where: optionalCondition,
    groupBy: fc.array(small, { maxLength: 2 }),
    having: fc.option(comparison(fc.oneof(aggregate.filter(isNumber), numberExpression), ['>', '=', '<=']), {
      nil: undefined,
    }),
    orderBy: order(fc.oneof(aggregate, small)),
    limit,
    time,
  })
  .map(({ groupBy, having, ...parts }) =>
    statement({
      ...parts,
      groupBy: groupBy.filter(({ kind }) => kind !== 'text'),
      ...(having ? { having } : {}),
    }),
  );
const withSessions = fc
  .record({
    items: items(fc.oneof(fc.constant(name('sessionid', false)), small)),
    session,
    where: optionalCondition,
    time,
  })
  .map((parts) => statement(parts));
const groupedSessions = fc
  .record({ items: items(aggregate), session, time })
  .map((parts) => statement({ ...parts, groupBy: [name('SessionId', false)] }));
const inQuery = fc
  .record({
    not: fc.boolean(),
    value: textExpression,
    inner: fc.record({ items: items(textExpression), where: optionalCondition, limit }),
    time,
  })
  .map(({ not, value, inner, time: clause }) => {
    const query = statement({ ...inner, items: inner.items.slice(0, 1) });
    const where: Expression = { kind: 'in-query', not, value, query, range };
    return statement({ items: [{ kind: 'item', value, range }], where, time: clause });
  });
const nested = fc
  .record({ inner: fc.oneof(plain, grouped), orderBy: fc.boolean(), limit, time })
  .map(({ inner, limit: most, time: clause, orderBy }) => {
    const [first] = inner.items;
    const named = {
      ...inner,
      items: [{ ...first, alias: { name: 'x', range } } as SelectItem, ...inner.items.slice(1)],
    };
    const x = name('x', false);
    return statement({
      items: [
        { kind: 'item', value: x, range },
        { kind: 'item', value: { ...call('COUNT'), star: true }, range },
        { kind: 'item', value: call('LAST', x), range },
      ],
      source: { kind: 'query', query: named, range },
      groupBy: [x],
      orderBy: orderBy ? [{ value: { ...call('COUNT'), star: true }, direction: 'DESC', range }] : [],
      limit: most,
      time: clause,
    });
  });

function isNumber(expression: Expression): boolean {
  return expression.kind === 'call' && ['COUNT', 'UNIQUECOUNT', 'SUM', 'AVG'].includes(expression.name);
}

/** Queries of every shape. */
export const query: fc.Arbitrary<SelectStatement> = fc.oneof(
  { weight: 4, arbitrary: plain },
  { weight: 1, arbitrary: distinct },
  { weight: 4, arbitrary: grouped },
  { weight: 2, arbitrary: withSessions },
  { weight: 1, arbitrary: groupedSessions },
  { weight: 1, arbitrary: inQuery },
  { weight: 2, arbitrary: nested },
);

/** One Activity; few values, so that queries meet them. Ids are given by whoever makes a list of them. */
const part = fc.record(
  {
    provider: fc.constantFrom('aws' as const, 'azure' as const, 'gcp' as const),
    time: fc.constantFrom(
      ...[0, 1, 5, 20, 61, 59.5, 24 * 60, -10].map((minutes) => now - minutes * 60_000),
      0,
      now + 60_000,
    ),
    ingestedTime: fc.constantFrom(now, now - 60_000 * 30),
    operation: anyText,
    service: fc.constantFrom('ec2.amazonaws.com', 'Microsoft.Entra', 'Microsoft.Compute'),
    group: anyText,
    region: anyText,
    verb: fc.constantFrom(...verbs),
    object: fc.constantFrom(...objectKinds),
    outcome: fc.constantFrom(...outcomes),
    principal: fc.record(
      {
        key: fc.constant('aws:x'),
        type: fc.constant('user' as const),
        via: fc.constant([]),
        name: anyText,
        id: anyText,
        mfa: fc.boolean(),
      },
      { requiredKeys: ['key', 'type', 'via'] },
    ),
    source: fc.record(
      {
        ipKind: fc.constant('public' as const),
        ip: fc.constantFrom('10.1.2.3', '192.0.2.1', '2001:db8::1', 'not an address'),
      },
      { requiredKeys: ['ipKind'] },
    ),
    error: fc.record({ code: anyText }),
    count: fc.constantFrom(1, 3, 0.1, 1e300),
    attrs: fc.record(
      {
        gpu: fc.boolean(),
        tags: fc.dictionary(fc.constantFrom('a', 'b', 'constructor'), anyText),
        retentionDays: fc.constantFrom(0, -1, 0.1, 0.2, 0.3, 7, 1e16, 1e-9),
      },
      { requiredKeys: [] },
    ),
    raw: fc.constantFrom<unknown>({ eventID: 'e', text: 'a snapshot of vol-0a1' }, [
      { a: 'x y z' },
      { insertId: 5 },
    ]),
  },
  { requiredKeys: ['provider', 'time', 'operation'] },
);

export const activities: fc.Arbitrary<Activity[]> = fc
  .array(part, { maxLength: 12 })
  .map((parts) =>
    parts.map((one, index) => activity({ ...(one as Partial<Activity>), id: `id${(index * 7) % 13}` })),
  );

/** What the generated queries look things up in. */
export const references = {
  collections: [
    { kind: 'set', name: 'approved', ignoreCase: true, values: ['runinstances', 'ΣΑΣ', 'alice'] },
    {
      kind: 'map',
      name: 'owners',
      ignoreCase: false,
      entries: new Map([
        ['RunInstances', 'ops'],
        ['', 'nobody'],
      ]),
    },
    {
      kind: 'map-of-sets',
      name: 'roles',
      ignoreCase: false,
      entries: new Map([["it's", ['12', 'Success']]]),
    },
    {
      kind: 'table',
      name: 'people',
      ignoreCase: true,
      rows: new Map([['RUNINSTANCES', new Map([['team', 'red']])]]),
    },
  ],
} as const;
