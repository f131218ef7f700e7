// Draws docs/demo.svg: what `nephoscope hunt examples` prints on a terminal, for the README. Needs a build.
import { spawnSync } from 'node:child_process';
import { writeFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';

const root = fileURLToPath(new URL('..', import.meta.url));
const args = [
  'hunt',
  'examples',
  '-f',
  'table',
  '-m',
  'informational',
  '--from',
  '2026-03-10T10:00:00Z',
  '--to',
  '2026-03-10T15:00:00Z',
  '-q',
];
const run = spawnSync(process.execPath, ['dist/cli/main.js', ...args], {
  cwd: root,
  encoding: 'utf8',
  env: { ...process.env, FORCE_COLOR: '1', NO_COLOR: '', COLUMNS: '118' },
});
if (run.status !== 0) throw new Error(run.stderr);

const colours = { 1: 'bold', 31: '#ff7b72', 32: '#7ee787', 33: '#e3b341', 36: '#76e3ea', 90: '#8b949e' };
const LINE = 18;
const CHARACTER = 7.8;

function xml(text) {
  return text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;');
}

/** One terminal line → tspans; only the codes that we print are known. */
function spans(line) {
  let style = '';
  return (
    line
      // biome-ignore lint/suspicious/noControlCharactersInRegex: escape sequences are what is looked for
      .split(/\u001b\[([\d;]*)m/)
      .map((part, index) => {
        if (index % 2 === 0)
          return part === '' ? '' : `<tspan${style} xml:space="preserve">${xml(part)}</tspan>`;
        const code = Number(part.split(';').at(-1));
        if (code === 0 || code === 39 || code === 22) style = '';
        else if (colours[code] === 'bold') style = ' font-weight="bold"';
        else if (colours[code]) style = ` fill="${colours[code]}"`;
        return '';
      })
      .join('')
  );
}

const lines = [
  '$ nephoscope hunt examples -m informational --from 2026-03-10T10:00:00Z --to 2026-03-10T15:00:00Z',
  '',
  ...run.stdout.trimEnd().split('\n'),
];
const width = Math.ceil(120 * CHARACTER) + 32;
const height = lines.length * LINE + 32;
const text = lines
  .map((line, index) => `<text x="16" y="${30 + index * LINE}">${spans(line)}</text>`)
  .join('\n');
writeFileSync(
  `${root}docs/demo.svg`,
  `<svg xmlns="http://www.w3.org/2000/svg" width="${width}" height="${height}" viewBox="0 0 ${width} ${height}" role="img" aria-label="A timeline of a working day in three clouds">
<rect width="100%" height="100%" rx="8" fill="#0d1117"/>
<g font-family="ui-monospace, SFMono-Regular, Menlo, Consolas, monospace" font-size="13" fill="#c9d1d9">
${text}
</g>
</svg>
`,
);
