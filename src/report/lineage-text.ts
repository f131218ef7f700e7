import { formatTime } from '../core/time.ts';
import type { Family } from '../detect/lineage/family.ts';
import type { Fate, LineageNode, Origin } from '../detect/lineage/graph.ts';
import { paint } from './colour.ts';
import { terminalSafe, withoutControls } from './escape.ts';
import { instant } from './instant.ts';
import { shortId } from './row.ts';

/** The family as a tree: what came from what, by whom and when; the resource that was asked for is marked. */
export function lineageTree(family: Family, asked: string, colour: boolean): string {
  const lines: string[] = [];
  const shown = new Set<string>();
  const walk = (key: string, from: string | undefined, lead: string, branch: string): void => {
    const node = family.nodes.get(key);
    if (!node) return;
    const origin = node.origins.find((one) => one.from === from);
    const again = shown.has(key) ? ' (see above)' : '';
    const text = terminalSafe(`${node.type} ${node.id}${facts(node, origin)}${again}`);
    lines.push(`${branch}${key === asked ? paint('bold', `${text}  ◀`, colour) : text}`);
    if (again !== '') return;
    shown.add(key);
    const children = family.childrenOf(key);
    for (const [index, child] of children.entries()) {
      const isLast = index === children.length - 1;
      walk(child, key, `${lead}${isLast ? '   ' : '│  '}`, `${lead}${isLast ? '└─ ' : '├─ '}`);
    }
  };
  for (const root of family.roots) walk(root, undefined, '', '');
  if (family.omitted > 0) lines.push(`… and ${family.omitted} more resources`);
  return `${lines.join('\n')}\n`;
}

function facts({ fates, isHub }: LineageNode, origin: Origin | undefined): string {
  const made = origin
    ? [`${instant(origin.time)} by ${origin.by}`, [origin.account, origin.region].filter(Boolean).join(' ')]
    : [];
  const hub = isHub ? ['shared by many'] : [];
  const all = [...made, ...hub, ...fates.map(fateText)].filter((fact) => fact !== '');
  return all.length === 0 ? '' : ` · ${all.join(' · ')}`;
}

function fateText({ kind, time, by, to }: Fate): string {
  const grantees = to === undefined ? '' : ` with ${to.join(', ')}`;
  return `${kind}${grantees} ${instant(time)} by ${by}`;
}

/** The family as JSON: nodes with what they came from, edges from origin to what was made. */
export function lineageJson(family: Family, asked: string): string {
  const nodes = [...family.nodes.values()].map(({ key, type, id, isHub, fates }) => ({
    key,
    type,
    id,
    ...(key === asked ? { asked: true } : {}),
    ...(isHub ? { hub: true } : {}),
    ...(fates.length > 0 ? { fates: fates.map((fate) => ({ ...fate, time: formatTime(fate.time) })) } : {}),
  }));
  const edges = edgesOf(family).map(({ to, origin: { from, time, ...rest } }) => ({
    from,
    to,
    ...rest,
    time: formatTime(time),
  }));
  return `${JSON.stringify({ asked, nodes, edges, omitted: family.omitted }, null, 2)}\n`;
}

/** Graphviz. */
export function lineageDot(family: Family, asked: string): string {
  const quoted = (text: string): string => `"${terminalSafe(text).replace(/[\\"]/g, '\\$&')}"`;
  const nodes = [...family.nodes.values()].map(
    ({ key, type, id }) =>
      `  ${quoted(key)} [label=${quoted(`${type}: ${shortId(id)}`)}${key === asked ? ', style=bold' : ''}];`,
  );
  const edges = edgesOf(family).map(
    ({ to, origin }) => `  ${quoted(origin.from)} -> ${quoted(to)} [label=${quoted(instant(origin.time))}];`,
  );
  return ['digraph lineage {', '  rankdir=LR;', '  node [shape=box];', ...nodes, ...edges, '}', ''].join(
    '\n',
  );
}

/** Mermaid, for Markdown. */
export function lineageMermaid(family: Family, asked: string): string {
  const names = new Map([...family.nodes.keys()].map((key, index) => [key, `n${index}`]));
  const label = (text: string): string => withoutControls(text).replace(/["[\]{}|<>#;&`]/g, ' ');
  const nodes = [...family.nodes.values()].map(
    ({ key, type, id }) => `  ${names.get(key)}["${label(`${type}: ${shortId(id)}`)}"]`,
  );
  const edges = edgesOf(family).map(
    ({ to, origin }) => `  ${names.get(origin.from)} -->|${label(instant(origin.time))}| ${names.get(to)}`,
  );
  const mark = names.has(asked) ? [`  style ${names.get(asked)} stroke-width:3px`] : [];
  return ['flowchart LR', ...nodes, ...edges, ...mark, ''].join('\n');
}

function edgesOf({ nodes }: Family): { readonly to: string; readonly origin: Origin }[] {
  return [...nodes.values()].flatMap(({ key, origins }) =>
    origins.filter(({ from }) => nodes.has(from)).map((origin) => ({ to: key, origin })),
  );
}
