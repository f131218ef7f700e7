import type { Expression } from '../../../ir/query/expression.ts';
import type { ValueType } from '../../../ir/query/leaf.ts';
import type { Aggregate } from '../../../ir/query/query.ts';
import { typeOf } from '../../../ir/query/type-of.ts';
import type { FunctionCall } from '../ast.ts';
import { asNumber } from './coerce.ts';
import type { Environment } from './environment.ts';
import type { Lower } from './function-definition.ts';

interface AggregateDefinition {
  readonly usage: string;
  readonly meaning: string;
  /** The argument has to be a number. */
  readonly ofNumbers: boolean;
  readonly make: (value: Expression, type: ValueType) => Aggregate;
  /** Type of the result; that of the argument when absent. */
  readonly type?: ValueType;
}

/** Aggregate functions, by name. */
export const aggregates: Readonly<Record<string, AggregateDefinition>> = {
  AVG: {
    usage: 'AVG(number)',
    meaning: 'the mean',
    ofNumbers: true,
    type: 'number',
    make: (value) => ({ kind: 'avg', value }),
  },
  COUNT: {
    usage: 'COUNT(*), COUNT(x)',
    meaning: 'rows, or those where x is not NULL',
    ofNumbers: false,
    type: 'number',
    make: (value) => ({ kind: 'count', value }),
  },
  DISTINCTCOUNT: {
    usage: 'DISTINCTCOUNT(x)',
    meaning: 'different values; exact, where QRadar estimates',
    ofNumbers: false,
    type: 'number',
    make: (value) => ({ kind: 'unique-count', value }),
  },
  FIRST: {
    usage: 'FIRST(x)',
    meaning: 'x of the earliest row',
    ofNumbers: false,
    make: (value, type) => ({ kind: 'first', type, value }),
  },
  LAST: {
    usage: 'LAST(x)',
    meaning: 'x of the latest row',
    ofNumbers: false,
    make: (value, type) => ({ kind: 'last', type, value }),
  },
  MAX: {
    usage: 'MAX(x)',
    meaning: 'the greatest value',
    ofNumbers: false,
    make: (value, type) => ({ kind: 'max', type, value }),
  },
  MIN: {
    usage: 'MIN(x)',
    meaning: 'the least value',
    ofNumbers: false,
    make: (value, type) => ({ kind: 'min', type, value }),
  },
  STDEV: {
    usage: 'STDEV(number)',
    meaning: 'standard deviation of a sample',
    ofNumbers: true,
    type: 'number',
    make: (value) => ({ kind: 'stdev', value }),
  },
  STDEVP: {
    usage: 'STDEVP(number)',
    meaning: 'standard deviation of the whole',
    ofNumbers: true,
    type: 'number',
    make: (value) => ({ kind: 'stdevp', value }),
  },
  SUM: {
    usage: 'SUM(number)',
    meaning: 'the sum',
    ofNumbers: true,
    type: 'number',
    make: (value) => ({ kind: 'sum', value }),
  },
  UNIQUECOUNT: {
    usage: 'UNIQUECOUNT(x)',
    meaning: 'different values',
    ofNumbers: false,
    type: 'number',
    make: (value) => ({ kind: 'unique-count', value }),
  },
};

export const aggregateNames: ReadonlySet<string> = new Set(Object.keys(aggregates));

/** A call of an aggregate; undefined after an error, which has been reported. */
export function lowerAggregate(node: FunctionCall, env: Environment, lower: Lower): Expression | undefined {
  const { name, range, nameRange, arguments: list, star, distinct } = node;
  const { context } = env;
  const definition = aggregates[name];
  if (!definition) return undefined;
  if (distinct) {
    return context.say('notAql', `${name}(DISTINCT …) is not AQL`, range, {
      help: `use UNIQUECOUNT(${list.map((one) => context.reporter.excerpt(one.range)).join(', ')})`,
    });
  }
  if (!env.aggregate) {
    return context.say('aggregatePlace', `${name} cannot stand in ${env.clause}`, nameRange, {
      help:
        env.clause === 'WHERE'
          ? 'conditions on aggregates stand in HAVING'
          : 'aggregates stand in SELECT, HAVING and ORDER BY',
    });
  }
  if (name === 'COUNT' && list.length === 0) return env.aggregate({ kind: 'count-rows' }, 'number');
  const [argument] = list;
  if (star || !argument || list.length !== 1) {
    return context.say('arguments', `${name} takes one argument`, range, { help: definition.usage });
  }
  const { aggregate: _none, ...inside } = env;
  const value = lower(argument, { ...inside, clause: `${name}(…)` });
  const checked = value && definition.ofNumbers ? asNumber(value, argument, name, context) : value;
  if (!checked) return undefined;
  const type = typeOf(checked);
  if ((name === 'MIN' || name === 'MAX') && type === 'boolean') {
    return context.say('type', `${name} takes texts, numbers and times`, argument.range);
  }
  return env.aggregate(definition.make(checked, type), definition.type ?? type);
}
