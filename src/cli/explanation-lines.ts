import type { Explanation } from '../emit/reference/index.ts';
import { paint } from '../report/colour.ts';
import { terminalSafe } from '../report/escape.ts';

/** An explanation as an indented tree, a line for each node. */
export function explanationLines(node: Explanation, depth: number, colour: boolean): string[] {
  return [
    explanationLine(node, depth, colour),
    ...node.children.flatMap((child) => explanationLines(child, depth + 1, colour)),
  ];
}

/**
 * The tests that made a rule match or not, one below the other: what is wanted, and what the record has. A test that
 * holds below a `not` is among what keeps a rule from matching.
 */
export function decisiveLines(node: Explanation, depth: number, colour: boolean): string[] {
  return decisive(node).map((leaf) => explanationLine(leaf, depth, colour));
}

function decisive(node: Explanation): Explanation[] {
  if (node.children.length === 0) return [node];
  if (node.kind === 'not') return node.children.flatMap(decisive);
  return node.children.filter(({ matched }) => matched === node.matched).flatMap(decisive);
}

function explanationLine(node: Explanation, depth: number, colour: boolean): string {
  const mark = node.matched ? paint('green', '✓', colour) : paint('red', '✗', colour);
  const label = node.selection === undefined ? node.text : `selection ${node.selection}`;
  const found = node.field ? `  ${foundText(node)}` : '';
  return `${'  '.repeat(depth)}${mark} ${terminalSafe(label)}${terminalSafe(found)}\n`;
}

const LONGEST = 200;

function foundText({ field }: Explanation): string {
  if (!field) return '';
  if (!field.present) return `← ${field.name} is not in the record`;
  const values = JSON.stringify(field.values.length === 1 ? field.values[0] : field.values) ?? '';
  const path = field.path === undefined || field.path === field.name ? '' : `${field.path} = `;
  return `← ${path}${values.length > LONGEST ? `${values.slice(0, LONGEST)}…` : values}`;
}
