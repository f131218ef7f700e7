import type { Correlation } from '../../ir/correlation.ts';
import { countRolling } from './count.ts';
import { distinctRolling } from './distinct.ts';
import { orderedRolling } from './ordered.ts';
import { scannedRolling } from './ordered-scan.ts';
import { rateRolling } from './rate.ts';
import type { Rolling } from './rolling.ts';
import { statisticRolling } from './statistic.ts';
import { temporalRolling } from './temporal.ts';

type Plan = (correlation: Correlation, complete: boolean) => Rolling<never>;

const plans: Readonly<Record<Exclude<Correlation['type'], 'first_seen' | 'unusual'>, Plan>> = {
  event_count: (correlation, complete) => countRolling(correlation, complete) as Rolling<never>,
  value_count: (correlation, complete) => distinctRolling(correlation, complete) as Rolling<never>,
  value_sum: (correlation) => statisticRolling(correlation) as Rolling<never>,
  value_avg: (correlation) => statisticRolling(correlation) as Rolling<never>,
  value_percentile: (correlation) => statisticRolling(correlation) as Rolling<never>,
  value_median: (correlation) => statisticRolling(correlation) as Rolling<never>,
  temporal: (correlation) => temporalRolling(correlation) as Rolling<never>,
  temporal_ordered: (correlation) => ordered(correlation) as Rolling<never>,
  absence: (correlation) => temporalRolling(correlation) as Rolling<never>,
  rate: (correlation) => rateRolling(correlation) as Rolling<never>,
};

function ordered(correlation: Correlation): Rolling<never> {
  const steps = correlation.sequence ?? correlation.rules.map((_rule, index) => [index]);
  const places = steps.flat();
  const repeats = new Set(places).size < places.length;
  return (
    repeats ? scannedRolling(correlation, steps) : orderedRolling(correlation, steps)
  ) as Rolling<never>;
}

/** @param complete the state is one complete window: everything in it counts, and nothing leaves it */
export function createRolling(correlation: Correlation, complete: boolean): Rolling<unknown> {
  const { type } = correlation;
  if (type === 'first_seen' || type === 'unusual') throw new TypeError(`${type} has no window`);
  return plans[type](correlation, complete) as unknown as Rolling<unknown>;
}
