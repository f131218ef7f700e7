/** Sigma's levels, from the least to the most severe. */
export const levels = ['informational', 'low', 'medium', 'high', 'critical'] as const;

export type Level = (typeof levels)[number];

/** 0 for informational … 4 for critical. */
export function rank(level: Level): number {
  return levels.indexOf(level);
}

export function isLevel(value: unknown): value is Level {
  return levels.includes(value as Level);
}

/** A score's range is 20 points a level: informational < 20 ≤ low < 40 ≤ medium < 60 ≤ high < 80 ≤ critical. */
const POINTS = 20;

/** The points that a rule of a level begins with: the middle of the level's range. */
export function pointsOfLevel(level: Level): number {
  return rank(level) * POINTS + POINTS / 2;
}

/** The level of a score from 0 to 100. */
export function levelOfScore(score: number): Level {
  return levels[Math.min(levels.length - 1, Math.max(0, Math.floor(score / POINTS)))] ?? 'informational';
}
