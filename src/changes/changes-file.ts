import type { Diagnostic, Span } from '../core/diagnostic.ts';
import { describe, get, type MapNode, scalarString } from '../lang/sigma/located.ts';
import { type ReadingOptions, readChange } from './change-reader.ts';
import type { ChangeRecord } from './change-record.ts';
import { type Report, say } from './diagnostic-codes.ts';
import { type FileRecords, fileRecords } from './export-records.ts';
import { fileKeys, formatVersion } from './fields.ts';
import { jira, jiraTicket } from './jira.ts';
import type { Mapping } from './mapping.ts';
import { csvRecord } from './native-csv.ts';
import type { Written } from './record-fields.ts';
import { serviceNow, serviceNowTicket } from './service-now.ts';
import { TicketReader } from './ticket-record.ts';
import { utc, type Zone, zoneOf } from './zone.ts';

export interface ChangesFile {
  readonly path: string;
  readonly text: string;
}

interface FileOptions {
  readonly zone: Zone;
  readonly mapping: Mapping;
  readonly report: Report;
  readonly only?: FileRecords['kind'];
}

/** The records of one file; of a file that is of another kind or version, or whose zone is unknown, none is read. */
export function readChangesFile(
  file: ChangesFile,
  { zone, mapping, report, only }: FileOptions,
): { changes: ChangeRecord[]; refused: number } {
  const found = fileRecords(file, report);
  if (!found || isOther(found, only, file, report)) return { changes: [], refused: 1 };
  const head = readHeads(found, report);
  if (!head) return { changes: [], refused: Math.max(1, found.records.length) };
  let refused = 0;
  const unzoned: Span[] = [];
  const tickets = found.kind === 'native' ? undefined : new TicketReader(systemOf(found), mapping);
  const remarks = new Remarks(report);
  const reading: ReadingOptions = {
    zone: head.zone ?? zone,
    written: writtenIn(file),
    report: tickets ? (diagnostic) => remarks.add(diagnostic) : report,
    onAssumedZone: (at) => void unzoned.push(at),
  };
  const changes: ChangeRecord[] = [];
  for (const node of found.records) {
    const record = node.kind === 'map' ? recordOf(node, found, tickets) : undefined;
    const change = record && readChange(record, reading);
    if (change) changes.push(change);
    else refused += 1;
    if (!record) report(say('type', `a record has to be a map, not ${describe(node)}`, node.at));
  }
  remarks.finish();
  tickets?.finish(report);
  if (head.zone === undefined) tellAssumed(unzoned, zone, report);
  return { changes, refused };
}

function isOther(
  { kind }: FileRecords,
  only: FileRecords['kind'] | undefined,
  { path }: ChangesFile,
  report: Report,
): boolean {
  if (only === undefined || kind === only) return false;
  const holds = kind === 'native' ? 'no export of a ticket system' : `an export of ${kind}`;
  report(say('format', `this is ${holds}; expected one of ${only}`, { file: path, line: 1, column: 1 }));
  return true;
}

function tellAssumed(unzoned: readonly Span[], zone: Zone, report: Report): void {
  const [first] = unzoned;
  if (!first) return;
  const times = unzoned.length === 1 ? 'one time names' : `${unzoned.length} times name`;
  const meant = zone === utc ? 'UTC' : 'times of the zone given';
  report(say('zoneAssumed', `${times} no time zone: they are read as ${meant}`, first));
}

/** Of thousands of tickets the same may have to be said: errors are told one by one, warnings once with their number. */
class Remarks {
  private readonly report: Report;
  private readonly warnings = new Map<string, { readonly first: Diagnostic; count: number }>();

  constructor(report: Report) {
    this.report = report;
  }

  add(diagnostic: Diagnostic): void {
    const known = this.warnings.get(diagnostic.code);
    if (diagnostic.severity === 'error') this.report(diagnostic);
    else if (known) known.count += 1;
    else this.warnings.set(diagnostic.code, { first: diagnostic, count: 1 });
  }

  finish(): void {
    for (const { first, count } of this.warnings.values()) {
      const more = count === 2 ? 'one more ticket' : `${count - 1} more tickets`;
      this.report(count === 1 ? first : { ...first, message: `${first.message} (and ${more})` });
    }
  }
}

function systemOf({ kind }: FileRecords): typeof serviceNow {
  return kind === 'jira' ? jira : serviceNow;
}

function recordOf(
  node: MapNode,
  { kind, syntax, names }: FileRecords,
  tickets: TicketReader | undefined,
): MapNode {
  if (tickets) return tickets.record(kind === 'jira' ? jiraTicket(node, names) : serviceNowTicket(node));
  return syntax === 'csv' ? csvRecord(node) : node;
}

interface Head {
  readonly zone?: Zone;
}

/** `version` and `zone` beside the records; undefined when something is wrong with them. */
function readHeads({ heads, kind }: FileRecords, report: Report): Head | undefined {
  let zone: Zone | undefined;
  let isWhole = true;
  const fail = (...problem: Parameters<typeof say>): void => {
    isWhole = false;
    report(say(...problem));
  };
  const known = Object.keys(fileKeys);
  for (const head of kind === 'native' ? heads : []) {
    for (const { key, keyAt } of head.entries) {
      if (known.includes(key)) continue;
      fail('keyUnknown', `a file of changes has no key '${key}'`, keyAt, `The keys are ${known.join(', ')}.`);
    }
    const version = get(head, 'version');
    const number = version && scalarString(version);
    if (version && number !== String(formatVersion)) {
      fail(
        'version',
        `this is version ${number} of the format; version ${formatVersion} is read`,
        version.at,
      );
    }
    const named = get(head, 'zone');
    if (named) {
      zone = namedZone(scalarString(named) ?? '', named.at, report);
      isWhole &&= zone !== undefined;
    }
  }
  return isWhole ? { ...(zone && { zone }) } : undefined;
}

/** The zone of that name; that there is none is reported. */
export function namedZone(name: string, at: Span | undefined, report: Report): Zone | undefined {
  const zone = zoneOf(name);
  if (!zone) {
    report(
      say(
        'zone',
        `there is no time zone '${name}'`,
        at,
        'Write `UTC`, an offset such as `+01:00`, or a name such as `Europe/Berlin`.',
      ),
    );
  }
  return zone;
}

/** Numbers as they stand in the text: `098797384747` is an account and keeps its zero. */
function writtenIn({ text }: ChangesFile): Written {
  let lines: readonly string[] | undefined;
  return (node) => {
    if (typeof node.value !== 'number') return scalarString(node) ?? '';
    lines ??= text.split('\n');
    const { line, column, length = 0 } = node.at;
    const written = lines[line - 1]?.slice(column - 1, column - 1 + length) ?? '';
    return /^\d+$/.test(written) ? written : (scalarString(node) ?? '');
  };
}
