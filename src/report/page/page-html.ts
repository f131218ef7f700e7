import { html, type Markup } from '../html/markup.ts';
import { pageHead } from '../html/page-head.ts';
import type { Block, Inline, Page, Section, ShownCommand } from './page.ts';
import { commandLines } from './wrap.ts';

const WIDTH = 100;

/** A page as one HTML file that needs nothing else. */
export function pageHtml(page: Page): string {
  const body = html`<header><h1>${page.title}</h1></header>
${page.sections.map((section) => sectionMarkup(section, 2))}</body></html>`;
  return `${pageHead(page.title)}${body.markup}\n`;
}

function sectionMarkup({ title, blocks, sections = [] }: Section, depth: number): Markup {
  const heading = depth === 2 ? html`<h2>${title}</h2>` : deeper(title, depth);
  return html`<section>${heading}${blocks.map(blockMarkup)}${sections.map((inner) => sectionMarkup(inner, depth + 1))}</section>
`;
}

function deeper(title: string, depth: number): Markup {
  return depth === 3 ? html`<h3>${title}</h3>` : html`<h4>${title}</h4>`;
}

function blockMarkup(block: Block): Markup {
  if (block.kind === 'paragraph') return html`<p>${spans(block.text)}</p>`;
  if (block.kind === 'list')
    return html`<ul>${block.items.map((item) => html`<li>${spans(item)}</li>`)}</ul>`;
  if (block.kind === 'facts')
    return html`<dl>${block.rows.map(([name, value]) => html`<dt>${name}</dt><dd>${spans(value)}</dd>`)}</dl>`;
  if (block.kind === 'table')
    return html`<div class="scroll"><table><thead><tr>${block.head.map((name) => html`<th>${name}</th>`)}</tr></thead><tbody>${block.rows.map(
      (row) => html`<tr>${row.map((cell) => html`<td>${spans(cell)}</td>`)}</tr>`,
    )}</tbody></table></div>`;
  if (block.kind === 'code') {
    const caption = block.caption === undefined ? undefined : html`<p class="quiet">${block.caption}</p>`;
    return html`${caption}<pre>${block.text.trimEnd()}</pre>`;
  }
  return html`${block.commands.map(commandMarkup)}`;
}

function commandMarkup({ words, expect }: ShownCommand): Markup {
  const command = html`<pre>${commandLines(words, WIDTH).join('\n')}</pre>`;
  return expect === undefined
    ? command
    : html`${command}<p class="quiet">→ ${expect.replaceAll('`', '')}</p>`;
}

function spans(text: Inline): Markup[] {
  return text.map((span) => {
    if (span.kind === 'code') return html`<code>${span.text}</code>`;
    if (span.kind === 'strong') return html`<strong>${span.text}</strong>`;
    if (span.kind === 'link' && /^https?:\/\//i.test(span.url))
      return html`<a href="${span.url}" rel="noreferrer noopener">${span.text}</a>`;
    return html`${span.text}`;
  });
}
