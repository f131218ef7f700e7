import { rank } from '../../core/levels.ts';
import type { Correlation } from '../../ir/correlation.ts';
import type { RuleMetadata } from '../../ir/rule.ts';
import type { Authoriser } from '../authorise/authoriser.ts';
import { claimedPipeline, forgedChange } from '../authorise/own-rules.ts';
import { type Weighed, weigh } from '../authorise/weigh.ts';
import { dimensionsIn } from '../baseline/baseline.ts';
import type { Entry } from '../correlate/entry.ts';
import { countEvents, type Episode } from '../correlate/episode.ts';
import type { Observation, RuleMatch } from '../observation.ts';
import { scoreOf } from '../score/score.ts';
import type { Sweep } from '../sweep/sweep.ts';
import { type Evidence, type Finding, findingId } from './finding.ts';

export interface Assembly {
  readonly sweep: Sweep;
  readonly rules: readonly RuleMetadata[];
  /** Correlations by id, and rules and correlations by id. */
  readonly correlations: ReadonlyMap<string, Correlation>;
  readonly about: ReadonlyMap<string, RuleMetadata>;
  readonly find: (at: number) => Observation | undefined;
  readonly authoriser?: Authoriser;
}

/** Everything that findings are made from. */
export function createAssembly(
  sweep: Sweep,
  rules: readonly RuleMetadata[],
  correlations: readonly Correlation[],
  find: Assembly['find'],
  authoriser?: Authoriser,
): Assembly {
  return {
    sweep,
    rules,
    correlations: new Map(correlations.map((one) => [one.id, one])),
    // Of two rules with one id the first counts, as for correlations that refer to it.
    about: new Map([...correlations, ...rules.toReversed()].map((one) => [one.id, one])),
    find,
    ...(authoriser ? { authoriser } : {}),
  };
}

/** What one event alone is worth: a finding for each rule that alerts on its own, from a level on. */
export function findingsOfEvent(
  assembly: Assembly,
  at: number,
  observation: Observation,
  minRank: number,
): Finding[] {
  const { sweep, rules } = assembly;
  const ofRules = observation.matches.flatMap((match) => {
    const rule = rules[match.rule];
    if (!rule || !sweep.plan.alerts[match.rule] || rank(rule.level) < minRank) return [];
    return [ofMatch(assembly, at, observation, rule, match)];
  });
  return [...ofRules, ...ofAuthorisation(assembly, at, observation, minRank)];
}

/** What only the declared authorisations show. */
function ofAuthorisation(
  assembly: Assembly,
  at: number,
  observation: Observation,
  minRank: number,
): Finding[] {
  const { authoriser } = assembly;
  const { activity } = observation;
  if (!authoriser || !activity) return [];
  const found: RuleMetadata[] = [];
  if (activity.change?.ticket !== undefined && authoriser.judge(activity).kind === 'forged')
    found.push(forgedChange);
  if (authoriser.claimsPipeline(activity)) found.push(claimedPipeline);
  return found
    .filter(({ level }) => rank(level) >= minRank)
    .map((rule) => ofMatch(assembly, at, observation, rule));
}

function ofMatch(
  assembly: Assembly,
  at: number,
  observation: Observation,
  rule: RuleMetadata,
  match?: RuleMatch,
): Finding {
  const { activity, time, id } = observation;
  const evidence = [toEvidence(assembly, at, observation, [rule])];
  const dated = time === undefined ? {} : { time, endTime: activity?.endTime ?? time };
  return {
    id: findingId(rule, '', id),
    revision: 1,
    kind: 'signal',
    rule,
    ...score(assembly, rule, evidence, { unseen: 0, automated: true }),
    ...dated,
    count: 1,
    evidence,
    ...(activity ? { activity } : {}),
    ...(match?.record === undefined ? {} : { record: match.record }),
  };
}

