// Writes the tables of docs/reference/convert.md: targets with the tables that they read, and what became of the pack.
// --check only compares. Needs a build.
import { readFileSync, writeFileSync } from 'node:fs';
import { carryRules, loadPack, loadRules, siemTargets } from '../dist/index.js';

const target = new URL('../docs/reference/convert.md', import.meta.url);
const pack = loadPack('cloud-compute');
const { rules, correlations } = loadRules(pack.files, { placeholders: pack.parameters });

function table(head, rows) {
  const cells = [head, ...rows].map((row) => row.map((cell) => String(cell).replaceAll('|', '\\|')));
  const widths = head.map((_name, at) => Math.max(...cells.map((row) => row[at].length)));
  const line = (row) => `| ${row.map((cell, at) => cell.padEnd(widths[at])).join(' | ')} |`;
  const rule = `| ${widths.map((width) => '-'.repeat(width)).join(' | ')} |`;
  return [line(cells[0]), rule, ...cells.slice(1).map(line)].join('\n');
}

function targetsTable() {
  const rows = siemTargets.flatMap(({ name, title, logs }) =>
    logs.map(({ cloud, service, table: read }, at) => [
      at === 0 ? `\`${name}\`` : '',
      at === 0 ? title : '',
      `${cloud}: ${service}`,
      read,
    ]),
  );
  return table(['target', 'language', 'log', 'table, index or source type'], rows);
}

/** Of rules with several queries, the one that is furthest from the rule counts. */
function fateOf({ queries, refusals }) {
  if (queries.length === 0) return 'refused';
  if (refusals.length > 0) return 'partly';
  return queries.every(({ fidelity }) => fidelity === 'exact') ? 'exact' : 'different';
}

function countsTable() {
  const fates = ['exact', 'different', 'partly', 'refused'];
  const rows = siemTargets.map((one) => {
    const carried = carryRules([...rules, ...correlations], one);
    const count = (kind, fate) =>
      carried.filter((entry) => entry.rule.kind === kind && fateOf(entry) === fate).length;
    return [
      `\`${one.name}\``,
      ...['rule', 'correlation'].flatMap((kind) => fates.map((fate) => count(kind, fate))),
    ];
  });
  const heads = ['rules', 'correlations'].flatMap((kind) => [
    `${kind}: exact`,
    'told to differ',
    'not in every cloud',
    'refused',
  ]);
  return table(['target', ...heads], rows);
}

const tables = {
  targets: targetsTable(),
  counts: `${rules.length} rules and ${correlations.length} correlations of the pack:\n\n${countsTable()}`,
};
const before = readFileSync(target, 'utf8');
const page = before.replace(
  /(<!-- (\w+), made by .*? -->\n)[\s\S]*?(<!-- end -->)/g,
  (_all, start, name, end) => `${start}\n${tables[name]}\n\n${end}`,
);

if (!process.argv.includes('--check')) writeFileSync(target, page);
else if (page !== before) {
  console.error('differs: docs/reference/convert.md; run: node scripts/make-convert-docs.mjs');
  process.exit(1);
}
