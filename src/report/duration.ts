const UNITS: readonly (readonly [number, string])[] = [
  [86_400_000, 'd'],
  [3_600_000, 'h'],
  [60_000, 'm'],
  [1000, 's'],
];

/** Milliseconds as a correlation writes them: `90m` stays `90m`, whole hours become `2h`. */
export function durationText(milliseconds: number): string {
  const unit = UNITS.find(([size]) => milliseconds >= size && milliseconds % size === 0);
  return unit ? `${milliseconds / unit[0]}${unit[1]}` : `${milliseconds / 1000}s`;
}
