import { spawnSync } from 'node:child_process';
import fc from 'fast-check';
import { Window } from 'happy-dom';
import { describe, expect, it } from 'vitest';
import { shellQuote } from '../../guides/index.ts';
import { facts, inline, link, list, type Page, paragraph, plain } from './page.ts';
import { pageHtml } from './page-html.ts';
import { pageMarkdown } from './page-markdown.ts';
import { pageText } from './page-text.ts';
import { commandLines, wrap } from './wrap.ts';

const page: Page = {
  title: 'A page',
  sections: [
    {
      title: 'First',
      blocks: [
        paragraph('Use `code` here. '.repeat(12)),
        list(['one', 'two']),
        facts([
          ['Name', plain('value')],
          ['Empty', plain('')],
          ['Link', link('a page', 'https://example.com/x')],
        ]),
        { kind: 'table', head: ['A', 'B'], rows: [[plain('1'), plain('2')]] },
        { kind: 'commands', commands: [{ words: ['aws', 'x', '--id', 'i-1'], expect: 'a `State`' }] },
        { kind: 'code', caption: 'SQL', language: 'sql', text: 'SELECT 1\n  FROM t' },
      ],
      sections: [{ title: 'Inner', blocks: [paragraph('text')] }],
    },
  ],
};

describe('a page as text', () => {
  it('is wrapped, and keeps what is to be copied whole', () => {
    expect(pageText(page, { width: 60, colour: false })).toMatchInlineSnapshot(`
      "A page

      FIRST
        Use code here. Use code here. Use code here. Use code
        here. Use code here. Use code here. Use code here. Use
        code here. Use code here. Use code here. Use code here.
        Use code here.
        - one
        - two

        Name  value
        Link  a page <https://example.com/x>

        A  B
        1  2

          aws x --id i-1
            → a State

        SQL
          SELECT 1
            FROM t

      Inner
        text
      "
    `);
  });

  it('has no line that is too long but for code and single words', () => {
    for (const width of [40, 60, 80, 100]) {
      const prose: Page = {
        title: 'T',
        sections: [{ title: 'S', blocks: [paragraph('word `code` '.repeat(60))] }],
      };
      for (const line of pageText(prose, { width, colour: false }).split('\n'))
        expect(line.length).toBeLessThanOrEqual(width);
    }
  });

  it('has colours when asked, and a wide table one below the other', () => {
    expect(pageText(page, { width: 80, colour: true })).toContain('\u001b[');
    const wide: Page = {
      title: 'T',
      sections: [
        {
          title: 'S',
          blocks: [
            {
              kind: 'table',
              head: ['A', 'B', 'C'],
              rows: [[plain('x'.repeat(50)), plain('y'.repeat(50)), []]],
            },
          ],
        },
      ],
    };
    expect(pageText(wide, { width: 60, colour: false })).toContain(
      `  - ${'x'.repeat(50)}\n    B: ${'y'.repeat(50)}`,
    );
  });
});

