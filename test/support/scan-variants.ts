import { gzipSync } from 'node:zlib';
import type { Random } from '../../bench/generate/random.ts';
import type { Json, JsonObject } from '../../src/core/json.ts';

const LONG = 300_000;

/** Ways to write or to change a record that a scanner of bytes could stumble over. */
const changes: Readonly<Record<string, (record: JsonObject, random: Random) => string>> = {
  asItIs: (record) => JSON.stringify(record),
  spaced: (record) => JSON.stringify(record, null, 1).replaceAll('\n', ' '),
  spacedColons: (record) => JSON.stringify(record).replaceAll('":', '" : '),
  escapedKey: (record) => JSON.stringify(record).replace(/"(event|operation|method)Name"/, '"\\u00$1Name"'),
  escapedLetter: (record) =>
    JSON.stringify(record).replace(
      /"([emo])(\w+Name)":/,
      (_, a: string, rest) => `"\\u00${a.charCodeAt(0).toString(16)}${rest}":`,
    ),
  escapedValue: (record) => JSON.stringify(record).replace(/Name":"R/, 'Name":"\\u0052'),
  nameInString: (record) => JSON.stringify({ ...record, userAgent: '"eventName":"RunInstances"' }),
  backslashes: (record) => JSON.stringify({ ...record, userAgent: '\\\\" \\ \\\\\\"{[' }),
  nameAsValue: (record) => JSON.stringify({ ...record, eventName: 'eventName' }),
  nested: (record) =>
    JSON.stringify({ ...record, requestParameters: { eventName: 'RunInstances', Records: [record] } }),
  nestedList: (record) => JSON.stringify({ ...record, requestParameters: { list: [record, record] } }),
  twice: (record) => `${JSON.stringify(record).slice(0, -1)},"eventName":"SendCommand"}`,
  twiceBefore: (record) => `{"eventName":"SendCommand",${JSON.stringify(record).slice(1)}`,
  noName: (record) => JSON.stringify({ ...record, eventName: null, operationName: 7 }),
  noTime: (record) =>
    JSON.stringify({ ...record, eventTime: 'yesterday', time: '', timestamp: '2026-02-30T00:00:00Z' }),
  error: (record) => JSON.stringify({ ...record, errorCode: 'AccessDenied' }),
  hiddenError: (record) =>
    JSON.stringify({ ...record, responseElements: { _return: false, errorMessage: 'no' } }),
  bodyAsText: (record) =>
    JSON.stringify({ ...record, userIdentity: JSON.stringify(record['userIdentity'] ?? null) }),
  rootUser: (record) =>
    JSON.stringify({ ...record, userIdentity: { type: 'rOOt', arn: 'arn:aws:iam::1:root' } }),
  unknownMember: (record) => JSON.stringify({ ...record, detail: 'something', 'detail-type': 'x' }),
  eventBridge: (record) => JSON.stringify({ 'detail-type': 'AWS API Call via CloudTrail', detail: record }),
  inSns: (record) => JSON.stringify({ Type: 'Notification', TopicArn: 'a', Message: JSON.stringify(record) }),
  envelope: (record) => JSON.stringify({ Records: [record, record, 5] }),
  long: (record) => JSON.stringify({ ...record, requestParameters: { text: 'x'.repeat(LONG) } }),
  many: (record) =>
    JSON.stringify({ ...record, requestParameters: { list: Array.from({ length: 110_000 }, () => 1) } }),
  deep: (record) => JSON.stringify({ ...record, requestParameters: nest(120) }),
  kelvin: (record) =>
    JSON.stringify({ ...record, userAgent: 'truffle\u212aog TruffleHog', eventName: 'GetCallerIdentity' }),
  control: (record) => JSON.stringify(record).replace('"awsRegion":"', '"awsRegion":"\u0001'),
  brokenToken: (record) => JSON.stringify(record).replace(':null', ':nul'),
  strangeBrackets: (record) => `${JSON.stringify(record).slice(0, -1)}]`,
  noObject: () => '[1,2]',
  text: () => '"a text"',
  unclosed: (record) => JSON.stringify(record).replace('":"', '":'),
};

function nest(depth: number): Json {
  let value: Json = 1;
  for (let level = 0; level < depth; level += 1) value = { inner: value };
  return value;
}

/** Changes that leave every record whole. */
const whole = Object.keys(changes).filter(
  (name) => !['control', 'brokenToken', 'strangeBrackets', 'unclosed'].includes(name),
);

/** Records as texts, some of them odd; `damaged`: also such that are no JSON. */
export function oddTexts(records: readonly JsonObject[], random: Random, damaged: boolean): string[] {
  const names = damaged ? Object.keys(changes) : whole;
  return records.map((record) => {
    const name = random.chance(0.2) ? random.pick(names) : 'asItIs';
    return (changes[name] as (record: JsonObject, random: Random) => string)(record, random);
  });
}

/** Ways to put the texts of records into a file. */
export const containers: Readonly<Record<string, (texts: readonly string[]) => Buffer>> = {
  records: (texts) => Buffer.from(`{"Records":[${texts.join(',')}]}`),
  gzip: (texts) => gzipSync(`{"Records":[${texts.join(',')}]}`),
  azure: (texts) => Buffer.from(`{"records":[${texts.join(' ,\n')}]}\n`),
  array: (texts) => Buffer.from(`[${texts.join(', ')}]`),
  lines: (texts) => Buffer.from(`${texts.join('\n')}\n`),
  blankLines: (texts) => Buffer.from(`${texts.join('\r\n\n')}`),
  twoOnALine: (texts) =>
    Buffer.from(texts.map((text, index) => text + (index % 3 === 0 ? ' ' : '\n')).join('')),
  more: (texts) => Buffer.from(`{"Records":[${texts.join(',')}],"next":[{}]}`),
  twice: (texts) => Buffer.from(`{"Records":[${texts.join(',')}],"x":1,"Records":[${texts[0] ?? ''}]}`),
  two: (texts) => Buffer.from(`{"Records":[${texts.join(',')}]}{"Records":[${texts.join(',')}]}`),
  mark: (texts) => Buffer.from(`\ufeff${texts.join('\n')}`),
  utf16: (texts) => Buffer.from(`\ufeff${texts.slice(0, 40).join('\n')}`, 'utf16le'),
};
