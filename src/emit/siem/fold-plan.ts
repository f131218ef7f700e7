import type { Said } from './say.ts';
import { join } from './say.ts';

/** How a query is run: over single rows, or over rows that are put together to operations. */
export interface Plan<Leaf> {
  /** What single rows have to satisfy. */
  readonly where: Said<Leaf>;
  /** Rows with one key are one operation: which of these a row of it satisfies, and what has to hold of that. */
  readonly fold?: { readonly flags: readonly Said<Leaf>[]; readonly having: Said<number> };
}

/**
 * Plans a query. A condition on one row needs nothing put together; one that speaks of several rows (`this one, and none
 * that failed`) gets a flag for each of them.
 *
 * @param scope what all rows of an operation satisfy alike: its name. So is every part of the condition that speaks of no
 *   row, and is asked before rows are put together: else all rows of a table would be
 */
export function planFold<Leaf>(scope: Said<Leaf>, condition: Said<Leaf>): Plan<Leaf> {
  const parts = condition.kind === 'all' ? condition.items : [condition];
  const others = join('all', parts.filter(hasRow));
  const isOpen = scope.kind === 'constant';
  const where = join('all', [
    scope,
    ...parts.filter((part) => !hasRow(part)),
    ...(isOpen ? [necessary(others)] : []),
  ]);
  return planRows(where, others);
}

/** What every row satisfies of an operation for which the condition holds. */
function necessary<Leaf>(condition: Said<Leaf>): Said<Leaf> {
  if (condition.kind === 'row' && condition.alike) return condition.item;
  if (!hasRow(condition)) return condition;
  if (condition.kind !== 'all' && condition.kind !== 'any') return { kind: 'constant', value: true };
  return join(condition.kind, condition.items.map(necessary));
}

function planRows<Leaf>(where: Said<Leaf>, condition: Said<Leaf>): Plan<Leaf> {
  if (condition.kind === 'constant') return { where: join('all', [where, condition]) };
  if (condition.kind === 'row') return { where: join('all', [where, condition.item]) };
  const flags: Said<Leaf>[] = [];
  const places = new Map<string, number>();
  const flagged = (node: Said<Leaf>): Said<number> => {
    switch (node.kind) {
      case 'constant':
        return node;
      case 'not':
        return { kind: 'not', item: flagged(node.item) };
      case 'all':
      case 'any':
        return { kind: node.kind, items: node.items.map(flagged) };
      case 'row':
      case 'leaf': {
        const said = node.kind === 'row' ? node.item : node;
        const key = JSON.stringify(said);
        const place = places.get(key) ?? flags.push(said) - 1;
        places.set(key, place);
        return { kind: 'leaf', leaf: place };
      }
    }
  };
  return { where, fold: { having: flagged(condition), flags } };
}

/** Whether a condition speaks of rows of an operation. */
export function hasRow<Leaf>(said: Said<Leaf>): boolean {
  if (said.kind === 'row') return true;
  if (said.kind === 'all' || said.kind === 'any') return said.items.some(hasRow);
  return said.kind === 'not' && hasRow(said.item);
}