describe('a page as Markdown and HTML', () => {
  it('has the same in Markdown', () => {
    expect(pageMarkdown(page)).toMatchInlineSnapshot(`
      "# A page

      ## First

      Use \`code\` here. Use \`code\` here. Use \`code\` here. Use \`code\` here. Use \`code\` here. Use \`code\` here. Use \`code\` here. Use \`code\` here. Use \`code\` here. Use \`code\` here. Use \`code\` here. Use \`code\` here. 

      - one
      - two

      |  |  |
      | --- | --- |
      | Name | value |
      | Link | [a page](<https://example.com/x>) |

      | A | B |
      | --- | --- |
      | 1 | 2 |

      \`\`\`sh
      aws x --id i-1
      \`\`\`

      → a \`State\`

      SQL

      \`\`\`sql
      SELECT 1
        FROM t
      \`\`\`

      ### Inner

      text
      "
    `);
  });

  it('has the same in HTML, with nothing from elsewhere', () => {
    const { document } = new Window();
    document.write(pageHtml(page));
    expect(document.querySelectorAll('h1, h2, h3').length).toBe(3);
    expect([...document.querySelectorAll('dt')].map((one) => one.textContent)).toEqual(['Name', 'Link']);
    expect(document.querySelector('a')?.getAttribute('href')).toBe('https://example.com/x');
    expect(document.querySelector('pre')?.textContent).toBe('aws x --id i-1');
    expect(document.querySelectorAll('script, link, img').length).toBe(0);
  });

  const hostile =
    '<img src=x onerror=alert(1)> [a](javascript:alert(1)) @everyone `x` | \u001b[2J\u202e ``` \n# h';

  it('escapes what was written elsewhere, wherever it stands', () => {
    const odd: Page = {
      title: hostile,
      sections: [
        {
          title: hostile,
          blocks: [
            { kind: 'paragraph', text: plain(hostile) },
            { kind: 'paragraph', text: [{ kind: 'code', text: hostile }] },
            { kind: 'paragraph', text: link(hostile, 'javascript:alert(1)') },
            { kind: 'paragraph', text: link('x', 'https://x/"><script>') },
            { kind: 'table', head: [hostile], rows: [[plain(hostile)]] },
            { kind: 'code', language: 'x', text: hostile },
            { kind: 'commands', commands: [{ words: [hostile], expect: hostile }] },
          ],
        },
      ],
    };
    const { document } = new Window();
    document.write(pageHtml(odd));
    expect(document.querySelectorAll('img, script').length).toBe(0);
    expect([...document.querySelectorAll('a')].map((one) => one.getAttribute('href'))).toEqual([
      'https://x/"><script>',
    ]);
    const markdown = pageMarkdown(odd);
    expect(markdown).not.toContain('\u001b');
    expect(markdown).not.toContain('\u202e');
    expect(markdown).not.toContain('](<javascript');
    const fences = markdown.split('\n').filter((line) => /^`{3,}/.test(line));
    expect(fences.every((fence) => /^`{4}(x|sh)?$/.test(fence))).toBe(true);
    const outside = markdown.replace(/^(`{4,})[^`]*\n[\s\S]*?\n\1$/gm, '');
    expect(outside).not.toMatch(/<img/);
    expect(outside).not.toMatch(/\n# h/);
    expect(pageText(odd, { width: 80, colour: false })).not.toMatch(/[^\P{Cc}\n]|\p{Cf}/u);
  });
});

describe('lines of a command', () => {
  it('break before options', () => {
    const words = [
      'aws',
      'ec2',
      'describe-instances',
      '--region',
      'eu-west-1',
      '--instance-ids',
      'i-0123',
      'i-4567',
    ];
    expect(commandLines(words, 50)).toEqual([
      'aws ec2 describe-instances --region eu-west-1 \\',
      '  --instance-ids i-0123 i-4567',
    ]);
  });

  it('are the same words for a shell, however narrow', () => {
    const word = fc.string({
      unit: fc.constantFrom('a', 'B', '-', ' ', "'", '"', '$', '<', '>', '\\', '=', 'ö'),
      maxLength: 70,
    });
    const cases: { words: string[]; width: number }[] = [];
    fc.assert(
      fc.property(
        fc.array(word, { minLength: 1, maxLength: 8 }),
        fc.integer({ min: 20, max: 120 }),
        (words, width) => {
          cases.push({ words, width });
        },
      ),
      { numRuns: 60 },
    );
    const script = cases
      .map(
        ({ words, width }) =>
          `printf '%s\\n' ${commandLines(words.map(shellQuote), width).join('\n')}; echo ---`,
      )
      .join('\n');
    const run = spawnSync('sh', ['-c', script], { encoding: 'utf8' });
    expect(run.stderr).toBe('');
    expect(run.stdout).toBe(cases.map(({ words }) => `${words.join('\n')}\n---\n`).join(''));
  });
});

describe('wrapped text', () => {
  it('joins pieces that have no blank between them', () => {
    const as = (text: string) => ({ text, paint: (part: string) => part.toUpperCase() });
    expect(
      wrap(
        [{ text: 'see ', paint: (part) => part }, as('code'), { text: ', then', paint: (part) => part }],
        12,
      ),
    ).toEqual(['see CODE,', 'then']);
    expect(inline('a `b` c')).toHaveLength(3);
  });
});
