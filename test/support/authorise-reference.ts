import type { Activity } from '../../src/activity/activity.ts';
import type { ChangeRecord } from '../../src/changes/index.ts';

/**
 * What `createAuthoriser` has to answer, written from docs/reference/changes.md without any index: every record is compared
 * with every Activity.
 */
export function referenceJudge(
  changes: readonly ChangeRecord[],
  activity: Activity,
): { kind: string; change?: string; missing: number } {
  const ticket = plainId(activity.change?.ticket);
  const answers = changes.map((record) => answer(record, activity, plainId(record.id) === ticket));
  const best = answers
    .filter(({ kind }) => kind !== 'none')
    .toSorted(
      (a, b) =>
        ranks.indexOf(a.kind) - ranks.indexOf(b.kind) ||
        Number(b.isNamed) - Number(a.isNamed) ||
        a.missing - b.missing ||
        b.matched - a.matched ||
        (a.away === b.away ? 0 : a.away - b.away) ||
        (plainId(a.id) as string).localeCompare(plainId(b.id) as string, 'en'),
    )[0];
  const isUnknown = ticket !== undefined && !changes.some(({ id }) => plainId(id) === ticket);
  if (isUnknown && changes.some(({ kind }) => kind === 'change') && best?.kind !== 'full') {
    return { kind: 'forged', change: activity.change?.ticket ?? '', missing: 1 };
  }
  return best ? { kind: best.kind, change: best.id, missing: best.shown } : { kind: 'none', missing: 0 };
}

const ranks = ['full', 'forged', 'partial', 'expired', 'none'];

function plainId(id: string | undefined): string | undefined {
  return id?.toUpperCase().replace(/[^A-Z0-9]/g, '');
}

interface Answer {
  kind: string;
  id: string;
  isNamed: boolean;
  matched: number;
  missing: number;
  /** With the status and the time, as the verdict tells them. */
  shown: number;
  away: number;
}

function answer(record: ChangeRecord, activity: Activity, isNamed: boolean): Answer {
  const { scope } = record;
  const some = (patterns: readonly string[], ...texts: (string | undefined)[]): boolean =>
    patterns.some((pattern) => texts.some((text) => text !== undefined && glob(pattern).test(text)));
  const checks: Record<string, boolean | undefined> = {};
  const keys = [activity.principal.key, ...activity.principal.via.map(({ key }) => key)];
  checks['principal'] = some(scope.principals, ...keys);
  if (scope.providers.length > 0) checks['provider'] = some(scope.providers, activity.provider);
  if (scope.accounts.length > 0) checks['account'] = some(scope.accounts, activity.account);
  if (scope.regions.length > 0) checks['region'] = some(scope.regions, activity.region);
  if (scope.actions.length > 0) {
    const meaning = `${activity.verb}:${activity.object}`;
    checks['action'] = scope.actions.some((one) =>
      some([one], one.includes(':') ? meaning : activity.operation),
    );
  }
  if (scope.resources.length > 0) {
    const all = (role: string): boolean => {
      const found = activity.resources.filter((one) => one.role === role);
      return found.length > 0 && found.every(({ id, name }) => some(scope.resources, id, name));
    };
    checks['resource'] = all('target') || (activity.verb === 'create' && all('source'));
  }
  if (Object.keys(scope.tags).length > 0) {
    checks['tag'] = Object.entries(scope.tags).every(([name, value]) =>
      some([value], activity.attrs.tags?.[name]),
    );
  }
  const grantees = activity.attrs.grantees ?? [];
  if (grantees.length > 0) {
    checks['grantee'] = grantees.every((one) => some([...scope.grantees, ...scope.accounts], one));
  }
  const values = Object.values(checks);
  const missing = values.filter((one) => one === false).length;
  const matched = values.filter((one) => one === true).length;
  const away = awayOf(record, activity.time);
  const isOpen = record.status === 'approved' || record.status === 'closed';
  const kind = kindOf({ record, checks, missing, away, isNamed, isOpen });
  const shown = missing + (away > 0 ? 1 : 0) + (isOpen ? 0 : 1);
  return { kind, id: record.id, isNamed, matched, missing, shown, away };
}

function kindOf(one: {
  record: ChangeRecord;
  checks: Record<string, boolean | undefined>;
  missing: number;
  away: number;
  isNamed: boolean;
  isOpen: boolean;
}): string {
  const { record, checks, missing, away, isNamed, isOpen } = one;
  if (!isOpen) return isNamed ? 'forged' : 'none';
  const namesPeople = record.scope.principals.length > 0;
  if (isNamed && namesPeople && !checks['principal']) return 'forged';
  if (isNamed && !namesPeople && (checks['account'] === false || checks['provider'] === false))
    return 'forged';
  if (missing === 0) return away === 0 ? 'full' : 'expired';
  if (away > 0) return isNamed ? 'expired' : 'none';
  if (checks['grantee'] === false) return 'none';
  if (isNamed) return 'partial';
  if (checks['action'] === false && !checks['resource']) return 'none';
  if (namesPeople) return checks['principal'] ? 'partial' : 'none';
  return checks['resource'] || checks['tag'] ? 'partial' : 'none';
}

function awayOf({ windows, expires }: ChangeRecord, time: number): number {
  let best = Number.POSITIVE_INFINITY;
  const all =
    windows.length > 0 ? windows : [{ start: Number.NEGATIVE_INFINITY, end: Number.POSITIVE_INFINITY }];
  for (const { start, end: last } of all) {
    const end = Math.min(last, expires ?? Number.POSITIVE_INFINITY);
    if (start >= end) continue;
    if (time < start) best = Math.min(best, start - time);
    else if (time >= end) best = Math.min(best, time - end + 1);
    else return 0;
  }
  return best;
}

function glob(pattern: string): RegExp {
  const source = pattern.replace(/[.+?^${}()|[\]\\]/g, '\\$&').replaceAll('*', '[^]*');
  return new RegExp(`^${source}$`, 'i');
}
