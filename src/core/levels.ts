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
