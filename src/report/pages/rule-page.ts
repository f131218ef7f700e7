import { attackUrl } from '../../attack/attack.ts';
import { facts, inline, link, list, type Page, paragraph, plain } from '../page/page.ts';
import { nameOf } from './playbook-page.ts';
import type { DetectionView } from './technique-view.ts';

/** A rule or correlation of the pack on a page of its own. */
export function rulePage(view: DetectionView): Page {
  const { title, id, level, status, author, looksAt, path, description, techniques, tests, noise } = view;
  const about = [
    ['Level', plain(level)],
    ['Id', plain(id)],
    ['Status', plain(status ?? '')],
    ['Author', plain(author ?? '')],
    ['Looks at', plain(looksAt)],
    ['Techniques', plain(techniques.map(nameOf).join(', '))],
    ['Expected', inline(noise ?? '')],
    ['Tests', plain(`${tests.matching} that must match, ${tests.others} that must not`)],
    ['File', plain(path)],
  ] as const;
  const see = techniques.map((technique) => link(technique, attackUrl(technique)));
  const references = [...new Set(view.references)].map((url) => link(url, url));
  return {
    title,
    sections: [
      { title: 'About', blocks: [...(description === '' ? [] : [paragraph(description)]), facts(about)] },
      { title: 'Rule', blocks: [{ kind: 'code', language: 'yaml', text: view.text }] },
      {
        title: 'False Positives',
        blocks: [
          view.falsepositives.length > 0 ? list(view.falsepositives) : paragraph('The rule names none.'),
        ],
      },
      { title: 'References', blocks: [{ kind: 'list', items: references.length > 0 ? references : see }] },
      ...(techniques.length > 0
        ? [
            {
              title: 'What to do',
              blocks: [
                {
                  kind: 'commands' as const,
                  commands: techniques.map((technique) => ({ words: ['nephoscope', 'show', technique] })),
                },
              ],
            },
          ]
        : []),
    ],
  };
}
