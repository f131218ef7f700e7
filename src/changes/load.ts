import { compareDiagnostics, type Diagnostic, type Span } from '../core/diagnostic.ts';
import { formatTime } from '../core/time.ts';
import { describe, get, type MapNode, scalarString } from '../lang/sigma/located.ts';
import { type ReadingOptions, readChange } from './change-reader.ts';
import { type ChangeRecord, changeKey } from './change-record.ts';
import { type Report, say } from './diagnostic-codes.ts';
import { type FileRecords, fileRecords } from './export-records.ts';
import { fileKeys, formatVersion } from './fields.ts';
import { jira, jiraTicket } from './jira.ts';
import { type Mapping, noMapping, readMapping } from './mapping.ts';
import { csvRecord } from './native-csv.ts';
import type { Written } from './record-fields.ts';
import { serviceNow, serviceNowTicket } from './service-now.ts';
import { TicketReader } from './ticket-record.ts';
import { utc, type Zone, zoneOf } from './zone.ts';

export interface ChangesFile {
  readonly path: string;
  readonly text: string;
}

export interface LoadChangesOptions {
  /** The zone of times that name none: `UTC` (the default), an offset, an IANA name. A file's own `zone` goes first. */
  readonly zone?: string;
  /** What the ticket system calls things. */
  readonly mapping?: ChangesFile;
  /** Epoch milliseconds: exceptions that ended before, or were reviewed more than a year before, are named. */
  readonly now?: number;
}

export interface LoadedChanges {
  /** In the order of the files. */
  readonly changes: readonly ChangeRecord[];
  /** In the order of the files, by place. */
  readonly diagnostics: readonly Diagnostic[];
  /** Records that were refused, and files that could not be read at all. */
  readonly refused: number;
}

const YEAR = 366 * 86_400_000;

/**
 * Reads authorisations: `changes.yml`, the same as JSON or CSV, exports of ServiceNow and Jira; each told by its content.
 * A record that is wrong is refused and reported, the others stand. Never throws.
 */
export function loadChanges(files: readonly ChangesFile[], options: LoadChangesOptions = {}): LoadedChanges {
  const diagnostics: Diagnostic[] = [];
  const report: Report = (diagnostic) => void diagnostics.push(diagnostic);
  const mapping = options.mapping ? readMapping(options.mapping, report) : noMapping;
  const zone = namedZone(options.zone, undefined, report) ?? utc;
  const changes: ChangeRecord[] = [];
  const byId = new Map<string, ChangeRecord>();
  let refused = 0;
  for (const file of files) {
    const read = readFile(file, { zone, mapping, report });
    refused += read.refused;
    for (const change of read.changes) {
      const earlier = byId.get(changeKey(change.id));
      if (earlier === undefined) {
        byId.set(changeKey(change.id), change);
        changes.push(change);
        if (options.now !== undefined) remindOf(change, options.now, report);
      } else if (!isSame(earlier, change)) {
        refused += 1;
        report(duplicate(change, earlier));
      }
    }
  }
  const order = new Map(files.map(({ path }, index) => [path, index]));
  const rank = ({ at }: Diagnostic): number => order.get(at?.file ?? '') ?? -1;
  return {
    changes,
    diagnostics: diagnostics.toSorted((a, b) => rank(a) - rank(b) || compareDiagnostics(a, b)),
    refused,
  };
}

interface FileOptions {
  readonly zone: Zone;
  readonly mapping: Mapping;
  readonly report: Report;
}

