import type { Span } from '../../core/diagnostic.ts';
import type { Correlation } from '../../ir/correlation.ts';
import type { Rule } from '../../ir/rule.ts';
import { idTaken } from './correlation-diagnostics.ts';
import type { Report } from './report.ts';

type Kind = 'rule' | 'correlation';

/**
 * Where the ids of rules and of correlations stand. A reference and a finding name either by its id: the later of two of
 * different kinds is refused.
 */
export class TakenIds {
  private readonly places: Readonly<Record<Kind, Map<string, Span>>> = {
    rule: new Map(),
    correlation: new Map(),
  };

  constructor(known: readonly (Rule | Correlation)[]) {
    for (const one of known) this.take(one.kind, one.id, spanOf(one));
  }

  take(kind: Kind, id: string | undefined, at: Span): void {
    const places = this.places[kind];
    if (id !== undefined && !places.has(id)) places.set(id, at);
  }

  /** Whether something of the other kind has the id, which is reported. */
  refuses(kind: Kind, id: string | undefined, at: Span, report: Report): boolean {
    const other =
      id === undefined ? undefined : this.places[kind === 'rule' ? 'correlation' : 'rule'].get(id);
    if (id === undefined || other === undefined) return false;
    report(idTaken(kind, { id, at }, other));
    return true;
  }
}

/** Where a rule or a correlation stands. */
export function spanOf({ source }: Rule | Correlation): Span {
  return { file: source.path, line: source.line, column: 1 };
}
