import { spawnSync } from 'node:child_process';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { shellQuote, shellWords } from './shell.ts';

describe('words of a command', () => {
  it.each([
    [
      'aws ec2 stop-instances --instance-ids <INSTANCE>',
      ['aws', 'ec2', 'stop-instances', '--instance-ids', '<INSTANCE>'],
    ],
    [`az x --query '[?a==\`b\`]'`, ['az', 'x', '--query', '[?a==`b`]']],
    ['az x --query "[?a==\'b\']"', ['az', 'x', '--query', "[?a=='b']"]],
    ['gcloud x --filter=\'a:"<MEMBER>"\'', ['gcloud', 'x', '--filter=a:"<MEMBER>"']],
    ['gcloud x --filter=zone~<REGION>', ['gcloud', 'x', '--filter=zone~<REGION>']],
    ["a '' b", ['a', '', 'b']],
    ['a\n  b', ['a', 'b']],
  ])('%s', (command, words) => {
    expect(shellWords(command)).toEqual(words);
  });

  it.each([
    ['aws x | jq .', "'|' is acted on by the shell: quote it"],
    ['aws x && aws y', "'&' is acted on by the shell: quote it"],
    ['aws x; aws y', "';' is acted on by the shell: quote it"],
    ['aws x > file', "'>' is acted on by the shell: quote it"],
    ['aws x < file', "'<' is acted on by the shell: quote it"],
    ['aws $(id)', "'$' is acted on by the shell: quote it"],
    ['aws `id`', "'`' is acted on by the shell: quote it"],
    ['aws "$HOME"', "'$' within double quotes is acted on by the shell"],
    ['aws "a\\b"', "'\\' within double quotes is acted on by the shell"],
    ['aws ~/x', "'~' is acted on by the shell: quote it"],
    ['aws [a]', "'[' is acted on by the shell: quote it"],
    ["aws 'x", "the quote ' is not closed"],
    ['  ', 'there is no command'],
  ])('refuses %s', (command, problem) => {
    expect(shellWords(command)).toBe(problem);
  });
});

describe('quoted words', () => {
  it('are read back as they were by our reader', () => {
    const word = fc.string({ unit: 'grapheme' }).filter((text) => !/[\p{Cc}]/u.test(text));
    fc.assert(
      fc.property(fc.array(word, { minLength: 1 }), (words) => {
        // Runs of blanks within quotes are folded only in templates, which are ours.
        fc.pre(words.every((one) => !/\s{2}|^\s|\s$|[^\S ]/.test(one)));
        expect(shellWords(words.map(shellQuote).join(' '))).toEqual(words);
      }),
    );
  });

  it('are one word each for a real shell, whatever they hold', () => {
    const words = [
      "it's",
      '$(touch /tmp/pwned)',
      '`id`',
      '"; rm -rf / #',
      `it's "both"`,
      `'"$HOME"' "\\"`,
      `--filter=it's "both"`,
      'a \'text\'\n  "column"',
      "'; echo x; '",
      '$HOME',
      '*',
      '~',
      'a\\b',
      '!history',
      'a b  c',
      'äöü 東京',
      '-n',
      '',
    ];
    const script = `for word in ${words.map(shellQuote).join(' ')}; do printf '[%s]\\n' "$word"; done`;
    const run = spawnSync('sh', ['-c', script], { encoding: 'utf8' });
    expect(run.stderr).toBe('');
    expect(run.stdout).toBe(words.map((word) => `[${word}]\n`).join(''));
  });
});
