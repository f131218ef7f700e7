/** Epoch milliseconds as CloudTrail writes them: `2026-03-10T09:00:00Z`. */
export function wholeSeconds(time: number): string {
  return `${new Date(time).toISOString().slice(0, 19)}Z`;
}

/** With as many digits of a second as Azure (7) and Google (6) write; what lies beyond milliseconds is made up from the time. */
export function fractional(time: number, digits: number): string {
  const beyond = String((time * 7919) % 10_000).padStart(4, '0');
  return `${new Date(time).toISOString().slice(0, 23)}${beyond.slice(0, digits - 3)}Z`;
}

/** The hour of a time, for folders: `['2026', '03', '10', '09']`. */
export function hourParts(time: number): readonly [string, string, string, string] {
  const iso = new Date(time).toISOString();
  return [iso.slice(0, 4), iso.slice(5, 7), iso.slice(8, 10), iso.slice(11, 13)];
}
