// Writes docs/reference/cli.md from what `--help` prints; --check only compares. Needs a build.
import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { run } from '../dist/cli/run.js';

const target = fileURLToPath(new URL('../docs/reference/cli.md', import.meta.url));

async function help(command) {
  let text = '';
  const terminal = {
    width: 100,
    out: async (part) => {
      text += part;
    },
    err: () => undefined,
  };
  await run([...command, '--help'], terminal);
  return text.trimEnd();
}

/** A command, then those below it, as its help lists them. */
async function sectionsOf(command) {
  const text = await help(command);
  const below = text.split('\nCommands:\n')[1]?.matchAll(/^ {2}([a-z-]+)/gm) ?? [];
  const names = [...below].map(([, name]) => name).filter((name) => name !== 'help');
  const own = `## ${['nephoscope', ...command].join(' ')}\n\n\`\`\`text\n${text}\n\`\`\`\n`;
  const sections = [own];
  for (const name of names) sections.push(...(await sectionsOf([...command, name])));
  return sections;
}

const sections = await sectionsOf([]);
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
