import type { Level } from '../core/levels.ts';
import type { Match } from './nodes.ts';

export interface LogSource {
  readonly category?: string;
  readonly product?: string;
  readonly service?: string;
}

export interface Selection {
  readonly name: string;
  readonly match: Match;
  /** Set for a selection that came from a filter: the filter's id, name or title. */
  readonly filter?: string;
}

export interface RelatedRule {
  readonly id: string;
  readonly type: string;
}

/** A number or timespan of a rule that a site may set without editing it. */
export interface ParameterDeclaration {
  /** Below `correlation` or `detection`: `timespan`, `condition.gte`, `selection.count|gte`. */
  readonly sets: string;
  /** ATT&CK's mutable element that it is: `TimeWindow`, `RateThreshold`. */
  readonly element?: string;
}

/** Our custom attribute `nephoscope` of a rule or correlation. */
export interface RuleAttribute {
  /** The id of its guide, where that is not the one of its technique: `T1578.002`. */
  readonly guide?: string;
  /** What noise is to be expected, in words. */
  readonly noise?: string;
  /** Lists without which the rule is silent: it asks for what is not on them. */
  readonly needs?: readonly string[];
  /** For lists that the rule takes by `expand`, which of ATT&CK's mutable elements they are. */
  readonly elements?: Readonly<Record<string, string>>;
  readonly parameters?: Readonly<Record<string, ParameterDeclaration>>;
}

/** What a rule and a correlation both say about themselves. */
export interface RuleMetadata {
  /** The rule's own id, or a digest of its content when it has none. */
  readonly id: string;
  readonly title: string;
  /** Sigma's `name`: how correlations may refer to the rule. */
  readonly name?: string;
  /** `medium` when the rule does not say. */
  readonly level: Level;
  readonly status?: string;
  readonly description?: string;
  readonly author?: string;
  readonly license?: string;
  readonly date?: string;
  readonly modified?: string;
  readonly references: readonly string[];
  readonly related: readonly RelatedRule[];
  /** As written. `techniques` and `tactics` are the canonical reading of them. */
  readonly tags: readonly string[];
  readonly falsepositives: readonly string[];
  readonly fields?: readonly string[];
  /** ATT&CK technique ids of the canonical generation (v18), e.g. `T1578.002`. */
  readonly techniques: readonly string[];
  /** ATT&CK tactic names of the canonical generation, e.g. `defense-evasion`. */
  readonly tactics: readonly string[];
  readonly source: { readonly path: string; readonly line: number };
  /** Digest of what the rule says; the place where it was read from is not part of it. */
  readonly digest: string;
  readonly nephoscope?: RuleAttribute;
}

/** One detection rule, ready for any emitter. Plain data: it survives JSON unchanged. */
export interface Rule extends RuleMetadata {
  readonly kind: 'rule';
  readonly logsource: LogSource;
  readonly selections: readonly Selection[];
  readonly condition: Match;
  /** Names of lists that the rule needs and that are empty: as long as they are, it matches nothing. */
  readonly off?: readonly string[];
}

/** True when every attribute that the rule names is equal in the event's log source (Sigma specification, log sources). */
export function appliesTo(rule: LogSource, event: LogSource): boolean {
  return (
    (rule.category === undefined || rule.category === event.category) &&
    (rule.product === undefined || rule.product === event.product) &&
    (rule.service === undefined || rule.service === event.service)
  );
}
