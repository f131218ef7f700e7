import { sniffCsv } from '../decode/csv.ts';
import { get, type MapNode, type Node } from '../lang/sigma/located.ts';
import { readCsv } from './csv-nodes.ts';
import { type Report, say } from './diagnostic-codes.ts';
import { jiraNames } from './jira.ts';
import { JsonSyntaxError, readJson } from './json-nodes.ts';
import { fieldName } from './ticket.ts';
import { readYaml } from './yaml-nodes.ts';

/** Characters of one file: an export of some ten thousand tickets with all their fields. */
const LARGEST = 128 * 1024 * 1024;

/** What a file holds, told by its content. */
export interface FileRecords {
  readonly kind: 'native' | 'servicenow' | 'jira';
  readonly syntax: 'yaml' | 'json' | 'csv';
  readonly records: readonly Node[];
  /** Maps beside the records: `version`, `zone`. */
  readonly heads: readonly MapNode[];
  /** Labels of Jira's fields. */
  readonly names: ReadonlyMap<string, string>;
}

const noNames: ReadonlyMap<string, string> = new Map();

/** The records of a file, of whatever format; undefined when it is none, which is reported. */
export function fileRecords(
  file: { readonly path: string; readonly text: string },
  report: Report,
): FileRecords | undefined {
  const { path, text } = file;
  const start = { file: path, line: 1, column: 1 };
  if (text.length > LARGEST) {
    report(say('tooLarge', `the file has ${text.length} characters; at most ${LARGEST} are read`, start));
    return undefined;
  }
  const first = /[^\s\ufeff]/.exec(text)?.[0];
  if (first === undefined) {
    report(say('empty', 'the file is empty: it authorises nothing', start));
    return undefined;
  }
  if (first === '{' || first === '[') return jsonRecords(file, report);
  const separator = sniffCsv(Buffer.from(text.slice(0, 64 * 1024).replace(/^\ufeff/, '')));
  if (separator !== undefined && !/^\s*[\w-]+:(\s|$)/.test(text)) {
    return csvRecords(path, readCsv(path, text, separator, report), report);
  }
  const { roots, isWhole } = readYaml(file, report);
  return roots.length === 0 && !isWhole ? undefined : nativeRecords(roots, 'yaml', report);
}

function jsonRecords(
  { path, text }: { readonly path: string; readonly text: string },
  report: Report,
): FileRecords | undefined {
  let root: Node;
  try {
    root = readJson(path, text);
  } catch (error) {
    if (!(error instanceof JsonSyntaxError)) throw error;
    report(say('syntax', `JSON: ${error.message}`, error.at));
    return undefined;
  }
  if (root.kind === 'list') return ofList(root.items, 'json');
  if (root.kind !== 'map') return undefined;
  const issues = get(root, 'issues');
  if (issues?.kind === 'list') {
    return { kind: 'jira', syntax: 'json', records: issues.items, heads: [], names: jiraNames(root) };
  }
  const tickets = get(root, 'result') ?? get(root, 'records');
  if (tickets?.kind === 'list') {
    return { kind: 'servicenow', syntax: 'json', records: tickets.items, heads: [], names: noNames };
  }
  return nativeRecords([root], 'json', report);
}

function ofList(records: readonly Node[], syntax: 'json' | 'csv'): FileRecords {
  return { kind: kindOf(records), syntax, records, heads: [], names: noNames };
}

/** A ServiceNow change has a number, an issue of Jira a key; a record of ours an id. */
function kindOf(records: readonly Node[]): FileRecords['kind'] {
  const names = new Set(
    records
      .slice(0, 50)
      .flatMap((one) => (one.kind === 'map' ? one.entries.map(({ key }) => fieldName(key)) : [])),
  );
  if (names.has('number') && !names.has('id')) return 'servicenow';
  return names.has('issue_key') || (names.has('key') && (names.has('fields') || names.has('summary')))
    ? 'jira'
    : 'native';
}

function csvRecords(path: string, records: readonly MapNode[], report: Report): FileRecords | undefined {
  if (records.length > 0) return ofList(records, 'csv');
  report(say('empty', 'the table has no rows: it authorises nothing', { file: path, line: 1, column: 1 }));
  return undefined;
}

function nativeRecords(
  roots: readonly MapNode[],
  syntax: 'yaml' | 'json',
  report: Report,
): FileRecords | undefined {
  const records: Node[] = [];
  for (const root of roots) {
    const changes = get(root, 'changes');
    if (changes?.kind === 'list') for (const item of changes.items) records.push(item);
    else if (changes) report(say('type', '`changes` has to be a list of records', changes.at));
    else {
      const help =
        'It begins with `changes:` and a list; ServiceNow exports have `result`, Jira exports `issues`, tables a header.';
      report(say('format', 'this is no file of changes', root.at, help));
    }
  }
  return { kind: 'native', syntax, records, heads: roots, names: noNames };
}
