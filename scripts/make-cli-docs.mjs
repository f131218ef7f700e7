// Writes docs/reference/cli.md from what `--help` prints; --check only compares. Needs a build.
import { spawnSync } from 'node:child_process';
import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';

const root = fileURLToPath(new URL('..', import.meta.url));
const target = `${root}docs/reference/cli.md`;
const commands = [
  [],
  ['hunt'],
  ['query'],
  ['normalize'],
  ['rules'],
  ['rules', 'list'],
  ['rules', 'lint'],
  ['rules', 'test'],
  ['rules', 'explain'],
  ['changes'],
  ['changes', 'list'],
  ['changes', 'lint'],
  ['changes', 'import'],
  ['inventory'],
  ['inventory', 'build'],
  ['inventory', 'diff'],
  ['emulate'],
  ['validate'],
];

function help(command) {
  const run = spawnSync(process.execPath, ['dist/cli/main.js', ...command, '--help'], {
    cwd: root,
    encoding: 'utf8',
    env: { ...process.env, NO_COLOR: '1', COLUMNS: '100' },
  });
  if (run.status !== 0) throw new Error(run.stderr);
  return run.stdout.trimEnd();
}

const sections = commands.map(
  (command) => `## ${['nephoscope', ...command].join(' ')}\n\n\`\`\`text\n${help(command)}\n\`\`\`\n`,
);
const page = `# The command line

Made from \`--help\` by \`scripts/make-cli-docs.mjs\`. Data go to stdout, everything else to stderr. A table on a terminal, NDJSON
in a pipe. \`NO_COLOR\` is honoured. Ctrl-C ends a hunt and still prints what was found.

| exit code | means |
|---|---|
| 0 | done |
| 1 | signals at or above \`--fail-on\`; rule tests failed; something that \`validate\` expects is not there; \`--fail-on-unexplained\`, \`--fail-on-threshold\` |
| 2 | rules, authorisations or queries were refused |
| 3 | wrong usage or configuration |
| 4 | input could not be read: a path that is not there, nothing readable, or, under \`--strict\`, any problem |
| 5 | output could not be written |
| 130 | interrupted |

${sections.join('\n')}`;

if (!process.argv.includes('--check')) writeFileSync(target, page);
else if (!existsSync(target) || readFileSync(target, 'utf8') !== page) {
  console.error('differs: docs/reference/cli.md; run: node scripts/make-cli-docs.mjs');
  process.exit(1);
}
