import type { OfficialTechnique } from '../../attack/stix.ts';
import { tacticName } from '../../attack/tactics.ts';
import { type Block, facts, type Inline, link, plain, type Section, type Span } from '../page/page.ts';

/** ATT&CK's own words on a technique, with its links, its code, and its citations as numbers. */
export function officialSection(official: OfficialTechnique): Section {
  const { edition, revision, tactics, description, detection, references, name, id } = official;
  const renderer = new AttackMarkdown(references);
  const blocks = [
    facts([
      ['Name', plain(`${id} ${name}`)],
      ['Edition', plain(edition === undefined ? '' : `ATT&CK ${edition}`)],
      ['Revision', plain(revision ?? '')],
      ['Tactics', plain(tactics.map(tacticName).join(', '))],
    ]),
    ...renderer.blocks(description),
  ];
  const detectionBlocks = detection === undefined ? [] : renderer.blocks(detection);
  const cited = renderer.cited();
  return {
    title: 'What ATT&CK says',
    blocks,
    sections: [
      ...(detectionBlocks.length > 0 ? [{ title: 'Detection', blocks: detectionBlocks }] : []),
      ...(cited.length > 0 ? [{ title: 'Cited', blocks: [{ kind: 'list' as const, items: cited }] }] : []),
    ],
  };
}

/**
 * `(Citation: Name)`, a link, `<code>`, back-quotes, bold: what ATT&CK's descriptions are made of. Lengths are bounded, so that a
 * text of beginnings without ends takes no longer than another.
 */
const token =
  /\(Citation: ((?:[^()]|\([^()]{0,99}\)){1,200})\)|\[([^[\]]{1,300})\]\((https?:\/\/[^\s)]{1,500})\)|<code>([^<]{0,1000})<\/code>|`([^`]{1,1000})`|\*\*([^*]{1,300})\*\*/g;

/** Renders ATT&CK's Markdown; numbers its citations in the order in which they occur. */
export class AttackMarkdown {
  private readonly references: OfficialTechnique['references'];
  private readonly numbers = new Map<string, number>();

  constructor(references: OfficialTechnique['references']) {
    this.references = references;
  }

  /** Paragraphs and lists; `<br>` and blank lines part paragraphs. */
  blocks(markdown: string): Block[] {
    const blocks: Block[] = [];
    let items: Inline[] = [];
    const close = (): void => {
      if (items.length > 0) blocks.push({ kind: 'list', items });
      items = [];
    };
    for (const part of markdown.replace(/<br\s*\/?>/gi, '\n\n').split(/\n\s*\n|\n(?=\s*[*-] )/)) {
      const item = /^\s*[*-] ([\s\S]*)$/.exec(part)?.[1];
      if (item !== undefined) items.push(this.inline(item));
      else if (part.trim() !== '') {
        close();
        blocks.push({ kind: 'paragraph', text: this.inline(part) });
      }
    }
    close();
    return blocks;
  }

  private inline(markdown: string): Inline {
    const text = markdown.replace(/^#+ /, '').replace(/\s+/g, ' ').trim();
    const spans: Span[] = [];
    let end = 0;
    for (const match of text.matchAll(token)) {
      if (match.index > end) spans.push({ kind: 'text', text: entities(text.slice(end, match.index)) });
      spans.push(this.span(match));
      end = match.index + match[0].length;
    }
    if (end < text.length) spans.push({ kind: 'text', text: entities(text.slice(end)) });
    return spans;
  }

  private span([whole, citation, label, url, code, quoted, bold]: RegExpMatchArray): Span {
    if (citation !== undefined) return { kind: 'text', text: this.citation(citation, whole) };
    if (label !== undefined && url !== undefined) return { kind: 'link', text: entities(label), url };
    if (bold !== undefined) return { kind: 'strong', text: entities(bold) };
    return { kind: 'code', text: entities(code ?? quoted ?? '') };
  }

  /** `[1]`; a citation that the technique has no reference for stays as it is. */
  private citation(name: string, whole: string): string {
    if (!this.references.has(name)) return whole;
    const number = this.numbers.get(name) ?? this.numbers.size + 1;
    this.numbers.set(name, number);
    return `[${number}]`;
  }

  /** The references in the order of their numbers. */
  cited(): Inline[] {
    return [...this.numbers].map(([name, number]) => {
      const { text = name, url } = this.references.get(name) ?? {};
      return [...plain(`[${number}] ${text} `), ...(url === undefined ? [] : link(url, url))];
    });
  }
}

const named: Readonly<Record<string, string>> = { amp: '&', lt: '<', gt: '>', quot: '"', nbsp: ' ' };

function entities(text: string): string {
  return text.replace(/&(amp|lt|gt|quot|nbsp);/g, (whole, name: string) => named[name] ?? whole);
}
