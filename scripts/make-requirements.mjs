// Makes docs/reference/requirements.md from requirements.yml beside it: for each requirement the rules, tests, commands and pages that
// meet it. Each of them is looked up: a rule that is not in a pack, a test that does not say what it should, stops it.
//
//   node scripts/make-requirements.mjs           writes the page
//   node scripts/make-requirements.mjs --check   compares
import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { parse } from 'yaml';
import { loadPack, loadRules, shippedPackNames } from '../dist/index.js';

const folder = new URL('../', import.meta.url);
const target = new URL('docs/reference/requirements.md', folder);
const { requirements, defects } = parse(text('docs/reference/requirements.yml'));
const rules = shippedPackNames().flatMap((name) => {
  const { files, parameters } = loadPack(name);
  const loaded = loadRules(files, { placeholders: parameters });
  return [...loaded.rules, ...loaded.correlations];
});
const commands = text('docs/reference/cli.md');
const problems = [];

const kinds = {
  rule(name) {
    const rule = rules.find((one) => [one.id, one.name, one.title].includes(name));
    if (!rule) return undefined;
    return `rule [${rule.title}](../../${rule.source.path})`;
  },
  test(path, says) {
    if (!existsSync(new URL(path, folder))) return undefined;
    if (says !== undefined && !text(path).includes(says)) return undefined;
    return `[${path}](../../${path})${says === undefined ? '' : `: ${says}`}`;
  },
  command(name) {
    return commands.includes(`nephoscope ${name}`) ? `\`nephoscope ${name}\`` : undefined;
  },
  page(path) {
    return existsSync(new URL(path, folder)) ? `[${path}](../../${path})` : undefined;
  },
};

const page = `# Requirements

What the descriptions of T1578 and its neighbours ask for, and what meets it. Made from \`requirements.yml\` by
\`scripts/make-requirements.mjs\`, which looks up every rule, test, command and page that is named.

${table(['id', 'wanted', 'met by'], requirements.map(row))}

# Defects

What is wrong in the published query, in its page, and in ATT&CK's own data, and where the project says so or does better.

${table(['id', 'defect', 'answered by'], defects.map(row))}
`;
for (const problem of problems) console.error(problem);
if (process.argv.includes('--check')) {
  if (problems.length > 0 || text('docs/reference/requirements.md') !== page) {
    console.error('docs/reference/requirements.md: run node scripts/make-requirements.mjs');
    process.exitCode = 1;
  }
} else if (problems.length === 0) writeFileSync(target, page);
else process.exitCode = 1;

function row({ id, wanted, by = [], note, open }) {
  if (by.length === 0 && open === undefined) problems.push(`${id}: nothing meets it`);
  const met = by.map((evidence) => evidenceText(id, evidence));
  if (note) met.push(note);
  if (open) met.push(`**Open**: ${open}`);
  return [id, wanted, met.join('<br>')];
}

function evidenceText(id, { says, ...evidence }) {
  const [[kind, name] = []] = Object.entries(evidence);
  const found = kinds[kind]?.(name, says);
  if (found === undefined)
    problems.push(`${id}: no ${kind} ${name}${says === undefined ? '' : ` that says "${says}"`}`);
  return found ?? '';
}

function table(heads, rows) {
  const line = (cells) =>
    `| ${cells.map((cell) => cell.replaceAll('|', '\\|').replaceAll('\n', ' ')).join(' | ')} |`;
  return [line(heads), `|${heads.map(() => '---').join('|')}|`, ...rows.map(line)].join('\n');
}

function text(path) {
  const url = new URL(path, folder);
  return existsSync(url) ? readFileSync(url, 'utf8') : '';
}
