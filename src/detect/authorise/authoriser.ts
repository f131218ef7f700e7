import type { Activity } from '../../activity/activity.ts';
import { type ChangeRecord, isOpen } from '../../changes/change-record.ts';
import { compareTexts } from '../../core/text-order.ts';
import { ChangeIndex, type Entry, type Group } from './change-index.ts';
import { type Face, faceOf } from './face.ts';
import { compare, type Dimension, type Fit, type Limits } from './limits.ts';
import { distance, timeProblem } from './period.ts';
import { PipelineClaims, type PipelineMismatch } from './pipeline-claim.ts';
import { type TimeRange, type UnusedAuthorisation, unusedOf } from './unused.ts';
import { type Verdict, type VerdictKind, verdict } from './verdict.ts';

export interface AuthoriserOptions {
  /**
   * Whether an id that no record has is `forged`. When absent: if at least one change (not only exceptions) is declared,
   * since else the tickets are not here to be known.
   */
  readonly unknownTickets?: boolean;
}

/** Says what the declared authorisations make of an Activity. Pure: the same answer whatever was asked before. */
export interface Authoriser {
  judge(activity: Activity): Verdict;
  /** The Activity claims to come from a deployment tool, and its principal is none of the declared pipelines. */
  claimsPipeline(activity: Activity): PipelineMismatch | undefined;
  /** Authorisations whose ids are not among those used, though their time lies in the range. */
  unused(used: ReadonlySet<string>, range: TimeRange): readonly UnusedAuthorisation[];
  /** How many records authorise anything. */
  readonly open: number;
}

/** Nothing that was found. */
const unfound: Verdict = verdict({
  kind: 'none',
  matched: [],
  missing: [],
  reason: 'no declared authorisation covers it',
});

/**
 * Matches changes and exceptions honestly: by who, what, where and when. A ticket id in a tag and a user agent are words
 * of the caller and prove nothing.
 */
export function createAuthoriser(
  changes: readonly ChangeRecord[],
  options: AuthoriserOptions = {},
): Authoriser {
  const index = new ChangeIndex(changes);
  const pipelines = new PipelineClaims(changes);
  const unknownTickets = options.unknownTickets ?? changes.some(({ kind }) => kind === 'change');
  return {
    judge: (activity) => judge(faceOf(activity), index, unknownTickets),
    claimsPipeline: (activity) => pipelines.check(activity),
    unused: (used, range) => unusedOf(changes, used, range),
    open: changes.filter(isOpen).length,
  };
}

/** One record's answer. */
interface Answer {
  readonly kind: VerdictKind;
  readonly entry: Entry;
  readonly fit: Fit;
  /** Milliseconds to its nearest period. */
  readonly away: number;
  readonly isNamed: boolean;
}

const order: readonly VerdictKind[] = ['full', 'forged', 'partial', 'expired', 'none'];

function judge(face: Face, index: ChangeIndex, unknownTickets: boolean): Verdict {
  const named = face.ticket === undefined ? [] : index.named(face.ticket);
  let best: Answer | undefined;
  const offer = (answer: Answer): void => {
    if (best === undefined || compareAnswers(answer, best) < 0) best = answer;
  };
  for (const entry of named) offer(answerOf(entry, face, true));
  for (const entry of index.active(face)) if (entry.key !== face.ticket) offer(answerOf(entry, face, false));
  if (face.ticket !== undefined && named.length === 0 && unknownTickets && best?.kind !== 'full') {
    return unknownTicket(face.activity.change?.ticket ?? face.ticket);
  }
  if (best === undefined || best.kind === 'none') {
    for (const group of index.atAnyTime(face)) {
      const lapsed = lapsedAnswer(group, face);
      if (lapsed) offer(lapsed);
    }
  }
  return best === undefined ? unfound : toVerdict(best, face);
}

function answerOf(entry: Entry, face: Face, isNamed: boolean): Answer {
  const fit = compare(entry.limits, face);
  const away = distance(entry.periods, face.activity.time);
  return { kind: kindOf(entry, fit, away, isNamed), entry, fit, away, isNamed };
}

