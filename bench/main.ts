import { spawnSync } from 'node:child_process';
import { existsSync, mkdirSync, writeFileSync } from 'node:fs';
import { cpus, totalmem } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';
import { huntEndless } from './endless.ts';
import { ensureCorpus } from './generate/corpus.ts';
import { type Measurement, measure } from './measure.ts';
import { loadProduct, root } from './product.ts';
import { table } from './report.ts';
import { rows } from './rows.ts';
import { generatedRules, ordinaryRules } from './rules.ts';

const usage = `npm run bench -- [--scale 1] [--runs 5] [--only TEXT] [--json FILE] [--dist FOLDER] [--rules FOLDER]

  --scale   multiplies the amount of data; 1 writes about 2 GB below bench/.data
  --runs    runs of each row after two to warm up; the median counts
  --only    only rows whose name contains the text
  --json    write the results to a file
  --dist    measure another build
  --endless hunts over that many GB of lines made on the fly, instead of the rows, and tells its memory (Linux)
  --rules   SigmaHQ's AWS rules (default: those in ../shared/data when they are there)
`;

const { values } = parseArgs({
  options: {
    scale: { type: 'string', default: '1' },
    runs: { type: 'string', default: '5' },
    only: { type: 'string', default: '' },
    json: { type: 'string' },
    dist: { type: 'string', default: join(root, 'dist') },
    rules: { type: 'string' },
    endless: { type: 'string' },
    row: { type: 'string' },
    help: { type: 'boolean', default: false },
  },
});

if (values.help) process.stdout.write(usage);
else if (values.endless !== undefined) {
  const result = await huntEndless(Number(values.endless), join(values.dist, 'cli/main.js'));
  process.stdout.write(`${JSON.stringify(result, null, 2)}\n`);
} else if (values.row === undefined) all();
else await single(Number(values.row));

/** Each row in a process of its own: peak memory and compiled code of one row must not help or hurt the next. */
function all(): void {
  const results: Measurement[] = [];
  for (const [index, row] of rows(Number(values.scale)).entries()) {
    if (!`${row.name}, ${row.threads} threads`.includes(values.only)) continue;
    ensureCorpus(join(root, 'bench/.data'), row.corpus);
    const child = spawnSync(
      process.execPath,
      [...process.execArgv, fileURLToPath(import.meta.url), ...process.argv.slice(2), '--row', String(index)],
      { stdio: ['ignore', 'pipe', 'inherit'], encoding: 'utf8' },
    );
    if (child.status !== 0) throw new Error(`row ${row.name} failed`);
    const result = JSON.parse(child.stdout) as Measurement;
    results.push(result);
    process.stderr.write(
      `${row.name}, ${row.threads} threads: ${Math.round(result.eventsPerSecond)} events/s, ${result.ofFloor.toFixed(2)} of inflate, ${result.ofFloorCpu.toFixed(2)} in CPU time\n`,
    );
  }
  const machine = `${cpus().length} × ${cpus()[0]?.model.trim()}, ${Math.round(totalmem() / 2 ** 30)} GiB, Node ${process.version}`;
  process.stdout.write(`${machine}\n\n${table(results)}\n`);
  if (values.json !== undefined)
    writeFileSync(values.json, `${JSON.stringify({ machine, results }, null, 2)}\n`);
}

async function single(index: number): Promise<void> {
  const row = rows(Number(values.scale))[index];
  if (!row) throw new Error(`no row ${index}`);
  const data = join(root, 'bench/.data');
  mkdirSync(data, { recursive: true });
  const corpus = ensureCorpus(data, row.corpus);
  const product = await loadProduct(values.dist);
  const shared = join(root, '../shared/data/sigma/sigmahq/aws');
  const sigmaHq = values.rules ?? (existsSync(shared) ? shared : undefined);
  const rules =
    row.generatedRules === undefined
      ? ordinaryRules(product, sigmaHq)
      : generatedRules(product, row.generatedRules);
  const result = await measure(product, rules, corpus, row, Number(values.runs));
  process.stdout.write(JSON.stringify(result));
}
