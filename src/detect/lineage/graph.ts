import type { Activity } from '../../activity/activity.ts';
import type { EdgeKind, ObjectKind } from '../../activity/vocabulary.ts';
import type { Journal } from '../journal.ts';
import type { Tables } from '../undo-map.ts';
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
  /** Too many came from it to belong together, or it was not made in what was seen. */
  readonly isHub: boolean;
}

interface GraphNode {
  readonly key: string;
  type: ObjectKind;
  id: string;
  /** The next node towards the root of the component; absent at the root. */
  parent?: GraphNode | undefined;
  /** At a root: resources in the component, and the smallest key, which names it. */
  size: number;
  label: string;
  /** Resources that were made from it. */
  children: number;
  /** Absent as long as there are none: most resources are only named once. */
  origins?: readonly Origin[] | undefined;
  fates?: readonly Fate[] | undefined;
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
  private readonly nodes = new Map<string, GraphNode>();
  private readonly journal: Journal;
  private readonly mostNodes: number;
  private refusedNodes = 0;

  constructor(journal: Journal, mostNodes: number = Number.POSITIVE_INFINITY) {
    this.journal = journal;
    this.mostNodes = mostNodes;
  }

  get tables(): Tables {
    return [['nodes', { entries: () => this.stored(), set: (key, value) => this.restore(key, value) }]];
  }

  get size(): number {
    return this.nodes.size;
  }

  /** Resources that were not taken in, because there were too many. */
  get refused(): number {
    return this.refusedNodes;
  }

  /** Takes in what an Activity says; gives the components that it connected. */
  add(activity: Activity): readonly Merge[] {
    if (activity.outcome !== 'success') return NONE;
    const { verb, edges } = activity;
    if (verb === 'delete' || verb === 'share') this.addFates(activity, verb);
    if (edges.length === 0) return NONE;
    const merges: Merge[] = [];
    for (const edge of edges) {
      const { from, to } = endsOf(edge, activity);
      if (from.key === to.key || !isFollowed(from.type) || !isFollowed(to.type)) continue;
      const merge = this.connect(from, to, edge.kind, activity);
      if (merge) merges.push(merge);
    }
    return merges;
  }

  /** The components of the resources that an Activity touches; what only stands beside them does not count. */
  componentsOf(activity: Activity): string[] {
    const found: string[] = [];
    for (const resource of activity.resources) {
      const { role, type } = resource;
      if (role === 'grantee' || role === 'parent' || role === 'related' || !isFollowed(type)) continue;
      const { key } = nodeOf(resource, activity);
      const root = this.componentRoot(key, type);
      if (root !== undefined && !found.includes(root)) found.push(root);
    }
    return found;
  }

  /** The name of the component that a resource belongs to: its smallest key. */
  labelOf(key: string): string {
    const node = this.nodes.get(key);
    return node ? rootOf(node).label : key;
  }

  sizeOf(key: string): number {
    const node = this.nodes.get(key);
    return node ? rootOf(node).size : 1;
  }

  rootOf(key: string): string {
    const node = this.nodes.get(key);
    return node ? rootOf(node).key : key;
  }

  /** Every resource with what it came from, in the order of their keys. */
  *all(): Generator<LineageNode> {
    for (const key of [...this.nodes.keys()].sort()) {
      const node = this.nodes.get(key);
      if (!node) continue;
      const { type, id, origins = [], fates = [] } = node;
      yield { key, type, id, origins, fates, isHub: isHub(node) };
    }
  }

  /** undefined: it connects nothing. */
  private componentRoot(key: string, type: ObjectKind): string | undefined {
    const node = this.nodes.get(key);
    if (!node) return isShared(type) ? undefined : key;
    return isHub(node) ? undefined : rootOf(node).key;
  }

  private connect(
    from: ResourceNode,
    to: ResourceNode,
    kind: EdgeKind,
    activity: Activity,
  ): Merge | undefined {
    const parent = this.ensure(from);
    const child = this.ensure(to);
    if (!parent || !child) return undefined;
    const { origins = [] } = child;
    if (origins.some((one) => one.from === from.key && one.kind === kind)) return undefined;
    if (origins.length < MOST_ORIGINS)
      this.change(child, { origins: [...origins, originOf(from.key, kind, activity)] });
    this.change(parent, { children: parent.children + 1 });
    return isHub(parent) || isHub(child) ? undefined : this.union(rootOf(parent), rootOf(child));
  }

  private addFates(activity: Activity, verb: 'delete' | 'share'): void {
    const { time, principal, attrs } = activity;
    const to = attrs.grantees && attrs.grantees.length > 0 ? { to: attrs.grantees } : {};
    const fate: Fate =
      verb === 'delete'
        ? { kind: 'deleted', time, by: principal.key }
        : { kind: 'shared', time, by: principal.key, ...to };
    for (const resource of activity.resources) {
      if (resource.role !== 'target' || !isFollowed(resource.type)) continue;
      const node = this.ensure(nodeOf(resource, activity));
      if (!node || (node.fates?.length ?? 0) >= MOST_ORIGINS) continue;
      this.change(node, { fates: [...(node.fates ?? []), fate] });
    }
  }

  private ensure({ key, type, id }: ResourceNode): GraphNode | undefined {
    const there = this.nodes.get(key);
    if (there) return there;
    if (this.nodes.size >= this.mostNodes) {
      this.refusedNodes += 1;
      return undefined;
    }
    const node: GraphNode = { key, type, id, size: 1, label: key, children: 0 };
    this.nodes.set(key, node);
    if (this.journal.depth > 0) this.journal.record(() => this.nodes.delete(key));
    return node;
  }

  private union(first: GraphNode, second: GraphNode): Merge | undefined {
    if (first === second) return undefined;
    const [root, other] = first.size >= second.size ? [first, second] : [second, first];
    this.change(other, { parent: root });
    const labels = [root.label, other.label].sort();
    this.change(root, { size: root.size + other.size, label: labels[0] ?? root.label });
    return { from: other.key, into: root.key };
  }

  /** Changes a node in place, in a way that the journal can take back. */
  private change(node: GraphNode, to: Partial<GraphNode>): void {
    if (this.journal.depth > 0) {
      const before = { ...node };
      // Members that were not there before go away again.
      this.journal.record(() => {
        Object.assign(node, { parent: undefined, origins: undefined, fates: undefined }, before);
      });
    }
    Object.assign(node, to);
  }

  private *stored(): Generator<[string, StoredNode]> {
    for (const [key, { parent, key: _key, ...rest }] of this.nodes) {
      yield [key, { ...rest, ...(parent ? { parent: parent.key } : {}) }];
    }
  }

  /** Nodes come in any order: one that another names as its parent may still be missing. */
  private restore(key: string, value: unknown): void {
    const { parent, ...rest } = value as StoredNode;
    const node = this.placeholder(key);
    Object.assign(node, rest);
    if (parent !== undefined) node.parent = this.placeholder(parent);
  }

  private placeholder(key: string): GraphNode {
    const there = this.nodes.get(key);
    if (there) return there;
    const node: GraphNode = { key, type: 'resource', id: key, size: 1, label: key, children: 0 };
    this.nodes.set(key, node);
    return node;
  }
}

type StoredNode = Omit<GraphNode, 'key' | 'parent'> & { readonly parent?: string };

const NONE: readonly Merge[] = [];

function rootOf(node: GraphNode): GraphNode {
  let root = node;
  while (root.parent) root = root.parent;
  return root;
}

function isHub({ type, children, origins }: GraphNode): boolean {
  if (!isShared(type)) return children > HUB;
  return origins === undefined || children > SHARED_HUB;
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
