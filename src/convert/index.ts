import type { Provider } from '../activity/vocabulary.ts';
import type { Diagnostic } from '../core/diagnostic.ts';
import { targets } from '../emit/siem/index.ts';
import type { SiemTarget } from '../emit/siem/target.ts';
import type { Correlation } from '../ir/correlation.ts';
import type { Rule } from '../ir/rule.ts';
import { type ConvertedQuery, convert, type Refusal } from './convert.ts';
import { say } from './diagnostic-codes.ts';
import { documentOf, lossText } from './document.ts';

export { targets as siemTargets } from '../emit/siem/index.ts';
export type { SiemTarget } from '../emit/siem/target.ts';
export type { ConvertedQuery, Refusal } from './convert.ts';
export { lossText } from './document.ts';

/** A query, with its comment, and how near it is to the rule. */
export interface CarriedQuery extends ConvertedQuery {
  readonly fidelity: 'exact' | 'different';
  /** The query with the comment before it. */
  readonly document: string;
}

/** What a rule was carried to. */
export interface CarriedRule {
  readonly rule: Rule | Correlation;
  readonly target: string;
  readonly queries: readonly CarriedQuery[];
  readonly refusals: readonly Refusal[];
  /** Everything that the queries say differently, and what was refused. */
  readonly diagnostics: readonly Diagnostic[];
}

export interface CarryOptions {
  /** Only for these clouds. */
  readonly clouds?: readonly Provider[];
  /** Refuse a query that does not find exactly what the rule finds. */
  readonly strict?: boolean;
}

/** The target of that name. */
export function findTarget(name: string): SiemTarget | undefined {
  return targets.find((target) => target.name === name.toLowerCase());
}

/**
 * Carries rules and correlations to a SIEM.
 *
 * @param content the rules to carry, and everything that correlations among them refer to
 * @param wanted which of them; all when absent
 */
export function carryRules(
  content: readonly (Rule | Correlation)[],
  target: SiemTarget,
  options: CarryOptions = {},
  wanted: readonly (Rule | Correlation)[] = content,
): readonly CarriedRule[] {
  const byId = new Map(content.map((one) => [one.id, one]));
  return wanted.map((rule) => {
    const { queries: found, refusals: refused } = convert(rule, target, byId, options);
    const queries = found.map((query): CarriedQuery => {
      const isExact = query.losses.length + query.differences.length === 0;
      return {
        ...query,
        fidelity: isExact ? 'exact' : 'different',
        document: documentOf(rule, target, query),
      };
    });
    const kept = options.strict ? queries.filter(({ fidelity }) => fidelity === 'exact') : queries;
    const inexact = queries.filter((query) => !kept.includes(query));
    const refusals = [
      ...refused,
      ...inexact.map(({ cloud, losses, differences }) => ({
        cloud,
        reason: `it would not be exact: ${[...losses.map(lossText), ...differences].join('; ')}`,
      })),
    ];
    return {
      rule,
      target: target.name,
      queries: kept,
      refusals,
      diagnostics: diagnosticsOf(rule, kept, refusals),
    };
  });
}

function diagnosticsOf(
  rule: Rule | Correlation,
  queries: readonly CarriedQuery[],
  refusals: readonly Refusal[],
): readonly Diagnostic[] {
  const at = { file: rule.source.path, line: rule.source.line, column: 1 };
  const where = (cloud: string | undefined): string => (cloud === undefined ? '' : ` for ${cloud}`);
  return [
    ...queries.flatMap(({ cloud, losses, differences }) => [
      ...losses.map((loss) =>
        say(
          loss.effect === 'wider' ? 'findsMore' : 'findsLess',
          `"${rule.title}"${where(cloud)}: ${lossText(loss)}`,
          at,
        ),
      ),
      ...differences.map((text) => say('differs', `"${rule.title}"${where(cloud)}: ${text}`, at)),
    ]),
    ...refusals.map(({ cloud, reason }) =>
      say('refused', `"${rule.title}" is not carried over${where(cloud)}: ${reason}`, at),
    ),
  ];
}
