import { call, caseOf, field, literal, nullOf } from '../../../ir/query/build.ts';
import type { Expression } from '../../../ir/query/expression.ts';
import type { ValueType } from '../../../ir/query/leaf.ts';
import { category, highLevelCategory } from './categories.ts';
import type { VocabularyEntry } from './entry.ts';
import { deviceType, logSourceId } from './log-source-types.ts';

/** Activities of records without a time have 0. */
const logTime: Expression = caseOf('time', [
  [
    { kind: 'compare', operator: '!=', left: field('time', 'time'), right: literal(0, 'time') },
    field('time', 'time'),
  ],
]);
const receiptTime = call('coalesce', 'time', field('ingestedTime', 'time'), logTime);
const address = field('source.ip', 'ip');
const inVersion6: Expression = caseOf('ip', [
  [{ kind: 'in-network', value: address, network: '::/0' }, address],
]);

function column(
  name: string,
  type: ValueType,
  value: Expression,
  meaning: string,
  more: Partial<VocabularyEntry> = {},
): VocabularyEntry {
  return { name, kind: 'column', type, value, meaning, ...more };
}

/** Columns of QRadar for which audit logs of clouds have nothing. */
function empty(type: ValueType, ...names: readonly string[]): VocabularyEntry[] {
  return names.map((name) =>
    column(name, type, nullOf(type), 'always NULL: audit logs of clouds do not have it', { has: [] }),
  );
}

const star = { star: true } as const;

/** QRadar's own columns of `events`. */
export const columns: readonly VocabularyEntry[] = [
  column(
    'starttime',
    'time',
    receiptTime,
    'when the log got the event (`ingestedTime`), else when it happened',
    star,
  ),
  column('devicetime', 'time', logTime, 'when it happened; of a folded operation, its earliest record', star),
  column('endtime', 'time', receiptTime, 'as `starttime`: nothing is stored a second time here'),
  column(
    'username',
    'text',
    call('coalesce', 'text', field('principal.name'), field('principal.id')),
    'name of the principal, else its id',
    star,
  ),
  column('sourceip', 'ip', address, 'source address', { ...star, also: ['sourceaddress'] }),
  column('sourcev6', 'ip', inVersion6, 'source address where it is one of IPv6'),
  column(
    'qid',
    'text',
    field('operation'),
    "native name of the operation: QRadar's numbers are not public, so an event is its name",
    star,
  ),
  column(
    'devicetype',
    'number',
    deviceType,
    "QRadar's id of the log source type: 347, 413, 445 or 449",
    star,
  ),
  column('logsourceid', 'number', logSourceId, 'one log source for each type, 1000 + `devicetype`'),
  column('category', 'number', category, "QRadar's low-level category of the verb and the outcome"),
  column('highlevelcategory', 'number', literal(highLevelCategory), 'always 19000, Audit'),
  column(
    'eventcount',
    'number',
    field('evidence.records', 'number'),
    'how many records the row was folded from',
    star,
  ),
  column(
    'payload',
    'text',
    { kind: 'record-text' },
    'the native record as JSON, several line by line; without secrets',
  ),
  column('domainid', 'number', literal(0), 'always 0, the default domain'),
  column('hasidentity', 'boolean', literal(false), 'always false'),
  column('hasoffense', 'boolean', literal(false), 'always false'),
  column('iscreevent', 'boolean', literal(false), 'always false'),
  column('isduplicate', 'boolean', literal(false), 'always false: copies have been dropped'),
  column('isunparsed', 'boolean', literal(false), 'always false'),
  ...empty(
    'number',
    'magnitude',
    'severity',
    'credibility',
    'relevance',
    'duration',
    'processorid',
    'protocolid',
  ),
  ...empty('number', 'sourceport', 'destinationport', 'postnatsourceport', 'postnatdestinationport'),
  ...empty(
    'ip',
    'destinationip',
    'destinationaddress',
    'destinationv6',
    'identityip',
    'postnatsourceip',
    'postnatdestinationip',
  ),
  ...empty(
    'text',
    'adekey',
    'adevalue',
    'creeventlist',
    'destinationmac',
    'sourcemac',
    'devicegrouplist',
    'eventdirection',
  ),
  ...empty(
    'text',
    'geographiclocation',
    'sourcegeographiclocation',
    'destinationgeographiclocation',
    'identityhostname',
    'pcappacket',
  ),
];
