// Writes schema/activity.schema.json and docs/reference/activity.md from the field table; --check only compares.
import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { activityFields } from '../dist/activity/fields.js';
import { activitySchema } from '../dist/activity/schema.js';

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
const outputs = new Map([
  ['schema/activity.schema.json', `${JSON.stringify(activitySchema(), null, 2)}\n`],
  ['docs/reference/activity.md', page],
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
