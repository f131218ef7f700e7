import type { Activity } from '../../activity/activity.ts';
import type { ScorePart } from '../score/score.ts';
import type { Authoriser } from './authoriser.ts';
import { combine, type Verdict, verdict as verdictOf } from './verdict.ts';

/** What the authorisations make of a finding. */
export interface Weighed {
  readonly verdict: Verdict;
  readonly parts: readonly ScorePart[];
}

const POINTS = { partial: -15, forged: 20, expired: 5 } as const;
const CLAIM = 15;

/**
 * Weighs the Activities of a finding: a partial authorisation lowers the score and says what is not covered, a forged one
 * raises it, one for another time raises it a little. Full cover has no points: the finding goes to the ledger.
 *
 * @param unseen further events of the finding that are not at hand: nothing covers what was not looked at
 */
export function weigh(authoriser: Authoriser, activities: readonly Activity[], unseen = 0): Weighed {
  const seen = combine(activities.map((activity) => authoriser.judge(activity)));
  const verdict = seen.kind === 'full' && unseen > 0 ? partly(seen, unseen) : seen;
  const claim = activities.map((activity) => authoriser.claimsPipeline(activity)).find((one) => one);
  const parts: ScorePart[] = [];
  if (verdict.kind !== 'none' && verdict.kind !== 'full') {
    const gaps = verdict.missing.length > 0 ? `: ${verdict.missing.join('; ')}` : '';
    const reason = verdict.kind === 'partial' ? `${verdict.reason}${gaps}` : verdict.reason;
    parts.push({ name: `authorisation: ${verdict.kind}`, points: POINTS[verdict.kind], reason });
  }
  if (claim) {
    const reason = `the user agent says ${claim.tool}, but ${claim.principal} is none of the declared pipelines`;
    parts.push({ name: 'claimed pipeline', points: CLAIM, reason });
  }
  return { verdict, parts };
}

function partly(seen: Verdict, unseen: number): Verdict {
  const missing = [...seen.missing, `${unseen} further events were not looked at`];
  return verdictOf({ ...seen, kind: 'partial', missing });
}
