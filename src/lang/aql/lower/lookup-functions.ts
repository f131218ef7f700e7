import { suggest } from '../../../core/suggest.ts';
import { call } from '../../../ir/query/build.ts';
import type { Expression } from '../../../ir/query/expression.ts';
import { typeOf } from '../../../ir/query/type-of.ts';
import type { CollectionKind, ReferenceCollection } from '../reference-data.ts';
import { categories, description } from '../vocabulary/categories.ts';
import { logSourceNames, logSourceTypes } from '../vocabulary/log-source-types.ts';
import { asNumber, classOf, constantText } from './coerce.ts';
import type { FunctionDefinition, Given } from './function-definition.ts';

/** IANA's numbers of the protocols that are met most. */
const protocols: ReadonlyMap<number, string> = new Map([
  [1, 'icmp_ip'],
  [6, 'tcp_ip'],
  [17, 'udp_ip'],
  [255, 'Reserved'],
]);
const domains: ReadonlyMap<number, string> = new Map([[0, 'Default Domain']]);

function inTable(
  table: string,
  entries: ReadonlyMap<number, string>,
  usage: string,
  meaning: string,
): FunctionDefinition {
  return {
    usage,
    meaning,
    least: 1,
    most: 1,
    lower: ({ values: [value], nodes: [node], env, call: { name } }) => {
      const key = value && node && asNumber(value, node, name, env.context);
      return key && env.context.lookup(table, entries, key);
    },
  };
}

/** An event is its name here, so QIDNAME gives what it is given. */
function qidName({ values: [value], nodes: [node], env }: Given): Expression | undefined {
  if (!value || !node || classOf(value) === 'text') return value;
  return env.context.say('unsupported', "QRadar's numbers of events (QID) are not public", node.range, {
    help: 'QIDNAME(qid) is the native name of the operation, as "Operation"',
  });
}

function qidDescription({ values: [value], nodes: [node], env }: Given): Expression | undefined {
  if (value?.kind === 'column' && value.name === 'qid') return description;
  return node && env.context.say('unsupported', 'QIDDESCRIPTION takes the column qid', node.range);
}

/** A collection that the query names, or a diagnostic that says that it was not given. */
function collectionOf<K extends CollectionKind>(
  given: Given,
  kind: K,
): Extract<ReferenceCollection, { kind: K }> | undefined {
  const {
    values,
    nodes,
    env,
    call: { name: functionName },
  } = given;
  const [value, node] = [values[0], nodes[0]];
  const name = value && node && constantText(value, node, `the name in ${functionName}`, env.context);
  if (name === undefined || !node) return undefined;
  const found = env.context.collection(kind, name);
  if (found) return found;
  const others = (env.context.options.references?.collections ?? []).filter((one) => one.kind === kind);
  const near = suggest(
    name,
    others.map((one) => one.name),
  );
  return env.context.say('reference', `no reference ${words[kind]} is called '${name}'`, node.range, {
    help:
      near === undefined
        ? 'give the file that has it with --reference-data; docs/reference/aql.md shows its form'
        : `did you mean '${near}'?`,
  });
}

const words: Readonly<Record<CollectionKind, string>> = {
  set: 'set',
  map: 'map',
  'map-of-sets': 'map of sets',
  table: 'table',
};

/** A value as the texts that collections hold. */
function asKey(value: Expression | undefined): Expression | undefined {
  if (!value) return undefined;
  return typeOf(value) === 'text' || typeOf(value) === 'ip' ? value : call('to-text', 'text', value);
}

function inSet(given: Given): Expression | undefined {
  const found = collectionOf(given, 'set');
  const value = asKey(given.values[1]);
  if (!found || !value) return undefined;
  const table = `set ${found.name}`;
  given.env.context.tables.set(table, {
    kind: 'rows',
    columns: ['text'],
    ignoreCase: found.ignoreCase,
    rows: found.values.map((one) => [one]),
  });
  return { kind: 'in-table', table, values: [value] };
}

