import type { Activity } from '../../activity/activity.ts';
import type { Level } from '../../core/levels.ts';
import { levelOfScore, pointsOfLevel } from '../../core/levels.ts';
import type { DimensionName } from '../../ir/dimension-names.ts';
import type { RuleMetadata } from '../../ir/rule.ts';
import { dimensions } from '../baseline/dimension.ts';

/** One term of the sum. */
export interface ScorePart {
  readonly name: string;
  readonly points: number;
  /** In words, with the values that it rests on. */
  readonly reason: string;
}

export interface Score {
  readonly score: number;
  readonly level: Level;
  readonly parts: readonly ScorePart[];
}

/** What a score looks at. */
export interface Scored {
  readonly rule: RuleMetadata;
  readonly activities: readonly Activity[];
  /** Names of dimensions in which an event was new, and of those whose scope was still learning. */
  readonly fresh: readonly string[];
  readonly learning: readonly string[];
  /** What authorised changes say. */
  readonly more?: readonly ScorePart[];
}

/** Points for what has not been seen before, by dimension; together at most `MOST_NOVELTY`. */
const noveltyPoints: Readonly<Record<DimensionName, number>> = {
  'principal-in-account': 8,
  'operation-of-principal': 3,
  'region-of-principal': 4,
  'network-of-principal': 4,
  'region-of-account': 8,
  'instance-type-of-account': 3,
  'image-owner-of-account': 5,
  // Who does it for the first time is new itself, or does what it has not done: both have points.
  'initiator-of-action': 0,
  'name-shape-of-account': 2,
  'role-of-instances': 4,
  'exposure-of-account': 4,
};
const MOST_NOVELTY = 18;

/** The mechanism did it, not a person: recognised by service-linked role or service principal, never by name. */
const AUTOMATION = -15;

/**
 * 0–100, a sum of named parts, at least 0 and at most 100; the level follows from it. What is still being learned adds
 * nothing, and says so.
 */
export function scoreOf({ rule, activities, fresh, learning, more = [] }: Scored): Score {
  const parts: ScorePart[] = [
    { name: 'rule', points: pointsOfLevel(rule.level), reason: `the rule's level is ${rule.level}` },
    ...noveltyParts(fresh),
    ...learningPart(learning),
    ...automationPart(activities),
    ...more,
  ];
  const sum = parts.reduce((total, { points }) => total + points, 0);
  const score = Math.min(100, Math.max(0, sum));
  return { score, level: levelOfScore(score), parts };
}

function noveltyParts(fresh: readonly string[]): ScorePart[] {
  let left = MOST_NOVELTY;
  return dimensions.flatMap(({ name, meaning }) => {
    if (!fresh.includes(name) || noveltyPoints[name] === 0) return [];
    const points = Math.min(left, noveltyPoints[name]);
    left -= points;
    return [{ name: `new: ${name}`, points, reason: meaning }];
  });
}

function learningPart(learning: readonly string[]): ScorePart[] {
  if (learning.length === 0) return [];
  const names = dimensions.filter(({ name }) => learning.includes(name)).map(({ name }) => name);
  const reason = `what is usual is still being learned (${names.join(', ')}): new values count for nothing yet`;
  return [{ name: 'learning', points: 0, reason }];
}

function automationPart(activities: readonly Activity[]): ScorePart[] {
  const [first] = activities;
  if (!first?.automation || !activities.every(({ automation }) => automation)) return [];
  const { kind, evidence } = first.automation;
  return [{ name: 'automation', points: AUTOMATION, reason: `done by ${kind}: ${evidence}` }];
}
