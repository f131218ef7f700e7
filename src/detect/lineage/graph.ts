import type { Activity } from '../../activity/activity.ts';
import type { EdgeKind, ObjectKind } from '../../activity/vocabulary.ts';
import type { Journal } from '../journal.ts';
import { type Tables, UndoMap } from '../undo-map.ts';
import { endsOf, isFollowed, isShared, nodeOf, type ResourceNode } from './node.ts';

/** How one resource came from another. */
export interface Origin {
  /** Key of the resource that it came from. */
  readonly from: string;
  readonly kind: EdgeKind;
  readonly time: number;
  /** The Activity that says so. */
  readonly activity: string;
  /** Key of the principal, and where it was done. */
  readonly by: string;
  readonly account: string;
  readonly region?: string;
}

/** Something else that was done with a resource and that a person following it wants to see. */
export interface Fate {
  readonly kind: 'deleted' | 'shared';
  readonly time: number;
  readonly by: string;
  /** With whom it was shared. */
  readonly to?: readonly string[];
}

/** A resource as it is shown. */
export interface LineageNode {
  readonly key: string;
  readonly type: ObjectKind;
  readonly id: string;
  readonly origins: readonly Origin[];
  readonly fates: readonly Fate[];
  /** Too many came from it to belong together. */
  readonly isHub: boolean;
}

interface GraphNode {
  readonly type: ObjectKind;
  readonly id: string;
  /** The next node towards the root of the component; itself at the root. */
  parent: string;
  /** At a root: resources in the component. */
  size: number;
  /** At a root: the smallest key, which names the component. */
  label: string;
  /** Resources that were made from it. */
  children: number;
  readonly origins: Origin[];
  readonly fates: Fate[];
}

/** Two components that became one. */
export interface Merge {
  readonly from: string;
  readonly into: string;
}

/** More resources than this made of one do not belong together for that reason. */
const HUB = 50;
/** For images and templates: a gold image of the account has more, the image of an attack has not. */
const SHARED_HUB = 8;
const MOST_ORIGINS = 32;

/**
 * Which resource came from which, as the Activities tell it, and the connected components of that. What very many
 * resources came from is a hub: it is shown, but it does not connect them. Activities come in the order of time, and the
 * components are those of that time.
 */
export class LineageGraph {
  private readonly nodes: UndoMap<GraphNode>;
  private readonly mostNodes: number;
  private refusedNodes = 0;

  constructor(journal: Journal, mostNodes: number = Number.POSITIVE_INFINITY) {
    this.nodes = new UndoMap<GraphNode>(journal, (node) => ({
      ...node,
      origins: [...node.origins],
      fates: [...node.fates],
    }));
    this.mostNodes = mostNodes;
  }

  get tables(): Tables {
    return [['nodes', this.nodes as UndoMap<unknown>]];
  }

  get size(): number {
    return this.nodes.size;
  }

  /** Resources that were not taken in, because there were too many. */
  get refused(): number {
    return this.refusedNodes;
  }

  /** Takes in what an Activity says; gives the components that it connected. */
  add(activity: Activity): Merge[] {
    if (activity.outcome !== 'success') return [];
    this.addFates(activity);
    const merges: Merge[] = [];
    for (const edge of activity.edges) {
      const { from, to } = endsOf(edge, activity);
      if (from.key === to.key || !isFollowed(from.type) || !isFollowed(to.type)) continue;
      const origin = originOf(from.key, edge.kind, activity);
      const merge = this.connect(from, to, origin);
      if (merge) merges.push(merge);
    }
    return merges;
  }

  /** The components of the resources that an Activity touches; what only stands beside them does not count. */
  componentsOf(activity: Activity): string[] {
    const found = new Set<string>();
    for (const resource of activity.resources) {
      const { role, type } = resource;
      if (role === 'grantee' || role === 'parent' || role === 'related' || !isFollowed(type)) continue;
      const { key } = nodeOf(resource, activity);
      const node = this.nodes.get(key);
      if (node) {
        if (!this.isHub(node)) found.add(this.rootOf(key));
      } else if (!isShared(type)) found.add(key);
    }
    return [...found];
  }

