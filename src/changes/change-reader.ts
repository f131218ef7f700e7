import type { Provider } from '../activity/vocabulary.ts';
import type { Span } from '../core/diagnostic.ts';
import type { MapNode } from '../lang/sigma/located.ts';
import { actionProblem } from './action-pattern.ts';
import type {
  ChangeKind,
  ChangeRecord,
  ChangeScope,
  ChangeStatus,
  ExceptionFamily,
  Window,
} from './change-record.ts';
import { type Report, say } from './diagnostic-codes.ts';
import { readPrincipal } from './principal-key.ts';
import { type Fields, type Located, readFields, type Written } from './record-fields.ts';
import { dayAfter, readTime, type Zone } from './zone.ts';

export interface ReadingOptions {
  readonly zone: Zone;
  readonly written: Written;
  readonly report: Report;
  /** Told of each time that names no zone. */
  readonly onAssumedZone: (at: Span) => void;
}

/** One record, or undefined when something in it is wrong; every problem of it is reported. */
export function readChange(node: MapNode, options: ReadingOptions): ChangeRecord | undefined {
  const fields = readFields(node, options.written, options.report);
  const reader = new ChangeReader(fields, options);
  return reader.read();
}

class ChangeReader {
  private readonly fields: Fields;
  private readonly options: ReadingOptions;
  private isWhole: boolean;

  constructor(fields: Fields, options: ReadingOptions) {
    this.fields = fields;
    this.options = options;
    this.isWhole = fields.isWhole;
  }

  read(): ChangeRecord | undefined {
    const { texts, at } = this.fields;
    const id = texts.get('id')?.text ?? '';
    const kind = (texts.get('kind')?.text ?? 'change') as ChangeKind;
    const status = (texts.get('status')?.text ?? 'approved') as ChangeStatus;
    const reviewed = this.time(texts.get('reviewed'), 'day')?.start;
    const expires = this.time(texts.get('expires'), 'day')?.end;
    const scope = this.scope();
    const windows = this.windows();
    if (kind === 'exception') this.checkException(id, scope);
    else this.checkChange(id, status, windows, scope);
    if (!this.isWhole) return undefined;
    const family = texts.get('family')?.text as ExceptionFamily | undefined;
    const owner = texts.get('owner')?.text;
    return Object.freeze({
      id,
      title: texts.get('title')?.text ?? '',
      kind,
      ...(family && { family }),
      ...(owner && { owner }),
      ...(reviewed !== undefined && { reviewed }),
      ...(expires !== undefined && { expires }),
      status,
      scope,
      windows: Object.freeze(windows.toSorted((a, b) => a.start - b.start || a.end - b.end)),
      source: Object.freeze({ path: at.file, line: at.line }),
    });
  }

  private fail(...problem: Parameters<typeof say>): void {
    this.isWhole = false;
    this.options.report(say(...problem));
  }

  /** Of a record that is refused only what is wrong is told. */
  private warn(...problem: Parameters<typeof say>): void {
    if (this.isWhole) this.options.report(say(...problem));
  }

  /** What must be said of something that is allowed for good: by whom, since when, until when. */
  private checkException(id: string, scope: ChangeScope): void {
    const { given, at } = this.fields;
    const lacking = ['family', 'owner', 'reviewed', 'expires', 'principals'].filter(
      (name) => !given.has(name),
    );
    if (lacking.length === 0) {
      this.checkBreadth(`the exception '${id}'`, scope);
      return;
    }
    const names = lacking.map((name) => `\`${name}\``).join(', ');
    this.fail(
      'exception',
      `the exception '${id}' has no ${names}`,
      at,
      'An exception is named, owned, reviewed and expiring: say who may, for what family, who answers for it, when it was last reviewed and when it ends.',
    );
  }