function inMap(given: Given): Expression | undefined {
  const found = collectionOf(given, 'map');
  const key = asKey(given.values[1]);
  if (!found || !key) return undefined;
  const table = `map ${found.name}`;
  given.env.context.tables.set(table, {
    kind: 'lookup',
    keys: ['text'],
    value: 'text',
    ignoreCase: found.ignoreCase,
    entries: [...found.entries].map(([one, value]) => ({ keys: [one], value })),
  });
  return { kind: 'lookup', table, keys: [key], type: 'text' };
}

function inMapOfSets(given: Given): Expression | undefined {
  const found = collectionOf(given, 'map-of-sets');
  const [key, value] = [asKey(given.values[1]), asKey(given.values[2])];
  if (!found || !key || !value) return undefined;
  const table = `map of sets ${found.name}`;
  given.env.context.tables.set(table, {
    kind: 'rows',
    columns: ['text', 'text'],
    ignoreCase: found.ignoreCase,
    rows: [...found.entries].flatMap(([one, values]) => values.map((each) => [one, each])),
  });
  return { kind: 'in-table', table, values: [key, value] };
}

function inReferenceTable(given: Given): Expression | undefined {
  const found = collectionOf(given, 'table');
  const [column, key] = [asKey(given.values[1]), asKey(given.values[2])];
  if (!found || !column || !key) return undefined;
  const table = `table ${found.name}`;
  given.env.context.tables.set(table, {
    kind: 'lookup',
    keys: ['text', 'text'],
    value: 'text',
    ignoreCase: found.ignoreCase,
    entries: [...found.rows].flatMap(([outer, row]) =>
      [...row].map(([inner, value]) => ({ keys: [inner, outer], value })),
    ),
  });
  return { kind: 'lookup', table, keys: [column, key], type: 'text' };
}

/** Functions that look something up, by name. */
export const lookupFunctions: Readonly<Record<string, FunctionDefinition>> = {
  CATEGORYNAME: inTable(
    'categories',
    categories,
    'CATEGORYNAME(category)',
    'name of a category, low or high',
  ),
  DOMAINNAME: inTable('domains', domains, 'DOMAINNAME(domainid)', 'Default Domain'),
  LOGSOURCENAME: inTable(
    'log sources',
    logSourceNames,
    'LOGSOURCENAME(logsourceid)',
    'name of the log source, one for each type',
  ),
  LOGSOURCETYPENAME: inTable(
    'log source types',
    logSourceTypes,
    'LOGSOURCETYPENAME(devicetype)',
    'name of the log source type, such as Amazon AWS CloudTrail',
  ),
  PROTOCOLNAME: inTable('protocols', protocols, 'PROTOCOLNAME(protocolid)', 'name of the protocol'),
  QIDDESCRIPTION: {
    usage: 'QIDDESCRIPTION(qid)',
    meaning: 'verb and object of the operation',
    least: 1,
    most: 1,
    lower: qidDescription,
  },
  QIDNAME: {
    usage: 'QIDNAME(qid)',
    meaning: 'native name of the operation',
    least: 1,
    most: 1,
    lower: qidName,
  },
  REFERENCEMAP: {
    usage: "REFERENCEMAP('name', key)",
    meaning: 'the value under the key of a reference map',
    least: 2,
    most: 2,
    lower: inMap,
  },
  REFERENCEMAPSETCONTAINS: {
    usage: "REFERENCEMAPSETCONTAINS('name', key, value)",
    meaning: 'whether the set under the key of a reference map of sets has the value',
    least: 3,
    most: 3,
    lower: inMapOfSets,
  },
  REFERENCESETCONTAINS: {
    usage: "REFERENCESETCONTAINS('name', value)",
    meaning: 'whether a reference set has the value',
    least: 2,
    most: 2,
    lower: inSet,
  },
  REFERENCETABLE: {
    usage: "REFERENCETABLE('name', 'column', key)",
    meaning: 'the value of the column under the key of a reference table',
    least: 3,
    most: 3,
    lower: inReferenceTable,
  },
};
