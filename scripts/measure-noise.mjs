// Writes packs/cloud-compute/noise.json anew: how often each rule speaks up where nothing is wrong, and on public samples.
// With --check it only compares. The samples are read from ../shared/data; without that folder what was measured on them
// is kept as it is.
import { existsSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { createHunt, decodeRecords, levels, loadPack, loadRules } from '../dist/index.js';

const root = new URL('../', import.meta.url);
const samples = new URL('../../shared/data/', import.meta.url);
const output = new URL('packs/cloud-compute/noise.json', root);
const pack = loadPack('cloud-compute');
const { rules, correlations } = loadRules(pack.files, { placeholders: pack.parameters });

/** The purple team runs the atomic tests of examples/ under this name, and does nothing else. */
const isAtomic = (record) => /\btess\b/.test(JSON.stringify(record));

async function recordsIn(url) {
  const { records } = await decodeRecords(decodeURIComponent(url.pathname));
  return records;
}

/** Folders of samples, and single files beside them. */
function sampleFolders() {
  const entries = (url) => readdirSync(url, { withFileTypes: true });
  const clouds = entries(samples).filter((one) => one.isDirectory() && one.name !== 'sigma');
  return clouds.flatMap(({ name: cloud }) => {
    const inside = entries(new URL(`${cloud}/`, samples));
    const folders = inside.filter((one) => one.isDirectory());
    if (folders.length === 0) return [`${cloud}/`];
    const files = inside.filter(({ name }) => name.endsWith('.ndjson'));
    return [
      ...folders.map(({ name }) => `${cloud}/${name}/`),
      ...files.map(({ name }) => `${cloud}/${name}`),
    ];
  });
}

function measure(records) {
  const hunt = createHunt({ packs: [], rules, correlations });
  for (const record of records) hunt.push(record);
  const { findings, stats } = hunt.finish();
  const shown = findings.filter(({ level }) => levels.indexOf(level) >= levels.indexOf('low'));
  const count = (id) => shown.filter(({ rule }) => rule.id === id).length;
  return {
    activities: stats.activities,
    rules: new Map(
      Object.entries(stats.signals.byRule).map(([id, signals]) => [
        id,
        {
          signals,
          perThousand: Number(((signals / stats.activities) * 1000).toPrecision(3)),
          findings: count(id),
        },
      ]),
    ),
  };
}

const measured = new Map();
for (const cloud of ['aws', 'azure', 'gcp']) {
  const records = await recordsIn(new URL(`examples/${cloud}/`, root));
  measured.set(`quiet day, ${cloud}`, measure(records.filter((record) => !isAtomic(record))));
}
const hasSamples = existsSync(samples);
if (hasSamples)
  for (const path of sampleFolders().toSorted())
    measured.set(`samples, ${path.replace(/\/$/, '')}`, measure(await recordsIn(new URL(path, samples))));
else console.log('../shared/data is not there: what was measured on samples is kept');

/** What stands in the file about sources that are not there to be measured. */
const before = existsSync(output) ? JSON.parse(readFileSync(output, 'utf8')) : { sources: {}, rules: {} };
const kept = Object.keys(before.sources).filter((name) => !hasSamples && name.startsWith('samples'));

const noise = {
  about:
    'Made by scripts/measure-noise.mjs. signals: Activities that the rule matched, or findings of a correlation; perThousand: of a thousand Activities; findings: those that a hunt shows, at level low and above. The samples hold attacks: there a signal is often right.',
  sources: Object.fromEntries([
    ...[...measured].map(([name, { activities }]) => [name, { activities }]),
    ...kept.map((name) => [name, before.sources[name]]),
  ]),
  rules: Object.fromEntries(
    [...rules, ...correlations]
      .toSorted((a, b) => (a.title < b.title ? -1 : 1))
      .map(({ id, title }) => {
        const found = [...measured].flatMap(([name, one]) =>
          one.rules.has(id) ? [[name, one.rules.get(id)]] : [],
        );
        const old = kept.flatMap((name) => {
          const one = before.rules[id]?.noise[name];
          return one ? [[name, one]] : [];
        });
        return [id, { title, noise: Object.fromEntries([...found, ...old]) }];
      }),
  ),
};

const text = `${JSON.stringify(noise, null, 1)}\n`;
if (!process.argv.includes('--check')) writeFileSync(output, text);
else if (!existsSync(output) || readFileSync(output, 'utf8') !== text) {
  console.error('differs: packs/cloud-compute/noise.json; run: node scripts/measure-noise.mjs');
  process.exit(1);
}