  /** The name of the component that a resource belongs to: its smallest key. */
  labelOf(key: string): string {
    return this.nodes.get(this.rootOf(key))?.label ?? key;
  }

  sizeOf(key: string): number {
    return this.nodes.get(this.rootOf(key))?.size ?? 1;
  }

  rootOf(key: string): string {
    let root = key;
    for (let node = this.nodes.get(root); node && node.parent !== root; node = this.nodes.get(root)) {
      root = node.parent;
    }
    return root;
  }

  /** Every resource with what it came from, in the order of their keys. */
  *all(): Generator<LineageNode> {
    for (const key of [...this.nodes.keys()].sort()) {
      const node = this.nodes.get(key);
      if (!node) continue;
      const { type, id, origins, fates } = node;
      yield { key, type, id, origins, fates, isHub: this.isHub(node) };
    }
  }

  private connect(from: ResourceNode, to: ResourceNode, origin: Origin): Merge | undefined {
    if (!this.ensure(from) || !this.ensure(to)) return undefined;
    const parent = this.nodes.edit(from.key) as GraphNode;
    const child = this.nodes.edit(to.key) as GraphNode;
    if (child.origins.some((one) => one.from === origin.from && one.kind === origin.kind)) return undefined;
    if (child.origins.length < MOST_ORIGINS) child.origins.push(origin);
    parent.children += 1;
    return this.isHub(parent) || this.isHub(child) ? undefined : this.union(from.key, to.key);
  }

  private addFates(activity: Activity): void {
    const { verb, time, principal, attrs } = activity;
    if (verb !== 'delete' && verb !== 'share') return;
    for (const resource of activity.resources) {
      if (resource.role !== 'target' || !isFollowed(resource.type)) continue;
      const node = nodeOf(resource, activity);
      if (!this.ensure(node)) continue;
      const { fates } = this.nodes.edit(node.key) as GraphNode;
      if (fates.length >= MOST_ORIGINS) continue;
      const to = attrs.grantees && attrs.grantees.length > 0 ? { to: attrs.grantees } : {};
      fates.push(
        verb === 'delete'
          ? { kind: 'deleted', time, by: principal.key }
          : { kind: 'shared', time, by: principal.key, ...to },
      );
    }
  }

  private isHub({ type, children, origins }: GraphNode): boolean {
    if (!isShared(type)) return children > HUB;
    return origins.length === 0 || children > SHARED_HUB;
  }

  private ensure({ key, type, id }: ResourceNode): boolean {
    if (this.nodes.has(key)) return true;
    if (this.nodes.size >= this.mostNodes) {
      this.refusedNodes += 1;
      return false;
    }
    this.nodes.set(key, { type, id, parent: key, size: 1, label: key, children: 0, origins: [], fates: [] });
    return true;
  }

  private union(a: string, b: string): Merge | undefined {
    const first = this.rootOf(a);
    const second = this.rootOf(b);
    if (first === second) return undefined;
    const [large, small] =
      (this.nodes.get(first)?.size ?? 1) >= (this.nodes.get(second)?.size ?? 1)
        ? [first, second]
        : [second, first];
    const root = this.nodes.edit(large) as GraphNode;
    const other = this.nodes.edit(small) as GraphNode;
    other.parent = large;
    root.size += other.size;
    if (other.label < root.label) root.label = other.label;
    return { from: small, into: large };
  }
}

function originOf(from: string, kind: EdgeKind, activity: Activity): Origin {
  const { time, id, principal, account, region } = activity;
  return {
    from,
    kind,
    time,
    activity: id,
    by: principal.key,
    account,
    ...(region === undefined ? {} : { region }),
  };
}
