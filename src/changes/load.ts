import { compareDiagnostics, type Diagnostic } from '../core/diagnostic.ts';
import { formatTime } from '../core/time.ts';
import { type ChangeRecord, changeKey } from './change-record.ts';
import { type ChangesFile, namedZone, readChangesFile } from './changes-file.ts';
import { type Report, say } from './diagnostic-codes.ts';
import { noMapping, readMapping } from './mapping.ts';

export interface LoadChangesOptions {
  /** The zone of times that name none: `UTC` (the default), an offset, an IANA name. A file's own `zone` goes first. */
  readonly zone?: string;
  /** What the ticket system calls things. */
  readonly mapping?: ChangesFile;
  /** Epoch milliseconds: exceptions that ended before, or were reviewed more than a year before, are named. */
  readonly now?: number;
  /** Only exports of this system are taken. */
  readonly only?: 'servicenow' | 'jira';
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
  const zone = namedZone(options.zone ?? 'UTC', undefined, report);
  if (!zone) return { changes: [], diagnostics, refused: files.length };
  const changes: ChangeRecord[] = [];
  const byId = new Map<string, ChangeRecord>();
  let refused = 0;
  for (const file of files) {
    const read = readChangesFile(file, {
      zone,
      mapping,
      report,
      ...(options.only && { only: options.only }),
    });
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
