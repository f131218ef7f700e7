import { type Correlation, holds, needsCompleteWindow, stepsHold } from '../../../src/ir/correlation.ts';

/** An event as the definition sees it. */
export interface PlainEvent {
  readonly time: number;
  readonly id: string;
  /** Places of the rules that it matched. */
  readonly rules: readonly number[];
  readonly group: string | null;
  readonly value?: number;
}

/** A finding as far as the definition fixes it. */
export interface PlainFinding {
  readonly group: string | null;
  readonly fired: number;
  readonly end: number;
}

interface Match {
  readonly time: number;
  readonly id: string;
  readonly rule: number;
  readonly value: number | undefined;
}

/**
 * Correlations as their documentation says: for each event the window is looked at anew, nothing is remembered but
 * whether the condition held. Slow and obvious: what everything fast is compared with.
 */
export function byDefinition(correlation: Correlation, events: readonly PlainEvent[]): PlainFinding[] {
  const groups = new Map<string | null, Match[]>();
  for (const { time, id, rules, group, value } of events) {
    const matches = rules.map((rule) => ({ time, id, rule, value }));
    groups.set(group, [...(groups.get(group) ?? []), ...matches]);
  }
  return [...groups].flatMap(([group, matches]) => {
    const sorted = matches.toSorted(
      (a, b) => a.time - b.time || (a.id < b.id ? -1 : Number(a.id > b.id)) || a.rule - b.rule,
    );
    const found = needsCompleteWindow(correlation)
      ? completeWindows(correlation, sorted)
      : slidingWindows(correlation, sorted);
    return found.map((finding) => ({ group, ...finding }));
  });
}

type Found = Omit<PlainFinding, 'group'>;

function slidingWindows(correlation: Correlation, sorted: readonly Match[]): Found[] {
  const findings: { fired: number; end: number }[] = [];
  let open: { fired: number; end: number } | undefined;
  for (const [index, { time }] of sorted.entries()) {
    const since = time - correlation.timespan;
    const met = (seen: readonly Match[]): boolean =>
      correlation.type === 'rate'
        ? isUnusual(correlation, seen, time)
        : isMet(
            correlation,
            seen.filter((one) => one.time >= since),
          );
    if (!met(sorted.slice(0, index))) open = undefined;
    if (!met(sorted.slice(0, index + 1))) open = undefined;
    else if (open) open.end = time;
    else {
      open = { fired: time, end: time };
      findings.push(open);
    }
  }
  return findings;
}

/**
 * Events of the timespan against the average of the history before it. A group is as old as the first event since it was
 * last without one for as long as the history goes.
 */
function isUnusual(correlation: Correlation, seen: readonly Match[], now: number): boolean {
  const { timespan, history = timespan * 336, minimum = 2, comparisons } = correlation;
  let born = Number.POSITIVE_INFINITY;
  for (const [index, { time }] of seen.entries())
    if (index === 0 || time - (seen[index - 1] as Match).time > history) born = time;
  const count = (from: number, to: number): number =>
    new Set(seen.filter(({ time }) => time >= from && time < to).map(({ id }) => id)).size;
  const within = count(now - timespan, Number.POSITIVE_INFINITY);
  const periods = (Math.min(history, now - born) - timespan) / timespan;
  if (periods < 1 || within < Math.max(1, minimum)) return false;
  const average = Math.max(1, count(now - history, now - timespan)) / periods;
  return holds(comparisons, within / average);
}

function completeWindows(correlation: Correlation, sorted: readonly Match[]): Found[] {
  if (correlation.type === 'absence') return absences(correlation, sorted);
  const { timespan } = correlation;
  const findings: { fired: number; end: number }[] = [];
  let open: { fired: number; end: number } | undefined;
  for (let from = 0; from < sorted.length; ) {
    const start = (sorted[from] as Match).time;
    const window = sorted.filter(({ time }, index) => index >= from && time <= start + timespan);
    const end = (window.at(-1) as Match).time;
    from += window.length;
    if (!isMet(correlation, window)) open = undefined;
    else if (open && open.end + 2 * timespan >= start) open.end = end;
    else {
      open = { fired: start + timespan, end };
      findings.push(open);
    }
  }
  return findings;
}

/** The first rule's event, and within the timespan (or at the same moment) none of the others. */
function absences({ timespan }: Correlation, sorted: readonly Match[]): Found[] {
  const findings: Found[] = [];
  let quietUntil = Number.NEGATIVE_INFINITY;
  for (const { time, rule } of sorted) {
    if (rule !== 0 || time <= quietUntil) continue;
    const answer = sorted.find((one) => one.rule !== 0 && one.time >= time && one.time <= time + timespan);
    if (answer) {
      // What comes before the answer is answered by it, too.
      quietUntil = answer.time;
      continue;
    }
    findings.push({ fired: time + timespan, end: time });
    quietUntil = time + timespan;
  }
  return findings;
}

function isMet(correlation: Correlation, window: readonly Match[]): boolean {
  const { type, comparisons, steps, rules, sequence } = correlation;
  if (window.length === 0) return false;
  const present = new Set(window.map(({ rule }) => rule));
  if (type === 'temporal') {
    if (steps) return stepsHold(steps, (rule) => present.has(rule));
    return comparisons.length === 0 ? present.size === rules.length : holds(comparisons, present.size);
  }
  if (type === 'temporal_ordered')
    return hasSequence(window, sequence ?? [], 0, Number.NEGATIVE_INFINITY, []);
  const value = measure(correlation, window);
  return value !== undefined && holds(comparisons, value);
}

/** Tries every event for every step. */
function hasSequence(
  window: readonly Match[],
  steps: readonly (readonly number[])[],
  step: number,
  after: number,
  used: readonly Match[],
): boolean {
  const rules = steps[step];
  if (!rules) return true;
  return window.some(
    (one) =>
      rules.includes(one.rule) &&
      one.time >= after &&
      !used.includes(one) &&
      hasSequence(window, steps, step + 1, one.time, [...used, one]),
  );
}

function measure({ type, percentile = 50 }: Correlation, window: readonly Match[]): number | undefined {
  if (type === 'event_count') return new Set(window.map(({ id }) => id)).size;
  // Whichever of the rules it matched, an event has its value once.
  const byEvent = new Map(window.map(({ id, value }) => [id, value]));
  const values = [...byEvent.values()].filter((value) => value !== undefined);
  if (type === 'value_count') return values.length === 0 ? undefined : new Set(values).size;
  if (values.length === 0) return undefined;
  const sum = values.reduce((total, one) => total + one, 0);
  if (type === 'value_sum') return sum;
  if (type === 'value_avg') return sum / values.length;
  const sorted = values.toSorted((a, b) => a - b);
  const position = ((type === 'value_median' ? 50 : percentile) / 100) * (sorted.length - 1);
  const below = sorted[Math.floor(position)] as number;
  const above = sorted[Math.ceil(position)] as number;
  return below + (above - below) * (position - Math.floor(position));
}
