import type { LineageNode } from './graph.ts';

/** A resource, everything that it came from, and everything that came from any of that. */
export interface Family {
  /** By key. */
  readonly nodes: ReadonlyMap<string, LineageNode>;
  /** Keys of what nothing is known to have come before, in a stable order. */
  readonly roots: readonly string[];
  /** Keys of what came from a resource. */
  childrenOf(key: string): readonly string[];
  /** Further resources that a hub leads to and that are left out. */
  readonly omitted: number;
}

const MOST_NODES = 2000;

/** Resources whose key, or the end of whose key, is this text; the exact one alone when there is one. */
export function findResources(nodes: Iterable<LineageNode>, text: string): LineageNode[] {
  const wanted = text.toLowerCase();
  const found: LineageNode[] = [];
  for (const node of nodes) {
    const key = node.key.toLowerCase();
    if (key === wanted || node.id.toLowerCase() === wanted) return [node];
    if (/[/:]/.test(key.slice(-wanted.length - 1, -wanted.length)) && key.endsWith(wanted)) found.push(node);
  }
  return found;
}

/** Resources with what came from each, in one pass: for whoever asks for several families. */
export class Families {
  private readonly byKey = new Map<string, LineageNode>();
  private readonly children = new Map<string, string[]>();

  constructor(all: Iterable<LineageNode>) {
    for (const node of all) {
      this.byKey.set(node.key, node);
      for (const { from } of node.origins) {
        const there = this.children.get(from);
        if (there) there.push(node.key);
        else this.children.set(from, [node.key]);
      }
    }
  }

  /** Whether a resource is known to have come from another. */
  hasOrigin(key: string): boolean {
    return (this.byKey.get(key)?.origins.length ?? 0) > 0;
  }

  /**
   * Walks from a resource up to all that it came from, and down to all that came from those. A hub is shown where it was
   * used, but not walked down: what else came from a public image does not belong to the family.
   */
  of(key: string): Family {
    const { seen, omitted } = this.walk(key);
    const nodes = new Map([...seen].sort().map((one) => [one, this.byKey.get(one) as LineageNode]));
    const roots = [...nodes.values()]
      .filter(({ origins }) => !origins.some(({ from }) => nodes.has(from)))
      .map((node) => node.key);
    return {
      nodes,
      // Resources that came from each other in a circle have no beginning: the one asked for is as good as any.
      roots: roots.length > 0 ? roots : [key],
      childrenOf: (one) => (this.children.get(one) ?? []).filter((child) => nodes.has(child)),
      omitted,
    };
  }

  private walk(key: string): { readonly seen: ReadonlySet<string>; readonly omitted: number } {
    const seen = new Set<string>();
    const left = new Set<string>();
    const queue = [key];
    for (let at = 0; at < queue.length; at += 1) {
      const next = queue[at] as string;
      const node = this.byKey.get(next);
      if (!node || seen.has(next)) continue;
      if (seen.size >= MOST_NODES) {
        left.add(next);
        continue;
      }
      seen.add(next);
      for (const { from } of node.origins) queue.push(from);
      if (node.isHub && next !== key) continue;
      for (const child of this.children.get(next) ?? []) queue.push(child);
    }
    return { seen, omitted: left.size };
  }
}

/** The family of one resource: see `Families`. */
export function familyOf(all: Iterable<LineageNode>, key: string): Family {
  return new Families(all).of(key);
}
