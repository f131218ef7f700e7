// Writes the JSON Schemas and what docs/reference says of fields from the field tables; --check only compares.
import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { activityFields } from '../dist/activity/fields.js';
import { activitySchema } from '../dist/activity/schema.js';
import { changeFields } from '../dist/changes/fields.js';
import { changesSchema } from '../dist/changes/schema.js';
import { fieldColumns } from '../dist/store/columns.js';

const root = new URL('../', import.meta.url);
const page = [
  '# The Activity',
  '',
  'One thing that somebody did, normalised: what `nephoscope normalize` prints and what rules with',
  '`logsource: { category: cloud_activity }` see. Made from `src/activity/fields.ts` by `scripts/make-schema.mjs`.',
  '',
  ...activityFields.map(({ name, type, required, values, meaning }) => {
    const kind = values ? `one of ${values.map((value) => `\`${value}\``).join(', ')}` : type;
    return `- \`${name}\` (${kind}${required ? ', always there' : ''}): ${meaning}.`;
  }),
  '',
].join('\n');

/** The page on changes is written by hand but for its table of keys. */
const changesPage = new URL('docs/reference/changes.md', root);
const table = [
  '| key | type | meaning | example |',
  '|---|---|---|---|',
  ...changeFields.map(({ name, type, required, values, meaning, example }) => {
    const kind = values ? values.map((value) => `\`${value}\``).join(', ') : type;
    return `| \`${name}\`${required ? ' (always)' : ''} | ${kind} | ${meaning} | \`${example}\` |`;
  }),
].join('\n');

/** So is the page on the lake, but for its table of columns. */
const lakePage = new URL('docs/reference/lake.md', root);
const columns = [
  '| column | type | field |',
  '|---|---|---|',
  ...fieldColumns.map(({ name, type, field }) => `| \`${name}\` | ${type} | \`${field}\` |`),
].join('\n');

/** The page with what stands between two marks replaced. */
function between(page, begin, end, text) {
  const [before, rest] = readFileSync(page, 'utf8').split(begin);
  return `${before}${begin}\n${text}\n${rest.slice(rest.indexOf(end))}`;
}

const outputs = new Map([
  ['schema/activity.schema.json', `${JSON.stringify(activitySchema(), null, 2)}\n`],
  ['schema/changes.schema.json', `${JSON.stringify(changesSchema(), null, 2)}\n`],
  ['docs/reference/activity.md', page],
  [
    'docs/reference/changes.md',
    between(
      changesPage,
      '<!-- keys: made from src/changes/fields.ts by scripts/make-schema.mjs -->',
      '<!-- end of keys -->',
      table,
    ),
  ],
  [
    'docs/reference/lake.md',
    between(
      lakePage,
      '<!-- columns: made from src/activity/fields.ts by scripts/make-schema.mjs -->',
      '<!-- end of columns -->',
      columns,
    ),
  ],
]);

let stale = 0;
for (const [path, text] of outputs) {
  const target = new URL(path, root);
  if (!process.argv.includes('--check')) writeFileSync(target, text);
  else if (!existsSync(target) || readFileSync(target, 'utf8') !== text) {
    console.error(`differs: ${path}; run: node scripts/make-schema.mjs`);
    stale += 1;
  }
}
process.exit(stale > 0 ? 1 : 0);
