import type { Activity } from '../../activity/activity.ts';
import type { PrincipalType } from '../../activity/vocabulary.ts';
import type { Finding } from '../finding/finding.ts';
import type { LineageGraph } from '../lineage/graph.ts';

const HOUR = 3_600_000;

/** How long after one finding the next may come and still belong to it, by what they share. */
const windows = {
  /** A session of temporary credentials is one actor for as long as it lives. */
  session: 12 * HOUR,
  principal: 4 * HOUR,
  lineage: 24 * HOUR,
} as const;

/** A principal that acts in more sessions than this is shared by many: it connects nothing, its sessions do. */
const MOST_SESSIONS = 3;
/** Components of more resources than this are not one story. */
const MOST_RESOURCES = 100;

/** Principals that work for everybody. */
const impersonal: ReadonlySet<PrincipalType> = new Set(['service', 'account', 'anonymous', 'unknown']);
/** Principals that are assumed: each session may be somebody else. */
const assumed: ReadonlySet<PrincipalType> = new Set(['role', 'federated', 'managed_identity']);

export interface Link {
  readonly key: string;
  readonly window: number;
}

/** What an Activity shares with others of its story. */
export class Links {
  private readonly graph: LineageGraph;
  private readonly sessions = new Map<string, Set<string>>();

  /** @param findings all of them: they show which principals are shared */
  constructor(graph: LineageGraph, findings: readonly Finding[]) {
    this.graph = graph;
    for (const { evidence } of findings) {
      for (const { activity } of evidence) if (activity) this.count(activity);
    }
  }

  of(activity: Activity): Link[] {
    return [...this.actors(activity), ...this.lineages(activity)];
  }

  /** Names of the components of what the Activity touches. */
  componentsOf(activity: Activity): string[] {
    return this.graph
      .componentsOf(activity)
      .filter((one) => this.graph.sizeOf(one) <= MOST_RESOURCES)
      .map((one) => this.graph.labelOf(one));
  }

  private actors({ principal, automation }: Activity): Link[] {
    const { key, type, session } = principal;
    if (impersonal.has(type) || automation) return [];
    const links: Link[] = [];
    if (session !== undefined && assumed.has(type)) {
      links.push({ key: `session ${key} ${session}`, window: windows.session });
    }
    if ((this.sessions.get(key)?.size ?? 0) <= MOST_SESSIONS) {
      links.push({ key: `principal ${key}`, window: windows.principal });
    }
    return links;
  }

  private lineages(activity: Activity): Link[] {
    return this.componentsOf(activity).map((name) => ({ key: `lineage ${name}`, window: windows.lineage }));
  }

  private count({ principal: { key, session, type } }: Activity): void {
    if (session === undefined || !assumed.has(type)) return;
    const sessions = this.sessions.get(key) ?? new Set<string>();
    sessions.add(session);
    this.sessions.set(key, sessions);
  }
}

/** Parts findings into those that are connected, through others if need be. Findings come in the order of time. */
export function connect(findings: readonly Finding[], links: Links): Finding[][] {
  const parents = findings.map((_finding, index) => index);
  const root = (index: number): number => {
    let at = index;
    while (parents[at] !== at) at = parents[at] as number;
    parents[index] = at;
    return at;
  };
  const latest = new Map<string, { index: number; end: number }>();
  for (const [index, finding] of findings.entries()) {
    const begin = finding.time ?? 0;
    const end = finding.endTime ?? begin;
    for (const { key, window } of linksOf(finding, links)) {
      const before = latest.get(key);
      if (before && begin - before.end <= window) {
        const [first, second] = [root(before.index), root(index)].sort((a, b) => a - b);
        parents[second as number] = first as number;
      }
      if (!before || end >= before.end) latest.set(key, { index, end });
    }
  }
  const groups = new Map<number, Finding[]>();
  for (const [index, finding] of findings.entries()) {
    const there = groups.get(root(index));
    if (there) there.push(finding);
    else groups.set(root(index), [finding]);
  }
  return [...groups.values()];
}

function linksOf({ evidence }: Finding, links: Links): Link[] {
  const found = new Map<string, Link>();
  for (const { activity } of evidence) {
    if (activity) for (const link of links.of(activity)) found.set(link.key, link);
  }
  return [...found.values()];
}
