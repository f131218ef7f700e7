import type { JsonObject } from '../core/json.ts';
import type { RecordShape } from '../core/record-shape.ts';
import { createRuleIndex, type RuleIndex } from '../detect/index/index.ts';
import type { PathKind } from '../ir/needle.ts';
import type { Field } from '../ir/nodes.ts';
import { type Known, type KnownValue, verdictOf } from '../ir/partial.ts';
import type { Rule } from '../ir/rule.ts';
import { fieldsOf, leaves } from '../ir/walk.ts';
import { findWitness } from '../ir/witness.ts';

/** No operation and no service has such a name. */
const NO_NAME = '\u0001';

/** Rules on records that can only match records of certain operations. */
export class OperationRules {
  private readonly shape: RecordShape;
  /** Filed by their operations; only candidates are asked for, so that nothing has to be compiled. */
  private readonly filed: RuleIndex;
  private readonly unfiled: readonly Rule[];
  private readonly absent: ReadonlySet<string>;

  private constructor(shape: RecordShape, rules: readonly Rule[], absent: ReadonlySet<string>) {
    this.shape = shape;
    this.absent = absent;
    const names = new Set([namePath(shape, 'operation'), namePath(shape, 'service')]);
    const isFiled = (field: Field): boolean =>
      field.sources.every(({ kind, path }) => kind === 'path' && (names.has(path) || absent.has(path)));
    const filed = new Set(
      rules.filter((rule) => findWitness(rule)?.every(({ field }) => isFiled(field)) ?? false),
    );
    this.filed = createRuleIndex([...filed], () => () => true);
    this.unfiled = rules.filter((rule) => !filed.has(rule));
  }

  /** Parts rules on records into those that the operation decides, and the others. */
  static of(
    rules: readonly Rule[],
    shape: RecordShape,
    kindOf: (path: string) => PathKind,
  ): { readonly operationRules: OperationRules; readonly others: readonly Rule[] } {
    const absent = new Set(rules.flatMap(pathsOf).filter((path) => kindOf(path) === 'absent'));
    const nothing = factsOf(shape, NO_NAME, NO_NAME, absent);
    const decided = rules.filter((rule) => verdictOf(rule, nothing) === false);
    const isDecided = new Set(decided);
    const others = rules.filter((rule) => !isDecided.has(rule));
    return { operationRules: new OperationRules(shape, decided, absent), others };
  }

  /** Whether one of the rules could match a record of the operation. */
  couldMatch(operation: string, service: string): boolean {
    const { shape, absent } = this;
    const facts = factsOf(shape, operation, service, absent);
    const could = (rule: Rule): boolean => verdictOf(rule, facts) !== false;
    const samples: readonly JsonObject[] = shape.samples(operation, service);
    return samples.some((sample) => this.filed.candidates(sample).some(could)) || this.unfiled.some(could);
  }
}

function factsOf(shape: RecordShape, operation: string, service: string, absent: ReadonlySet<string>): Known {
  const facts = new Map<string, readonly KnownValue[]>();
  for (const path of absent) facts.set(path, []);
  facts.set(namePath(shape, 'operation'), [operation]);
  facts.set(namePath(shape, 'service'), [service]);
  return facts;
}

/** The path of the member that has the record's operation, or its service. */
export function namePath({ members }: RecordShape, use: 'operation' | 'service'): string {
  const member = members.find((one) => one.use === use);
  if (!member) throw new Error(`the shape has no ${use}`);
  return member.within === undefined ? member.name : `${member.within}.${member.name}`;
}

/** Every path that the rule looks at. */
export function pathsOf(rule: Rule): string[] {
  return [...leaves(rule)].flatMap(({ leaf }) =>
    fieldsOf(leaf).flatMap(({ sources }) => sources.map(({ path }) => path)),
  );
}
