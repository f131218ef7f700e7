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

  /**
   * Compares what is with what was reported.
   *
   * @param keys those that may have changed
   * @param episodes all there are
   * @param assemble makes the finding of one
   */
  compare(
    keys: ReadonlySet<string>,
    episodes: { get(key: string): Episode | undefined },
    assemble: (episode: Episode) => Finding | undefined,
  ): Change[] {
    const changes: Change[] = [];
    const gone: Report[] = [];
    const appeared: Report[] = [];
    for (const key of keys) {
      const episode = episodes.get(key);
      const before = this.reports.get(key);
      const finding = episode && assemble(episode);
      if (!finding) {
        if (before) gone.push(before);
        this.forget(key);
        continue;
      }
      const text = saidOf(finding);
      if (before?.text === text) continue;
      const revision = (before?.revision ?? 0) + 1;
      const report = { id: finding.id, revision, text, group: groupOf(episode), time: finding.time ?? 0 };
      this.reports.set(key, report);
      if (!before) appeared.push(report);
      changes.push({ kind: before ? 'revised' : 'found', finding: { ...finding, revision } });
    }
    return [...gone.map((one) => withdrawal(one, appeared)), ...changes];
  }

  /** It is final: nothing will be said of it any more. */
  forget(key: string): number {
    const revision = this.reports.get(key)?.revision ?? 1;
    this.reports.delete(key);
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
}

/** What was reported and is none any more, with what has become of it: the nearest new one of its group. */
function withdrawal({ id, group, time }: Report, appeared: readonly Report[]): Change {
  const [heir] = appeared
    .filter((one) => one.group === group)
    .sort((a, b) => Math.abs(a.time - time) - Math.abs(b.time - time));
  return { kind: 'withdrawn', id, ...(heir ? { successor: heir.id } : {}) };
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
