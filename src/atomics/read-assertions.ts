import { RE2JS } from 're2js';
import { activityFields } from '../activity/fields.ts';
import type { Span } from '../core/diagnostic.ts';
import { suggest } from '../core/suggest.ts';
import { describe, type Entry, type MapNode, type Node, scalarString } from '../lang/sigma/located.ts';
import type { Assertion } from './atomic.ts';
import type { Reading } from './map-reader.ts';

const tests = ['equals', 're', 'contains', 'startswith', 'endswith', 'exists'] as const;
const ofRecord = 'record.';
const names: readonly string[] = activityFields.map(({ name }) => name.replaceAll('[]', ''));

/** Reads `field|test: value` pairs: what a step has to show. */
export function readAssertions(node: MapNode, reading: Reading): Assertion[] {
  return node.entries.flatMap((entry) => readAssertion(entry, reading) ?? []);
}

function readAssertion({ key, keyAt, value }: Entry, reading: Reading): Assertion | undefined {
  const [written = '', modifier = 'equals', ...rest] = key.split('|');
  const test = tests.find((one) => one === modifier);
  if (test === undefined || rest.length > 0) {
    const near = suggest(modifier, tests);
    const help = near ? `Did you mean '${near}'?` : `There are ${tests.slice(1).join(', ')}.`;
    reading.fail('value', `there is no test '${key.slice(written.length + 1)}'`, keyAt, help);
    return undefined;
  }
  const paths = written.split(/\s+or\s+/).map((path) => path.trim());
  const records = paths.filter((path) => path.startsWith(ofRecord));
  if (records.length === 0) {
    for (const path of paths) checkField(path, keyAt, reading);
  } else if (records.length < paths.length) {
    reading.fail('field', 'a field of the Activity cannot stand for one of the record', keyAt);
  }
  const values = readValues(value, reading);
  if (test === 're') for (const one of values) checkRegex(one, value.at, reading);
  return {
    field: written,
    paths: paths.map((path) => path.slice(records.length > 0 ? ofRecord.length : 0)),
    ofRecord: records.length > 0,
    test,
    values,
    at: keyAt,
  };
}

/** Reports a field that the Activity does not have. */
export function checkField(field: string, at: Span, reading: Reading): void {
  if (names.includes(field) || /^attrs\.tags\../.test(field)) return;
  const near = suggest(field, names);
  const help = near
    ? `Did you mean '${near}'?`
    : `Fields are in docs/reference/activity.md; members of the native record begin with '${ofRecord}'.`;
  reading.fail('field', `the Activity has no field '${field}'`, at, help);
}

function readValues(node: Node, reading: Reading): readonly string[] {
  const items = node.kind === 'list' ? node.items : [node];
  if (items.length === 0) reading.fail('type', 'an empty list of values', node.at);
  return items.flatMap((item) => {
    const text = scalarString(item);
    if (text !== undefined) return text;
    reading.fail(
      'type',
      `an expected value has to be a text, number or boolean, not ${describe(item)}`,
      item.at,
    );
    return [];
  });
}

/** Reports what is no RE2 expression. */
export function checkRegex(source: string, at: Span, reading: Reading): void {
  try {
    RE2JS.compile(source);
  } catch (error) {
    const why = error instanceof Error ? error.message : String(error);
    reading.fail('regex', `'${source}' is no regular expression in RE2 syntax: ${why}`, at);
  }
}