function readFile(
  file: ChangesFile,
  { zone, mapping, report }: FileOptions,
): { changes: ChangeRecord[]; refused: number } {
  const found = fileRecords(file, report);
  if (!found) return { changes: [], refused: 1 };
  let refused = 0;
  const unzoned: Span[] = [];
  const head = readHeads(found, report);
  if (head.isOtherVersion) return { changes: [], refused: found.records.length };
  if (!head.isWhole) refused += 1;
  const reading: ReadingOptions = {
    zone: head.zone ?? zone,
    written: writtenIn(file),
    report,
    onAssumedZone: (at) => void unzoned.push(at),
  };
  const tickets = found.kind === 'native' ? undefined : new TicketReader(systemOf(found), mapping);
  const changes: ChangeRecord[] = [];
  for (const node of found.records) {
    const record = node.kind === 'map' ? recordOf(node, found, tickets) : undefined;
    const change = record && readChange(record, reading);
    if (change) changes.push(change);
    else refused += 1;
    if (!record) report(say('type', `a record has to be a map, not ${describe(node)}`, node.at));
  }
  tickets?.finish(report);
  const [first] = unzoned;
  if (first && head.zone === undefined) {
    const times = unzoned.length === 1 ? 'one time names' : `${unzoned.length} times name`;
    report(
      say(
        'zoneAssumed',
        `${times} no time zone: they are read as ${zone === utc ? 'UTC' : 'times of the zone given'}`,
        first,
      ),
    );
  }
  return { changes, refused };
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
  readonly zone: Zone | undefined;
  readonly isWhole: boolean;
  /** Nobody knows what its records mean. */
  readonly isOtherVersion: boolean;
}

/** `version` and `zone` beside the records. */
function readHeads({ heads, kind }: FileRecords, report: Report): Head {
  let zone: Zone | undefined;
  let isWhole = true;
  let isOtherVersion = false;
  const fail: Report = (diagnostic) => {
    isWhole = false;
    report(diagnostic);
  };
  for (const head of kind === 'native' ? heads : []) {
    for (const { key, keyAt } of head.entries) {
      if (!Object.hasOwn(fileKeys, key)) {
        fail(
          say(
            'keyUnknown',
            `a file of changes has no key '${key}'`,
            keyAt,
            `The keys are ${Object.keys(fileKeys).join(', ')}.`,
          ),
        );
      }
    }
    const version = get(head, 'version');
    if (version && scalarString(version) !== String(formatVersion)) {
      isOtherVersion = true;
      fail(
        say(
          'version',
          `this is version ${scalarString(version) ?? '?'} of the format; version ${formatVersion} is read`,
          version.at,
        ),
      );
    }
    zone = namedZone(scalarString(get(head, 'zone')), get(head, 'zone')?.at, fail) ?? zone;
  }
  return { zone, isWhole, isOtherVersion };
}

function namedZone(name: string | undefined, at: Span | undefined, report: Report): Zone | undefined {
  const zone = name === undefined ? undefined : zoneOf(name);
  if (name !== undefined && !zone) {
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

function isSame(a: ChangeRecord, b: ChangeRecord): boolean {
  const plain = ({ source: _source, ...rest }: ChangeRecord): string => JSON.stringify(rest);
  return plain(a) === plain(b);
}

function duplicate(change: ChangeRecord, { source }: ChangeRecord): Diagnostic {
  const at = { file: change.source.path, line: change.source.line, column: 1 };
  const said = say(
    'idDuplicate',
    `'${change.id}' is declared again, with another content: it is refused`,
    at,
    'Give the newest export only, or take one of them out.',
  );
  return {
    ...said,
    notes: [{ message: 'it stands here already', at: { file: source.path, line: source.line, column: 1 } }],
  };
}

function remindOf({ id, kind, expires, reviewed, source }: ChangeRecord, now: number, report: Report): void {
  if (kind !== 'exception') return;
  const at = { file: source.path, line: source.line, column: 1 };
  if (expires !== undefined && expires <= now) {
    report(say('expired', `the exception '${id}' ended ${formatTime(expires).slice(0, 16)}Z`, at));
  } else if (reviewed !== undefined && reviewed < now - YEAR) {
    const help = 'Review it, and write the day down.';
    report(
      say(
        'reviewOld',
        `the exception '${id}' was reviewed ${formatTime(reviewed).slice(0, 10)}, more than a year ago`,
        at,
        help,
      ),
    );
  }
}
