import type { Span } from '../../core/diagnostic.ts';

/** A value of a parameters file, as it is written there, and its place. */
export interface Parameter {
  readonly value: string | readonly string[];
  readonly at: Span;
}

/** Values by name: lists for the modifier `expand`, numbers and timespans for what rules declare under `nephoscope`. */
export type Placeholders = Readonly<Record<string, readonly string[] | string | number | Parameter>>;

export type ParameterKind = 'list' | 'number' | 'timespan';

/** A parameter as one rule or correlation uses it. */
export interface ParameterUse {
  readonly name: string;
  readonly kind: ParameterKind;
  /** ATT&CK's mutable element that it is, where the rule says so. */
  readonly element?: string;
  /** What the rule itself says; absent for lists. */
  readonly standard?: string;
  /** What it is now; absent when nothing gives the list. */
  readonly value?: string | readonly string[];
  /** Where the value stands, unless it is the rule's own. */
  readonly from?: Span;
  /** Title of the rule or correlation, and the place in it that asks for the parameter. */
  readonly rule: string;
  readonly at: Span;
}

/** The values or the value of a parameter; undefined when it is not given. */
export function givenParameter(
  placeholders: Placeholders,
  name: string,
): { readonly value: Parameter['value']; readonly at?: Span } | undefined {
  const found = Object.hasOwn(placeholders, name) ? placeholders[name] : undefined;
  if (found === undefined) return undefined;
  if (typeof found === 'string' || typeof found === 'number') return { value: String(found) };
  return 'value' in found ? found : { value: found };
}
