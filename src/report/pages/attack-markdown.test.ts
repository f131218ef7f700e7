import { describe, expect, it } from 'vitest';
import type { OfficialTechnique } from '../../attack/stix.ts';
import { pageMarkdown } from '../page/page-markdown.ts';
import { pageText } from '../page/page-text.ts';
import { AttackMarkdown, officialSection } from './attack-markdown.ts';

const references = new Map([
  ['Some Report 2020', { text: 'Somebody. (2020). A report.', url: 'https://example.com/report' }],
  ['Vendor (Docs)', { text: 'Vendor. (n.d.). Documents.', url: 'https://example.com/docs' }],
  ['No Address', { text: 'A book.' }],
]);

const official: OfficialTechnique = {
  id: 'T0001.002',
  name: 'Make a Thing',
  edition: '18.1',
  revision: '1.2',
  tactics: ['defense-evasion'],
  description:
    'Somebody may [Copy a Thing](https://attack.mitre.org/techniques/T0001/001) first.(Citation: Some Report 2020)(Citation: Vendor (Docs))\n\n' +
    'The call <code>RunThings --all</code> and `az thing` do it &amp; more.(Citation: Some Report 2020)\n\n* one thing\n* **another** thing(Citation: No Address)\n\nEnd.(Citation: Unknown)',
  detection: 'Look for <code>RunThings</code>.(Citation: Vendor (Docs))<br>And then?',
  references,
};

describe("ATT&CK's Markdown", () => {
  it('has links, code, lists, and citations as numbers in the order of the text', () => {
    const page = { title: 'T', sections: [officialSection(official)] };
    expect(pageMarkdown(page)).toMatchInlineSnapshot(`
      "# T

      ## What ATT&amp;CK says

      |  |  |
      | --- | --- |
      | Name | T0001.002 Make a Thing |
      | Edition | ATT&amp;CK 18.1 |
      | Revision | 1.2 |
      | Tactics | Defense Evasion |

      Somebody may [Copy a Thing](<https://attack.mitre.org/techniques/T0001/001>) first.\\[1\\]\\[2\\]

      The call \`RunThings --all\` and \`az thing\` do it &amp; more.\\[1\\]

      - one thing
      - **another** thing\\[3\\]

      End.(Citation: Unknown)

      ### Detection

      Look for \`RunThings\`.\\[2\\]

      And then?

      ### Cited

      - \\[1\\] Somebody. (2020). A report. [https&#58;//example.com/report](<https://example.com/report>)
      - \\[2\\] Vendor. (n.d.). Documents. [https&#58;//example.com/docs](<https://example.com/docs>)
      - \\[3\\] A book. 
      "
    `);
    const text = pageText(page, { width: 80, colour: false });
    expect(text).toContain('Copy a Thing <https://attack.mitre.org/techniques/T0001/001>');
    expect(text).toContain('first.[1][2]');
  });

  it('keeps what is no markup', () => {
    const blocks = new AttackMarkdown(new Map()).blocks('a < b & [not a link] (Citation: ) <code>open *x*');
    expect(blocks).toEqual([
      {
        kind: 'paragraph',
        text: [{ kind: 'text', text: 'a < b & [not a link] (Citation: ) <code>open *x*' }],
      },
    ]);
  });

  it('takes no longer for beginnings without ends than for other text', () => {
    // Quadratic, each of these would take longer than a test may.
    for (const text of ['(Citation: ', '[', '<code>', '`x', '**', '* ', '](https://']) {
      const blocks = new AttackMarkdown(references).blocks(text.repeat(400_000 / text.length));
      expect(blocks.length).toBeGreaterThan(0);
    }
  });
});
