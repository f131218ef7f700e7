import type { Leaf, Match, NumberOp } from '../../ir/nodes.ts';
import { literalText } from '../../ir/pattern.ts';

/** A change of one test of a field; undefined: it does not apply. */
export interface LeafChange {
  /** What it does to these tests, in words. */
  readonly what: (leaf: Leaf) => string;
  readonly change: (leaf: Leaf) => Leaf | undefined;
}

const opposite: Readonly<Record<NumberOp, NumberOp | undefined>> = {
  eq: undefined,
  gt: 'lte',
  gte: 'lt',
  lt: 'gte',
  lte: 'gt',
};

/** What is done to the tests of a field: a text wider, a comparison turned around or moved by one, a yes for a no. */
export const leafChanges: readonly LeafChange[] = [
  {
    what: (leaf) => ('op' in leaf ? `${leaf.op} → contains` : ''),
    change: (leaf) => {
      const isWide =
        leaf.kind !== 'string' || leaf.op === 'contains' || literalText(leaf.pattern) === undefined;
      return isWide || leaf.pattern.length === 0 ? undefined : { ...leaf, op: 'contains' };
    },
  },
  {
    what: (leaf) => ('op' in leaf && 'value' in leaf ? `${leaf.op} → ${opposite[leaf.op as NumberOp]}` : ''),
    change: (leaf) => {
      if (leaf.kind !== 'number' && leaf.kind !== 'timestamp') return undefined;
      const op = opposite[leaf.op];
      return op && { ...leaf, op };
    },
  },
  ...([1, -1] as const).map(
    (step): LeafChange => ({
      what: (leaf) => ('value' in leaf ? `${leaf.value} → ${Number(leaf.value) + step}` : ''),
      change: (leaf) => {
        if (leaf.kind !== 'number' && leaf.kind !== 'timestamp') return undefined;
        const value = Number(leaf.value) + step;
        return Number.isSafeInteger(value) ? { ...leaf, value: String(value) } : undefined;
      },
    }),
  ),
  {
    what: (leaf) => ('value' in leaf ? `${leaf.value} → ${leaf.value === false}` : ''),
    change: (leaf) =>
      leaf.kind === 'boolean' || leaf.kind === 'exists' ? { ...leaf, value: !leaf.value } : undefined,
  },
  {
    what: (leaf) => (leaf.kind === 'cidr' ? `${leaf.network} one bit wider` : ''),
    change: (leaf) => {
      const [address = '', length = ''] = leaf.kind === 'cidr' ? leaf.network.split('/') : [];
      return leaf.kind === 'cidr' && Number(length) > 0
        ? { ...leaf, network: `${address}/${Number(length) - 1}` }
        : undefined;
    },
  },
];

/** The match with other leaves. */
export function mapLeaves(node: Match, change: (leaf: Leaf) => Leaf): Match {
  if (node.kind === 'and' || node.kind === 'or')
    return { ...node, items: node.items.map((item) => mapLeaves(item, change)) };
  if (node.kind === 'not') return { ...node, item: mapLeaves(node.item, change) };
  return node.kind === 'selection' || node.kind === 'quantified' ? node : change(node);
}
