import { Sweep } from '../../src/detect/sweep/sweep.ts';
import { loadRules } from '../../src/lang/sigma/index.ts';
import { type ActivityPlan, activities } from './activities.ts';
import { content } from './correlations.ts';

const plans: Readonly<Record<string, ActivityPlan>> = {
  // One million principals, three Activities each on average, over about ten days.
  principals: { count: 3_000_000, principals: 1_000_000, step: 300 },
  // A burst of one principal: as many Activities as possible within the windows.
  'burst 250,000': { count: 250_000, principals: 1, step: 3 },
  'burst 1,000,000': { count: 1_000_000, principals: 1, step: 3 },
};
const [name = 'principals', scale = '1'] = process.argv.slice(2);
const plan = plans[name];
if (!plan) throw new Error(`there are ${Object.keys(plans).join(', ')}`);
const { rules, correlations, diagnostics } = loadRules([{ path: 'bench.yml', text: content }]);
if (diagnostics.length > 0) throw new Error(JSON.stringify(diagnostics));
const sweep = new Sweep(rules, correlations, () => undefined);
const scaled = {
  ...plan,
  count: Math.round(plan.count * Number(scale)),
  principals: Math.max(1, Math.round(plan.principals * Number(scale))),
};

if (process.argv.includes('--no-baseline')) sweep.baseline.observe = () => ({ fresh: 0, learning: 0 });
if (process.argv.includes('--no-lineage')) sweep.graph.add = () => [];
// What it costs to make the Activities is not the detection's.
let begin = performance.now();
let made = 0;
for (const one of activities(scaled, rules, sweep.plan)) made += one.matches.length;
const making = performance.now() - begin;
begin = performance.now();
let at = 0;
for (const one of activities(scaled, rules, sweep.plan)) sweep.step(at++, one);
sweep.advance(Number.POSITIVE_INFINITY);
const seconds = (performance.now() - begin - making) / 1000;
console.log(
  JSON.stringify({
    name,
    activities: made,
    seconds: Number(seconds.toFixed(2)),
    perSecond: Math.round(made / seconds),
    peakMB: Math.round(process.resourceUsage().maxRSS / 1024),
    episodes: sweep.episodes.size,
    groups: sweep.runners.map((runner) => runner.groupCount),
    nodes: sweep.graph.size,
    cells: sweep.baseline.size,
    evicted: Object.fromEntries(sweep.evicted),
    forgotten: sweep.baseline.forgotten,
  }),
);
