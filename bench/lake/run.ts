import { mkdirSync, rmSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { ensureCorpus } from '../generate/corpus.ts';
import { loadProduct, root } from '../product.ts';
import { rows } from '../rows.ts';
import { END, ensureHistory } from './history.ts';

const [name = 'import-2', millions = '20'] = process.argv.slice(2);
const data = join(root, 'bench/.data');
mkdirSync(data, { recursive: true });
const product = await loadProduct();
const plan = rows(1)[0]?.corpus;
if (!plan) throw new Error('there is no corpus');
const corpus = ensureCorpus(data, plan);
const history = join(data, `history-${millions}m.lake`);

const peakMB = (): number => Math.round(process.resourceUsage().maxRSS / 1024);
const median = (times: readonly number[]): number => times.toSorted((a, b) => a - b)[times.length >> 1] ?? 0;

/** Files of CloudTrail into a new lake: everything, from inflating to sealed Parquet. */
async function importing(threads: number, withRecords: boolean): Promise<object> {
  const lake = join(data, 'import.lake');
  const remove = (): void => {
    for (const end of ['', '.sealed', '.lock']) rmSync(`${lake}${end}`, { recursive: true, force: true });
  };
  const seconds: number[] = [];
  let processor = 0;
  for (let run = 0; run < 3; run += 1) {
    remove();
    const begin = process.cpuUsage();
    const clock = performance.now();
    await product.importIntoLake([corpus.folder], {
      lake,
      threads,
      withRecords,
      program: 'bench',
      now: () => END,
    });
    seconds.push((performance.now() - clock) / 1000);
    const { user, system } = process.cpuUsage(begin);
    processor = (user + system) / corpus.records;
  }
  const { providers } = await product.lakeStats(lake);
  remove();
  return {
    activities: corpus.records,
    perSecond: Math.round(corpus.records / median(seconds)),
    processorMicrosecondsEach: Number(processor.toFixed(1)),
    sealedMB: Math.round(providers.reduce((sum, { bytes }) => sum + bytes, 0) / 1e6),
  };
}

const queries = {
  'one day, names and a pattern':
    "SELECT starttime, username, sourceip, qid, \"Region\" FROM events WHERE LOGSOURCETYPENAME(devicetype) = 'Amazon AWS CloudTrail' AND (qid ILIKE '%Snapshot%' OR qid ILIKE 'RunInstances') AND username IS NOT NULL LAST 24 HOURS",
  'one day, grouped':
    'SELECT username, COUNT(*) AS n FROM events GROUP BY username ORDER BY n DESC LIMIT 20 LAST 24 HOURS',
  '90 days, first seen':
    'SELECT "Principal", "Region", MIN(starttime) AS first FROM events GROUP BY "Principal", "Region" HAVING first > 1774000000000 ORDER BY first LAST 90 DAYS',
  '90 days, one operation':
    'SELECT starttime, username, "Resource" FROM events WHERE qid = \'ModifySnapshotAttribute\' LAST 90 DAYS',
};

async function asking(): Promise<object> {
  const times: Record<string, unknown> = {};
  for (const [what, text] of Object.entries(queries)) {
    const { query, diagnostics } = product.loadQuery('bench.aql', text, { now: END });
    if (!query) throw new Error(JSON.stringify(diagnostics));
    const milliseconds: number[] = [];
    let found = 0;
    for (let run = 0; run < 5; run += 1) {
      const clock = performance.now();
      const { rows: result } = await product.queryLake(query, history);
      found = [...result].length;
      milliseconds.push(performance.now() - clock);
    }
    times[what] = { rows: found, medianMs: Math.round(median(milliseconds)) };
  }
  return times;
}

async function hunting(): Promise<object> {
  const { files, parameters } = product.loadPack('cloud-compute');
  const { rules, correlations } = product.loadRules(files, { placeholders: parameters });
  const clock = performance.now();
  const { stats } = await product.huntLake(history, rules, {
    correlations,
    from: END - 86_400_000,
    to: END,
    minRank: 1,
    keepRecord: false,
    remember: true,
  });
  const seconds = (performance.now() - clock) / 1000;
  return {
    records: stats.records.read,
    looked: stats.records.inActivities,
    seconds: Number(seconds.toFixed(2)),
  };
}

async function building(): Promise<object> {
  const store = (await import(
    pathToFileURL(join(root, 'dist/store/lake-writer.js')).href
  )) as typeof import('../../src/store/lake-writer.ts');
  const clock = performance.now();
  await ensureHistory(history, Number(millions) * 1e6, product, store, corpus);
  const { providers } = await product.lakeStats(history);
  return {
    activities: providers.reduce((sum, { activities }) => sum + activities, 0),
    sealedMB: Math.round(providers.reduce((sum, { bytes }) => sum + bytes, 0) / 1e6),
    fileMB: Math.round(statSync(history).size / 1e6),
    seconds: Math.round((performance.now() - clock) / 1000),
  };
}

const all: Readonly<Record<string, () => Promise<object>>> = {
  'import-1': () => importing(1, false),
  'import-2': () => importing(2, false),
  'import-2-records': () => importing(2, true),
  history: building,
  queries: asking,
  hunt: hunting,
};
const row = all[name];
if (!row) throw new Error(`there are ${Object.keys(all).join(', ')}`);
const result = await row();
console.log(JSON.stringify({ name, ...result, peakMB: peakMB() }));
