import type { Activity } from '../../activity/activity.ts';
import { digest } from '../../core/digest.ts';
import { levelOfScore } from '../../core/levels.ts';
import { compareFindings, type Finding } from '../finding/finding.ts';
import type { LineageGraph } from '../lineage/graph.ts';
import type { ScorePart } from '../score/score.ts';
import { connect, Links } from './connect.ts';
import type { Incident, StoryLine } from './incident.ts';

const HOUR = 3_600_000;
/** Around the findings of an incident the same actor's doings belong to its story. */
const AROUND = HOUR;
/** Lines of a story, the findings' own included. */
const MOST_LINES = 200;
const FURTHER_RULE = 3;
const MOST_FURTHER = 12;

/**
 * Puts findings together into incidents: connected by session, principal or lineage within a window. What many share
 * connects nothing. Each finding belongs to one incident; one without a time or an Activity to none.
 *
 * @param findings in the order of time
 * @param activitiesBetween everything that was remembered between two times, in the order of time: for the stories
 */
export function incidentsOf(
  findings: readonly Finding[],
  graph: LineageGraph,
  activitiesBetween: (from: number, to: number) => Iterable<Activity>,
): Incident[] {
  const dated = findings.filter(({ time, activity }) => time !== undefined && activity);
  const links = new Links(graph, dated);
  const drafts = connect(dated, links).map((group) => new Draft(group, links));
  const byKey = new Map<string, Draft[]>();
  for (const draft of drafts) {
    for (const key of draft.keys) {
      const there = byKey.get(key);
      if (there) there.push(draft);
      else byKey.set(key, [draft]);
    }
  }
  for (const { from, to } of together(drafts)) {
    for (const activity of activitiesBetween(from, to)) {
      // What shares more than one thing with an incident is offered once.
      const near = new Set(links.of(activity).flatMap(({ key }) => byKey.get(key) ?? []));
      for (const draft of near) draft.offer(activity);
    }
  }
  return drafts.map((draft) => draft.finish());
}

interface Span {
  readonly from: number;
  readonly to: number;
}

/** The times of all, those that overlap as one. */
function together(spans: readonly Span[]): Span[] {
  const joined: { from: number; to: number }[] = [];
  for (const { from, to } of spans.toSorted((a, b) => a.from - b.from)) {
    const last = joined.at(-1);
    if (last && from <= last.to) last.to = Math.max(last.to, to);
    else joined.push({ from, to });
  }
  return joined;
}

class Draft {
  /** What its findings share with others. */
  readonly keys: ReadonlySet<string>;
  private readonly findings: readonly Finding[];
  private readonly links: Links;
  /** Events that findings rest on: those that have a line, and those for which there was no room. */
  private readonly marked = new Set<string>();
  private readonly lines = new Map<string, { activity: Activity; rules: Set<string> }>();
  private readonly period: Span;
  readonly from: number;
  readonly to: number;
  private omitted = 0;

  constructor(findings: readonly Finding[], links: Links) {
    this.findings = findings;
    this.links = links;
    const keys = new Set<string>();
    for (const finding of findings.toSorted(byStrength)) {
      for (const { activity } of finding.evidence) {
        if (!activity) continue;
        for (const { key } of links.of(activity)) keys.add(key);
        this.mark(activity, finding.rule.title);
      }
    }
    this.keys = keys;
    this.period = periodOf(findings);
    this.from = this.period.from - AROUND;
    this.to = this.period.to + AROUND;
  }

  /** A line for what a finding rests on. */
  private mark(activity: Activity, title: string): void {
    const { id } = activity;
    const line = this.lines.get(id);
    if (line) line.rules.add(title);
    else if (this.marked.has(id)) return;
    else this.add(activity, [title]);
    this.marked.add(id);
  }

  /** A line for what happened around the findings. */
  offer(activity: Activity): void {
    const { time, id } = activity;
    if (time >= this.from && time <= this.to && !this.marked.has(id) && !this.lines.has(id)) {
      this.add(activity, []);
    }
  }

  private add(activity: Activity, titles: readonly string[]): void {
    if (this.lines.size >= MOST_LINES) this.omitted += 1;
    else this.lines.set(activity.id, { activity, rules: new Set(titles) });
  }

  finish(): Incident {
    const { findings } = this;
    const top = findings.reduce((best, one) => (one.score > best.score ? one : best));
    const parts = scoreParts(findings, top);
    const score = Math.min(
      100,
      parts.reduce((sum, { points }) => sum + points, 0),
    );
    const activities = findings.flatMap(({ evidence }) =>
      evidence.flatMap(({ activity }) => (activity ? [activity] : [])),
    );
    return {
      id: digest('incident', findings[0]?.id ?? ''),
      title: top.rule.title,
      level: levelOfScore(score),
      score,
      parts,
      time: this.period.from,
      endTime: this.period.to,
      findings: findings.map(({ id }) => id),
      principals: distinct(activities.map(({ principal }) => principal.key)),
      accounts: distinct(activities.map(({ account }) => account)),
      regions: distinct(activities.flatMap(({ region }) => region ?? [])),
      techniques: distinct(findings.flatMap(({ rule }) => rule.techniques)).sort(),
      lineages: distinct(activities.flatMap((activity) => this.links.componentsOf(activity))),
      story: this.story(),
      omitted: this.omitted,
    };
  }

  private story(): StoryLine[] {
    return [...this.lines.values()]
      .map(({ activity, rules }) => ({ time: activity.time, activity, rules: [...rules].sort() }))
      .sort((a, b) => a.time - b.time || (a.activity.id < b.activity.id ? -1 : 1));
  }
}

/** The strongest first, equally strong ones by time: those whose events a story has room for. */
function byStrength(a: Finding, b: Finding): number {
  return b.score - a.score || compareFindings(a, b);
}

function periodOf(findings: readonly Finding[]): Span {
  let from = Number.POSITIVE_INFINITY;
  let to = Number.NEGATIVE_INFINITY;
  for (const { time = 0, endTime = time } of findings) {
    from = Math.min(from, time);
    to = Math.max(to, endTime);
  }
  return { from, to };
}

/** The strongest finding, and something for every further rule that found something. */
function scoreParts(findings: readonly Finding[], top: Finding): ScorePart[] {
  const others = distinct(findings.map(({ rule }) => rule.title)).filter((title) => title !== top.rule.title);
  const strongest = { name: 'strongest finding', points: top.score, reason: top.rule.title };
  if (others.length === 0) return [strongest];
  const points = Math.min(MOST_FURTHER, others.length * FURTHER_RULE);
  return [strongest, { name: 'further rules', points, reason: others.join('; ') }];
}

function distinct(texts: readonly string[]): string[] {
  return [...new Set(texts)];
}