/** The finding of an episode; undefined when it is only an event for another correlation, or below the level. */
export function findingOfEpisode(assembly: Assembly, episode: Episode, minRank: number): Finding | undefined {
  const rule = assembly.correlations.get(episode.correlation);
  if (!rule || rank(rule.level) < minRank || !assembly.sweep.alertsItself(rule.id)) return undefined;
  const steps = stepsOf(assembly, episode, rule);
  const evidence = [...steps]
    .flatMap(([at, rules]) => {
      const observation = assembly.find(at);
      return observation ? [toEvidence(assembly, at, observation, [...rules])] : [];
    })
    .sort(
      (a, b) => (a.time ?? 0) - (b.time ?? 0) || ((a.activity?.id ?? '') < (b.activity?.id ?? '') ? -1 : 1),
    );
  const [first] = evidence;
  const last = evidence.at(-1);
  const completed = assembly.find(episode.completed.at)?.activity;
  const unseen = unseenOf(assembly.sweep, episode);
  const group = Object.fromEntries(episode.group);
  const key = JSON.stringify([episode.group, episode.lineage ?? null]);
  return {
    id: findingId(rule, key, episode.anchor.id),
    revision: 1,
    kind: 'correlation',
    rule,
    ...score(assembly, rule, evidence, {
      unseen,
      automated: episode.automated,
      inLevel: dimensionsBelow(assembly.correlations, rule),
    }),
    time: Math.min(episode.first, first?.time ?? episode.first),
    endTime: Math.max(episode.end, last?.time ?? episode.end),
    group,
    ...(episode.lineage === undefined ? {} : { lineage: episode.lineage }),
    ...(episode.value === undefined ? {} : { value: episode.value }),
    // An event that serves an inner and an outer correlation is one.
    count: evidence.length + unseen,
    evidence,
    ...(completed ? { activity: completed } : {}),
  };
}

/** What a correlation, or one that it rests on, asks to be new: that is in its level, and counts no second time. */
function dimensionsBelow(
  correlations: Assembly['correlations'],
  { dimensions = [], rules }: Correlation,
): readonly string[] {
  const inner = rules.flatMap((id) => correlations.get(id) ?? []);
  return [...dimensions, ...inner.flatMap((one) => dimensionsBelow(correlations, one))];
}

/** How many events an episode and the inner ones rest on beyond those that are kept. */
function unseenOf(sweep: Sweep, { count, evidence }: Episode): number {
  let unseen = Math.max(0, count - countEvents(evidence));
  for (const { inner } of evidence) {
    const below = inner === undefined ? undefined : sweep.episodes.get(inner);
    if (below) unseen += unseenOf(sweep, below);
  }
  return unseen;
}

/** The positions of the events that an episode rests on, with the rules that matched; those of inner findings included. */
function stepsOf(
  { sweep, about, correlations }: Assembly,
  episode: Episode,
  correlation: Correlation,
): Map<number, Set<RuleMetadata>> {
  const found = new Map<number, Set<RuleMetadata>>();
  const add = (entry: Entry, within: Correlation): void => {
    const inner = entry.inner === undefined ? undefined : sweep.episodes.get(entry.inner);
    const innerRule = inner && correlations.get(inner.correlation);
    if (inner && innerRule) {
      for (const one of inner.evidence) add(one, innerRule);
      return;
    }
    const matched = about.get(within.rules[entry.rule] ?? '');
    const there = found.get(entry.at) ?? new Set<RuleMetadata>();
    if (matched) there.add(matched);
    found.set(entry.at, there);
  };
  for (const entry of episode.evidence) add(entry, correlation);
  return found;
}

function toEvidence(
  { sweep, rules: all }: Assembly,
  at: number,
  { time, activity, matches }: Observation,
  rules: readonly RuleMetadata[],
): Evidence {
  const { fresh, learning } = sweep.marks.get(at);
  const ids = new Set(rules.map(({ id }) => id));
  const kept = matches.find(({ rule, record }) => record !== undefined && ids.has(all[rule]?.id ?? ''));
  return {
    ...(time === undefined ? {} : { time }),
    rules: rules.map(({ id, title }) => ({ id, title })),
    ...(activity ? { activity } : {}),
    ...(kept?.record === undefined ? {} : { record: kept.record }),
    fresh: dimensionsIn(fresh & ~learning).map(({ name }) => name),
    learning: dimensionsIn(learning).map(({ name }) => name),
  };
}

function score(
  { authoriser }: Assembly,
  rule: RuleMetadata,
  evidence: readonly Evidence[],
  whole: {
    readonly unseen: number;
    readonly automated: boolean;
    /** What is new and is already what the rule is about. */
    readonly inLevel?: readonly string[] | undefined;
  },
): Pick<Finding, 'score' | 'level' | 'parts' | 'authorisation'> {
  const activities = evidence.flatMap(({ activity }) => (activity ? [activity] : []));
  const weighed: Weighed | undefined =
    authoriser && activities.length > 0 ? weigh(authoriser, activities, whole.unseen) : undefined;
  const result = scoreOf({
    rule,
    activities: whole.automated ? activities : [],
    fresh: evidence.flatMap(({ fresh }) => fresh).filter((name) => !whole.inLevel?.includes(name)),
    learning: evidence.flatMap(({ learning }) => learning),
    // A detection of the authorisation itself has it in its level.
    more: rule === forgedChange || rule === claimedPipeline ? [] : (weighed?.parts ?? []),
  });
  return { ...result, ...(weighed ? { authorisation: weighed.verdict } : {}) };
}
