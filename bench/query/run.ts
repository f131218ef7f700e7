import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { ensureCorpus } from '../generate/corpus.ts';
import { loadProduct, root } from '../product.ts';
import { rows } from '../rows.ts';

/**
 * Queries over files beside a hunt with one rule that asks the same, in pairs within one process: the ratio is what counts.
 * `node bench/query.mjs [runs] [scale]`.
 */
const [runs = '5', scale = '1'] = process.argv.slice(2);
const data = join(root, 'bench/.data');
mkdirSync(data, { recursive: true });
const product = await loadProduct();
const plan = rows(Number(scale))[0]?.corpus;
if (!plan) throw new Error('there is no corpus');
const corpus = ensureCorpus(data, plan);

const { rules } = product.loadRules([
  {
    path: 'bench.yml',
    text: `title: Snapshots and instances
id: 0b6f0a52-4d0e-4c3b-9f5e-2b8f4f1f8a11
logsource: { product: aws, service: cloudtrail }
detection:
  selection:
    eventName: [CreateSnapshot, ModifySnapshotAttribute, RunInstances]
  condition: selection
level: low
`,
  },
]);

const queries: Readonly<Record<string, string>> = {
  'the same operations':
    "SELECT starttime, username, sourceip, \"Operation\" FROM events WHERE \"Operation\" IN ('CreateSnapshot', 'ModifySnapshotAttribute', 'RunInstances') LIMIT 1000000",
  'patterns, as detection pages have them':
    "SELECT starttime, username, \"Operation\", CASE WHEN \"Operation\" ILIKE '%delete%' THEN 90 ELSE 40 END AS risk FROM events WHERE LOGSOURCETYPENAME(devicetype) ILIKE '%cloudtrail%' AND (\"Operation\" ILIKE '%instance%' OR \"Operation\" ILIKE '%snapshot%') AND username NOT ILIKE '%backup%' ORDER BY risk DESC LIMIT 1000000",
  'everything, grouped':
    'SELECT username, COUNT(*) AS n FROM events GROUP BY username ORDER BY n DESC LIMIT 20',
};

async function hunting(threads: number): Promise<number> {
  const { stats } = await product.huntFiles([corpus.folder], rules, {
    minRank: product.levels.indexOf('low'),
    keepRecord: false,
    everyActivity: false,
    remember: false,
    from: Number.NEGATIVE_INFINITY,
    to: Number.POSITIVE_INFINITY,
    threads,
  });
  return stats.activitiesWithSignals;
}

async function asking(text: string, threads: number): Promise<number> {
  const { query, diagnostics } = product.loadQuery('bench.aql', text, { now: 0, allTimes: true });
  if (!query) throw new Error(JSON.stringify(diagnostics));
  const { results } = await product.queryFiles([corpus.folder], [query], { threads });
  let found = 0;
  for (const _row of results[0]?.rows ?? []) found += 1;
  return found;
}

async function timed(
  run: () => Promise<number>,
): Promise<{ readonly seconds: number; readonly found: number }> {
  const clock = performance.now();
  const found = await run();
  return { seconds: (performance.now() - clock) / 1000, found };
}

const median = (times: readonly number[]): number =>
  times.toSorted((a, b) => a - b)[times.length >> 1] ?? Number.NaN;
const WARM_UPS = 2;

for (const threads of [1, 2]) {
  for (const [what, text] of Object.entries(queries)) {
    const hunts: number[] = [];
    const asked: number[] = [];
    let rowsFound = 0;
    let matched = 0;
    for (let run = -WARM_UPS; run < Number(runs); run += 1) {
      const hunt = await timed(() => hunting(threads));
      const query = await timed(() => asking(text, threads));
      [matched, rowsFound] = [hunt.found, query.found];
      if (run < 0) continue;
      hunts.push(hunt.seconds);
      asked.push(query.seconds);
    }
    const events = (seconds: number): number => Math.round(corpus.records / seconds);
    console.log(
      JSON.stringify({
        what,
        threads,
        records: corpus.records,
        matched,
        rows: rowsFound,
        huntEventsPerSecond: events(median(hunts)),
        queryEventsPerSecond: events(median(asked)),
        ofHunt: Number((median(hunts) / median(asked)).toFixed(2)),
      }),
    );
  }
}
