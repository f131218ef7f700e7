import { expect, test } from 'vitest';
import { renderDiagnostic } from '../../core/diagnostic.ts';
import { type LintOptions, lintRules } from './lint.ts';

const metadata =
  'title: t\nid: 6d1a5f0e-0000-4000-8000-000000000001\nstatus: test\ndescription: d\nauthor: a\ndate: 2024-01-02\n' +
  'references: [r]\nfalsepositives: [x]\n';

function lint(
  detection: string,
  options: LintOptions = {},
  product = 'aws',
  tags = '[attack.t1578.002]',
): string[] {
  const body = detection.replace(/^/gm, '  ');
  const text = `${metadata}tags: ${tags}\nlogsource:\n  product: ${product}\ndetection:\n${body}\n`;
  return lintRules([{ path: 'r.yml', text }], options).map(
    ({ code, at, message }) => `${at?.line}:${at?.column} ${code.replace('SIGMA_', '')} ${message}`,
  );
}

const operations: LintOptions['operations'] = (product, operation) =>
  product === 'aws' && operation.toLowerCase() === 'runinstances' ? { techniques: ['T1578.002'] } : undefined;

test('a clean rule has no findings', () => {
  expect(lint('sel:\n  eventName: RunInstances\ncondition: sel', { operations })).toEqual([]);
});

test('an unknown field, and the rule that needs it', () => {
  expect(lint('sel:\n  eventName: RunInstances\n  evntSource|contains: x\ncondition: sel')).toEqual([
    "1:8 LINT_NEVER_MATCHES the rule can never match: records do not have 'evntSource'",
    "15:5 LINT_FIELD_UNKNOWN records of aws have no field 'evntSource'",
  ]);
  expect(lint('sel:\n  eventName: A\n  evntSource: null\ncondition: sel')).toHaveLength(1);
});

test('the fields may be given', () => {
  const fields: LintOptions['fields'] = ({ product }) => (product === 'other' ? ['a', 'b'] : undefined);
  expect(lint('sel:\n  a.x: 1\n  c|contains: 1\ncondition: sel', { fields }, 'other')).toEqual([
    "1:8 LINT_NEVER_MATCHES the rule can never match: records do not have 'c'",
    '1:8 LINT_NO_LITERAL no exact value has to occur for this rule to match, so it is tried on every record',
    "1:8 LINT_SOURCE_UNKNOWN no hunt reads records of the product 'other', so the rule is never tried",
    "15:5 LINT_FIELD_UNKNOWN records of other have no field 'c'",
  ]);
});

test('a repaired field', () => {
  expect(lint('sel:\n  gcp.audit.method_name: x\ncondition: sel', {}, 'gcp')).toEqual([
    "14:5 LINT_FIELD_REPAIRED 'gcp.audit.method_name' is not a field of raw records: it is read from " +
      "'protoPayload.methodName', then 'data.protoPayload.methodName'",
  ]);
});

test('conditions that cannot hold, and selections that are not used', () => {
  expect(lint('a:\n  eventName: A\nb:\n  eventName: B\ncondition: a and not a')).toEqual([
    '1:8 LINT_NEVER_MATCHES the rule can never match: the condition contradicts itself',
    "15:3 LINT_UNUSED the condition does not use the selection 'b'",
  ]);
  expect(lint('a1:\n  eventName: A\ncondition: 4 of them')).toEqual([
    "1:8 LINT_NEVER_MATCHES '4 of them' can never match: there is only one",
  ]);
  expect(lint('a1:\n  eventName: A\na2:\n  eventName: B\ncondition: 3 of a*')[0]).toContain(
    "'3 of a*' can never match: there are only 2",
  );
});

test('missing metadata', () => {
  const text =
    'title: t\nlogsource:\n  product: aws\ndetection:\n  sel:\n    eventName: A\n  condition: sel\n';
  const found = lintRules([{ path: 'r.yml', text }]).map((diagnostic) => renderDiagnostic(diagnostic, text));
  expect(found).toEqual([
    'r.yml:1:8: info SIGMA_LINT_METADATA: the rule has no id, status, description, author, date, references, tags, ' +
      'falsepositives\n  1 | title: t\n    |        ^',
  ]);
});

test('a technique that does not fit, of either generation; its parent fits', () => {
  const detection = 'sel:\n  eventName: RunInstances\ncondition: sel';
  expect(lint(detection, { operations }, 'aws', '[attack.t1578, attack.t1537, attack.t1685.002]')).toEqual([
    "9:22 LINT_TECHNIQUE T1537 is not a technique of 'runinstances'",
    "9:36 LINT_TECHNIQUE T1562.008 is not a technique of 'runinstances'",
  ]);
  expect(
    lint('sel:\n  eventName: [RunInstances, Other]\ncondition: sel', { operations }, 'aws', '[attack.t1537]'),
  ).toEqual([]);
});

test('what loading says is part of it', () => {
  expect(lint('sel:\n  eventName|contains|all: A\ncondition: sel').join()).toContain('ALL_SINGLE');
});

test('values that a field never has, with the nearest of those that it has', () => {
  const allowed = new Map([['verb', ['share', 'unshare']]]);
  const found = lint(
    "a:\n  verb: [shared, SHARE, 'sha*', null]\nb:\n  verb.x: 1\n  verb|exists: false\nc:\n  verb: ''\n" +
      'condition: a or b or not c',
    { fields: () => ['verb'], values: () => allowed },
  );
  expect(found.filter((one) => !one.includes('NO_LITERAL'))).toEqual([
    "14:12 LINT_NEVER_MATCHES 'verb' is never 'shared'",
    "16:5 LINT_FIELD_UNKNOWN records of aws have no field 'verb.x'",
    "19:11 LINT_NEVER_MATCHES 'verb' is never ''",
  ]);
});

test('a product that no hunt reads', () => {
  expect(lint('sel:\n  a: b\ncondition: sel', {}, 'azur')).toEqual([
    "1:8 LINT_SOURCE_UNKNOWN no hunt reads records of the product 'azur', so the rule is never tried",
  ]);
});
