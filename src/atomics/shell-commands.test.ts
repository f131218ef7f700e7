import { expect, it } from 'vitest';
import { shellCommands, variablesIn } from './shell-commands.ts';

function words(script: string): string[][] {
  return shellCommands(script).flatMap(({ words: own }) => (own.length > 0 ? [[...own]] : []));
}

it.each([
  [
    'a line each',
    'aws a\nb c',
    [
      ['aws', 'a'],
      ['b', 'c'],
    ],
  ],
  ['separators', 'a; b && c || d & e', [['a'], ['b'], ['c'], ['d'], ['e']]],
  ['quotes keep blanks and signs', `a 'b; c' "d | e"`, [['a', `'b; c'`, '"d | e"']]],
  ['continued lines', 'a b \\\n  c', [['a', 'b', 'c']]],
  ['comments', 'a # b c\nd#e', [['a'], ['d#e']]],
  ['keywords', 'if [ -n "$a" ]; then b; else c; fi', [['[', '-n', '"$a"', ']'], ['b'], ['c']]],
  ['groups and subshells', '{ a && b; } || ( c )', [['a'], ['b'], ['c']]],
  ['what is substituted comes first', 'x=$(a b) y', [['a', 'b'], ['y']]],
  [
    'substitutions in quotes, one in the other',
    'a "$(b "$(c d)")"',
    [
      ['c', 'd'],
      ['b', '"$(c d)"'],
      ['a', '"$(b "$(c d)")"'],
    ],
  ],
  [
    'backquotes',
    'a `b c`',
    [
      ['b', 'c'],
      ['a', '`b c`'],
    ],
  ],
  ['an escaped quote', 'a "b\\"c" d', [['a', '"b\\"c"', 'd']]],
  ['an open quote, an open substitution', `a 'b\nc`, [['a', `'b\nc`]]],
])('%s', (_about, script, expected) => {
  expect(words(script)).toEqual(expected);
});

it('tells assignments, loops, pipes, substitutions and lines', () => {
  const [assignment, loop, piped, end, inner] = shellCommands(
    'a=1 b="$c"\nfor n in 1 2; do :; done\nx | y\nz=$(w)',
  ).filter(({ words: own }) => own[0] !== ':');
  expect(assignment).toMatchObject({
    assignments: [
      { name: 'a', value: '1' },
      { name: 'b', value: '"$c"' },
    ],
    line: 0,
  });
  expect(loop).toMatchObject({ loop: { name: 'n', values: ['1', '2'] }, line: 1 });
  expect(piped).toMatchObject({ words: ['x'], piped: true, line: 2 });
  expect(end).toMatchObject({ words: ['y'], piped: false });
  expect(inner).toMatchObject({ words: ['w'], substituted: true, line: 3 });
});

it('knows variables from what only looks like them', () => {
  expect(variablesIn(`"$a-\${b}" '$c' \\$d $1 $(e)`)).toEqual(['a', 'b', 'd']);
});
