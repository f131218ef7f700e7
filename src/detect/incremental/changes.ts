import type { Episode } from '../correlate/episode.ts';
import type { Finding } from '../finding/finding.ts';

/** What a late or new event did to the findings. */
export type Change =
  | { readonly kind: 'found' | 'revised'; readonly finding: Finding }
  /** It was reported and is none any more; `successor` is what it has become. */
  | { readonly kind: 'withdrawn'; readonly id: string; readonly successor?: string };

interface Report {
  readonly id: string;
  readonly revision: number;
  /** What was reported, as text: a finding that reads the same is not reported again. */
  readonly text: string;
  /** The group, by which a successor is told. */
  readonly group: string;
  readonly time: number;
}

/** Which findings of correlations were reported, and as what. */
export class Reported {
  private readonly reports = new Map<string, Report>();
  /** The episode of each report: one that is the same object needs no second look. */
  private readonly seen = new Map<string, Episode>();

  /**
   * Compares what is with what was reported.
   *
   * @param episodes by key: those that may be reported
   * @param assemble makes the finding of one
   */
  compare(
    episodes: ReadonlyMap<string, Episode>,
    assemble: (episode: Episode) => Finding | undefined,
  ): Change[] {
    const changes: Change[] = [];
    const appeared: Report[] = [];
    for (const [key, episode] of episodes) {
      if (this.seen.get(key) === episode) continue;
      this.seen.set(key, episode);
      const finding = assemble(episode);
      if (!finding) continue;
      const text = saidOf(finding);
      const before = this.reports.get(key);
      if (before?.text === text) continue;
      const report = {
        id: finding.id,
        revision: (before?.revision ?? 0) + 1,
        text,
        group: groupOf(episode),
        time: finding.time ?? 0,
      };
      this.reports.set(key, report);
      if (!before) appeared.push(report);
      changes.push({
        kind: before ? 'revised' : 'found',
        finding: { ...finding, revision: report.revision },
      });
    }
    return [...this.withdrawals(episodes, appeared), ...changes];
  }

  /** It is final: nothing will be said of it any more. */
  forget(key: string): number {
    const revision = this.reports.get(key)?.revision ?? 1;
    this.reports.delete(key);
    this.seen.delete(key);
    return revision;
  }

  revisionOf(key: string): number {
    return this.reports.get(key)?.revision ?? 1;
  }

  entries(): IterableIterator<[string, Report]> {
    return this.reports.entries();
  }

  restore(key: string, report: unknown): void {
    this.reports.set(key, report as Report);
  }

  private withdrawals(episodes: ReadonlyMap<string, Episode>, appeared: readonly Report[]): Change[] {
    const changes: Change[] = [];
    for (const [key, { id, group, time }] of this.reports) {
      if (episodes.has(key)) continue;
      this.forget(key);
      const heirs = appeared.filter((one) => one.group === group);
      const heir = heirs.sort((a, b) => Math.abs(a.time - time) - Math.abs(b.time - time))[0];
      changes.push({ kind: 'withdrawn', id, ...(heir ? { successor: heir.id } : {}) });
    }
    return changes;
  }
}

/** What a person is told of it: a finding that says the same is not reported again. */
function saidOf({
  time,
  endTime,
  level,
  score,
  parts,
  value,
  count,
  evidence,
  authorisation,
}: Finding): string {
  const events = evidence.map(({ activity, time: at, rules }) => [activity?.id ?? at, rules.length]);
  return JSON.stringify([time, endTime, level, score, parts, value, count, events, authorisation]);
}

function groupOf({ correlation, group }: Episode): string {
  return JSON.stringify([correlation, group]);
}
