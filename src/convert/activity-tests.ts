import type { CatalogueEdge, CatalogueEntry } from '../clouds/catalogue.ts';
import { all, any, type Condition, type NativeField, never, not } from '../emit/siem/condition.ts';
import { lowerTest } from '../emit/siem/lower.ts';
import { acceptsSome, type Choice } from './choices.ts';

/** What a test of a field of the Activity is lowered with. */
export interface Lowering {
  /** The operation, where the catalogue knows it. */
  readonly entry: CatalogueEntry | undefined;
  /** Takes in words where the native condition says something else. */
  differ(difference: string): void;
}

/** Lowers a test of one field of the Activity to native records. */
export type LowerField = (leaf: Choice, lowering: Lowering) => Condition;

export function unsayable(leaf: Choice, why: string): Condition {
  return { kind: 'unsayable', what: leaf.field.name, why };
}

/** A field with few values, each with the condition under which records give it. Together they are all there are. */
export function byValue(leaf: Choice, values: readonly (readonly [string, Condition])[]): Condition {
  if (leaf.kind === 'exists' || leaf.kind === 'null')
    return leaf.kind === 'exists' && leaf.value ? all() : any();
  const possible = values.filter(([, condition]) => condition !== never);
  const accepted = possible.filter(([value]) => acceptsSome(leaf, value));
  const others = possible.filter(([value]) => !acceptsSome(leaf, value));
  if (others.length === 0) return all();
  const conditions = (some: typeof possible): Condition => any(...some.map(([, condition]) => condition));
  return others.length <= accepted.length && others.every(([, condition]) => isSaid(condition))
    ? not(conditions(others))
    : conditions(accepted);
}

function isSaid(condition: Condition): boolean {
  if (condition.kind === 'unsayable') return false;
  if (condition.kind === 'all' || condition.kind === 'any') return condition.items.every(isSaid);
  return condition.kind === 'not' || condition.kind === 'row' ? isSaid(condition.item) : true;
}

/** A field that may be absent: its values, and the condition under which it is there. */
export function byOptionalValue(
  leaf: Choice,
  there: Condition,
  ofValues: (accepted: (value: string) => boolean) => Condition,
): Condition {
  if (leaf.kind === 'null') return not(there);
  if (leaf.kind === 'exists') return leaf.value ? there : not(there);
  return ofValues((value) => acceptsSome(leaf, value));
}

/** The kinds of edges that an operation makes once it is `made`; `comes` is when it makes one. */
export function byEdgeKind(
  leaf: Choice,
  entry: CatalogueEntry | undefined,
  made: Condition,
  comes: (edge: CatalogueEdge) => Condition,
): Condition {
  const some = (wanted: (kind: string) => boolean): Condition =>
    all(made, any(...(entry?.edges ?? []).filter(({ kind }) => wanted(kind)).map(comes)));
  return byOptionalValue(
    leaf,
    some(() => true),
    some,
  );
}

/** A field that is true, or absent. */
export function byFlag(leaf: Choice, isSet: Condition): Condition {
  return byOptionalValue(leaf, isSet, (accepted) => (accepted('true') ? isSet : never));
}

/** A field that native records have under one of several names: absent only when all of them are. */
export function byFields(leaf: Choice, fields: readonly NativeField[], why: string): Condition {
  if (fields.length === 0) return unsayable(leaf, why);
  const isAbsence = leaf.kind === 'null' || (leaf.kind === 'exists' && !leaf.value);
  const conditions = fields.map((one) => lowerTest(leaf, one));
  return isAbsence ? all(...conditions) : any(...conditions);
}
