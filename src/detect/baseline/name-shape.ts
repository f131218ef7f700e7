const separators = /([-_. /:]+)/;
const MOST_PARTS = 16;

/**
 * What names of one convention have in common: words become `a`, numbers `#`, words that end in a number `a#`, and what no
 * person types `~`; separators stay. `web-prod-03` and `db-test-12` are `a-a-#`, `xmr1` is `a#`.
 */
export function nameShape(name: string): string {
  const parts = name.toLowerCase().split(separators);
  const shape = parts.slice(0, MOST_PARTS).map((part, index) => (index % 2 === 1 ? part : partShape(part)));
  return parts.length > MOST_PARTS ? `${shape.join('')}…` : shape.join('');
}

function partShape(part: string): string {
  if (part === '') return '';
  if (/^\d+$/.test(part)) return '#';
  if (isRandom(part)) return '~';
  return part.replaceAll(/\D+/g, 'a').replaceAll(/\d+/g, '#');
}

const LONGEST_WORD = 20;
const SHORTEST_RANDOM = 5;

/** Letters and digits that take turns, no vowel among many letters, or no end. */
function isRandom(part: string): boolean {
  const runs = part.match(/\d+|\D+/g) ?? [];
  if (runs.length > 2 || part.length > LONGEST_WORD) return true;
  const letters = part.replaceAll(/\d/g, '');
  return letters.length >= SHORTEST_RANDOM && !/[aeiouy]/.test(letters) && /^[a-z]+$/.test(letters);
}
