import { Sweep, type SweepOptions, sweepDefaults } from '../../src/detect/sweep/sweep.ts';
import { loadRules } from '../../src/lang/sigma/index.ts';
import { type ActivityPlan, activities } from './activities.ts';
import { contents } from './correlations.ts';

interface RememberRow extends ActivityPlan {
  readonly content: keyof typeof contents;
  /** Learn what is usual, too. */
  readonly baseline: boolean;
}

const million = { count: 3_000_000, principals: 1_000_000, step: 25, edges: true };
/** One million principals stay within the windows of a day; a burst is one principal's. */
const rows: Readonly<Record<string, RememberRow>> = {
  correlation: { ...million, edges: false, content: 'principals', baseline: false },
  lineage: { ...million, count: 1_000_000, principals: 250_000, content: 'lineage', baseline: false },
  everything: { ...million, count: 1_000_000, principals: 250_000, content: 'all', baseline: true },
  'burst-250k': { count: 250_000, principals: 1, step: 3, edges: true, content: 'all', baseline: true },
  'burst-1m': { count: 1_000_000, principals: 1, step: 3, edges: true, content: 'all', baseline: true },
};

const [name = 'correlation', scale = '1'] = process.argv.slice(2);
const row = rows[name];
if (!row) throw new Error(`there are ${Object.keys(rows).join(', ')}`);
const count = Math.round(row.count * Number(scale));
const principals = Math.max(1, Math.round(row.principals * Number(scale)));
const { rules, correlations, diagnostics } = loadRules([{ path: 'bench.yml', text: contents[row.content] }]);
if (diagnostics.length > 0) throw new Error(JSON.stringify(diagnostics));
const options: SweepOptions = row.baseline ? sweepDefaults : { ...sweepDefaults, baseline: undefined };
const sweep = new Sweep(rules, correlations, () => undefined, options);

// What it costs to make the Activities is not the detection's.
let begin = process.cpuUsage();
let made = 0;
for (const one of activities({ ...row, count, principals }, rules, sweep.plan)) made += one.matches.length;
const making = process.cpuUsage(begin).user;
begin = process.cpuUsage();
const clock = performance.now();
let at = 0;
for (const one of activities({ ...row, count, principals }, rules, sweep.plan)) {
  sweep.step([{ at, observation: one }]);
  at += 1;
}
sweep.advance(Number.POSITIVE_INFINITY);
const wall = (performance.now() - clock) / 1000;
const processor = (process.cpuUsage(begin).user - making) / 1e6;
console.log(
  JSON.stringify({
    name,
    activities: made,
    perSecond: Math.round(made / (wall - making / 1e6)),
    perProcessorSecond: Math.round(made / processor),
    peakMB: Math.round(process.resourceUsage().maxRSS / 1024),
    episodes: sweep.episodes.size,
    groups: sweep.runners.map((runner) => runner.groupCount),
    resources: sweep.graph.size,
    cells: sweep.baseline?.size ?? 0,
    evicted: Object.fromEntries(sweep.evicted),
  }),
);