function kindOf({ record, limits }: Entry, fit: Fit, away: number, isNamed: boolean): VerdictKind {
  if (isNamed && (!isOpen(record) || isOfOthers(limits.principals.length > 0, fit))) return 'forged';
  if (fit.missing.length === 0) return away === 0 ? 'full' : 'expired';
  if (away > 0) return isNamed ? 'expired' : 'none';
  if (lacks(fit, 'grantee')) return 'none';
  return isNamed || isPart(limits, fit) ? 'partial' : 'none';
}

/** The record that is named is not about this principal or, if it names nobody, not about this account. */
function isOfOthers(namesPrincipals: boolean, fit: Fit): boolean {
  return namesPrincipals ? lacks(fit, 'principal') : lacks(fit, 'account') || lacks(fit, 'provider');
}

/**
 * A part is covered where the same principal acts, or, if the record names nobody, where the named resource or tag is. Another
 * operation counts as a part of the change only on a resource of the change; giving access to strangers never does.
 */
function isPart({ principals }: Limits, fit: Fit): boolean {
  const { matched } = fit;
  if (lacks(fit, 'action') && !matched.includes('resource')) return false;
  if (principals.length > 0) return matched.includes('principal');
  return matched.includes('resource') || matched.includes('tag');
}

function lacks({ missing }: Fit, dimension: Dimension): boolean {
  return missing.some((one) => one.dimension === dimension);
}

function lapsedAnswer({ limits, entries }: Group, face: Face): Answer | undefined {
  const fit = compare(limits, face);
  if (fit.missing.length > 0) return undefined;
  let best: Entry | undefined;
  let nearest = Number.POSITIVE_INFINITY;
  for (const entry of entries) {
    const away = distance(entry.periods, face.activity.time);
    if (best === undefined || away < nearest || (away === nearest && compareEntries(entry, best) < 0)) {
      best = entry;
      nearest = away;
    }
  }
  return (
    best && { kind: nearest === 0 ? 'full' : 'expired', entry: best, fit, away: nearest, isNamed: false }
  );
}

/** The better answer first; the same whatever the order of the records. */
function compareAnswers(a: Answer, b: Answer): number {
  return (
    order.indexOf(a.kind) - order.indexOf(b.kind) ||
    Number(b.isNamed) - Number(a.isNamed) ||
    a.fit.missing.length - b.fit.missing.length ||
    b.fit.matched.length - a.fit.matched.length ||
    compareNumbers(a.away, b.away) ||
    compareEntries(a.entry, b.entry)
  );
}

/** By id; records of one id by all that they say. */
function compareEntries(a: Entry, b: Entry): number {
  return compareTexts(a.key, b.key) || compareTexts(JSON.stringify(a.record), JSON.stringify(b.record));
}

/** Both may be infinite. */
function compareNumbers(a: number, b: number): number {
  if (a === b) return 0;
  return a < b ? -1 : 1;
}

function unknownTicket(ticket: string): Verdict {
  return verdict({
    kind: 'forged',
    change: ticket,
    matched: [],
    missing: [`no record has the id ${ticket}`],
    reason: `it names ${ticket}, which no record knows`,
  });
}

function toVerdict({ kind, entry, fit, away, isNamed }: Answer, face: Face): Verdict {
  const { record, periods } = entry;
  const problems = fit.missing.map(({ text }) => text);
  if (kind === 'none') {
    const reason =
      problems.length === 0 ? unfound.reason : `${record.id} does not cover it: ${problems.join('; ')}`;
    return verdict({ ...unfound, reason });
  }
  const matched = away === 0 ? [...fit.matched, 'window' as const] : fit.matched;
  const late = away === 0 ? [] : [timeProblem(periods, face.activity.time)];
  const state = isOpen(record) ? [] : [`its status is ${record.status}`];
  const missing = [...state, ...problems, ...late];
  return verdict({
    kind,
    change: record.id,
    title: record.title,
    ...(record.family && { family: record.family }),
    matched,
    missing,
    reason: reasonOf(kind, record.id, missing, isNamed),
  });
}

function reasonOf(kind: VerdictKind, id: string, missing: readonly string[], isNamed: boolean): string {
  const problems = missing.join('; ');
  switch (kind) {
    case 'full':
      return `covered by ${id}`;
    case 'partial':
      return `covered in part by ${id}${isNamed ? ', which it names' : ''}: ${problems}`;
    case 'expired':
      return `${id} would cover it at another time: ${problems}`;
    default:
      return `it names ${id}, which is not for this: ${problems}`;
  }
}