  private checkChange(
    id: string,
    status: ChangeStatus,
    windows: readonly Window[],
    scope: ChangeScope,
  ): void {
    const { texts, at } = this.fields;
    const family = texts.get('family');
    if (family)
      this.fail(
        'value',
        '`family` is for exceptions',
        family.at,
        'Write `kind: exception`, or leave it out.',
      );
    if (status !== 'approved' && status !== 'closed') return;
    if (windows.length === 0 && this.isWhole) {
      this.fail('window', `the change '${id}' has no window`, at, 'Write `start` and `end`, or `windows`.');
    }
    if (scope.principals.length === 0) {
      this.warn('principalMissing', `the change '${id}' does not say who: it covers nothing in full`, at);
    } else this.checkBreadth(`the change '${id}'`, scope);
  }

  private checkBreadth(what: string, { actions, resources, accounts }: ChangeScope): void {
    if ([actions, resources, accounts].some((list) => list.length > 0)) return;
    this.warn('broad', `${what} limits neither actions nor resources nor accounts`, this.fields.at);
  }

  private scope(): ChangeScope {
    const { tags } = this.fields;
    const frozenTags = Object.create(null) as Record<string, string>;
    for (const [name, { text }] of tags) frozenTags[name] = text;
    return Object.freeze({
      principals: this.principals(),
      actions: this.actions(),
      resources: this.list('resources'),
      tags: Object.freeze({ ...frozenTags }),
      accounts: this.list('accounts'),
      providers: this.list('providers') as readonly Provider[],
      regions: this.list('regions'),
      grantees: this.list('grantees'),
    });
  }

  private list(name: string): readonly string[] {
    const texts = (this.fields.lists.get(name) ?? []).map(({ text }) => text);
    return Object.freeze([...new Set(texts)].toSorted());
  }

  private principals(): readonly string[] {
    const keys: string[] = [];
    for (const { text, at } of this.fields.lists.get('principals') ?? []) {
      const read = readPrincipal(text);
      if ('problem' in read) this.fail('principal', read.problem, at, read.help);
      else {
        keys.push(read.key);
        if (read.broad) this.warn('broad', `'${text}' lets in strangers: ${read.broad}`, at);
      }
    }
    return Object.freeze([...new Set(keys)].toSorted());
  }

  private actions(): readonly string[] {
    for (const { text, at } of this.fields.lists.get('actions') ?? []) {
      const problem = actionProblem(text);
      if (problem) this.warn('action', problem.message, at, problem.help);
    }
    return this.list('actions');
  }

  private windows(): Window[] {
    const { texts, windows, at } = this.fields;
    const start = texts.get('start');
    const end = texts.get('end');
    const given = [...windows];
    if (start && end) given.push({ start, end });
    else if (start || end)
      this.fail('window', 'a window has both a `start` and an `end`', (start ?? end)?.at ?? at);
    return given.flatMap((pair) => this.window(pair) ?? []);
  }

  private window({ start, end }: { readonly start: Located; readonly end: Located }): Window | undefined {
    const from = this.time(start)?.start;
    const to = this.time(end)?.end;
    if (from === undefined || to === undefined) return undefined;
    if (from < to) return Object.freeze({ start: from, end: to });
    this.fail('window', `the window ends (${end.text}) before it begins (${start.text})`, end.at);
    return undefined;
  }

  /** A day as a start is its beginning, as an end the beginning of the next. */
  private time(
    written: Located | undefined,
    precision: 'day' | 'moment' = 'moment',
  ): { readonly start: number; readonly end: number } | undefined {
    if (!written) return undefined;
    const { text, at } = written;
    const { zone } = this.options;
    const read = readTime(text, zone);
    if (!read) {
      const help = 'Write a day (2026-03-10) or an RFC 3339 time (2026-03-10T09:30:00Z).';
      this.fail('time', `'${text}' is no time that can be read`, at, help);
      return undefined;
    }
    // Of a review or an end nobody means the hour.
    if (!read.hasZone && !(read.isDay && precision === 'day')) this.options.onAssumedZone(at);
    return { start: read.time, end: read.isDay ? dayAfter(text, zone) : read.time };
  }
}
