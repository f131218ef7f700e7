import type { Expression } from '../../../ir/query/expression.ts';
import type { Value } from '../../../ir/query/leaf.ts';
import type { QueryTable } from '../../../ir/query/query.ts';
import { type Compute, type KnownFields, simplify } from '../../../ir/query/simplify.ts';
import { some } from '../../../ir/query/walk.ts';
import type { Expression as Ast, SelectStatement } from '../ast.ts';
import { walk } from '../children.ts';
import { Context } from '../lower/context.ts';
import type { Environment } from '../lower/environment.ts';
import { lower } from '../lower/expression.ts';
import { Names } from '../lower/names.ts';
import { lowerSelect } from '../lower/select.ts';
import type { QueryOptions } from '../options.ts';
import { Reporter } from '../reporter.ts';
import { type LogSource, logSources } from '../vocabulary/entry.ts';
import { entraService } from '../vocabulary/log-source-types.ts';
import type { Operation } from './operation.ts';

export interface LintOptions {
  /** What the catalogues know of operations. */
  readonly operations: readonly Operation[];
  /** Computes expressions of literals. */
  readonly compute: (tables: Readonly<Record<string, QueryTable>>) => Compute;
}

const services: Readonly<Record<LogSource, readonly [provider: string, service: string]>> = {
  aws: ['aws', 'ec2.amazonaws.com'],
  azure: ['azure', 'Microsoft.Compute'],
  entra: ['azure', entraService],
  gcp: ['gcp', 'compute.googleapis.com'],
};

/** In a longer query nothing is said of operations: all of them would be tried against all of it. */
const MOST_PARTS = 2000;

function sizeOf({ where, items }: SelectStatement): number {
  let size = 0;
  const count = (): void => {
    size += 1;
  };
  if (where) walk(where, count);
  for (const item of items) if (item.kind === 'item') walk(item.value, count);
  return size;
}

/** One SELECT over events, with what the rules of the linter ask of it. */
export class LintScope {
  readonly statement: SelectStatement;
  /** Takes what the linter says. */
  readonly reporter: Reporter;
  readonly queryOptions: QueryOptions;
  readonly operations: readonly Operation[];
  private readonly context: Context;
  private readonly environment: Environment;
  private readonly options: LintOptions;
  private readonly lowered: Map<Ast, Expression | undefined> = new Map();
  private admittedSources: readonly LogSource[] | undefined;

  constructor(
    statement: SelectStatement,
    reporter: Reporter,
    queryOptions: QueryOptions,
    options: LintOptions,
  ) {
    this.statement = statement;
    this.reporter = reporter;
    this.queryOptions = queryOptions;
    this.operations = sizeOf(statement) > MOST_PARTS ? [] : options.operations;
    this.options = options;
    // What is wrong has been said: here it is only asked what is right.
    this.context = new Context(new Reporter(reporter.file, reporter.text), queryOptions);
    this.environment = {
      context: this.context,
      names: new Names(this.context, statement, undefined),
      aliasFirst: false,
      clause: 'SELECT',
      open: new Set(),
      subQuery: (query) => lowerSelect(query, this.context),
    };
  }

  /** The expression in the IR; undefined for what is wrong, and for aggregates. */
  lower(node: Ast): Expression | undefined {
    if (!this.lowered.has(node)) this.lowered.set(node, lower(node, this.environment));
    return this.lowered.get(node);
  }

  /** The column that a name or alias stands for. */
  columnOf(node: Ast): string | undefined {
    const lowered = this.lower(node);
    return lowered?.kind === 'column' ? lowered.name : undefined;
  }

  /** Whether it is the name of the operation, whatever the column is called, in capitals or small letters. */
  isOperation(node: Ast): boolean {
    let lowered = this.lower(node);
    while (lowered) {
      if (lowered.kind === 'field') return lowered.path === 'operation';
      if (lowered.kind === 'column') lowered = lowered.value;
      else if (lowered.kind === 'call' && (lowered.name === 'lower' || lowered.name === 'upper'))
        lowered = lowered.arguments[0];
      else return false;
    }
    return false;
  }

  /** Whether an expression asks which log source a row is of. */
  asksLogSource(node: Ast): boolean {
    const lowered = this.lower(node);
    return (
      lowered !== undefined &&
      some(
        lowered,
        (one) => one.kind === 'column' && (one.name === 'devicetype' || one.name === 'logsourceid'),
      )
    );
  }

  /** False when the condition cannot hold for rows of which this is known. */
  couldHold(condition: Ast | undefined, known: KnownFields): boolean {
    const lowered = condition && this.lower(condition);
    if (!lowered) return true;
    const left = simplify(lowered, known, this.options.compute(Object.fromEntries(this.context.tables)));
    return left.kind !== 'literal' || left.value === true;
  }

  /** Whether WHERE lets an operation through. */
  passes(operation: Operation): boolean {
    return this.couldHoldFor(this.statement.where, operation);
  }

  /** Whether a condition could hold for an operation, however its name is written. */
  couldHoldFor(condition: Ast | undefined, operation: Operation): boolean {
    return spellings(operation).some((name) => this.couldHold(condition, factsOf(operation, name)));
  }

  /** The log sources of which WHERE lets anything through. */
  get admitted(): readonly LogSource[] {
    this.admittedSources ??= this.findAdmitted();
    return this.admittedSources;
  }

  private findAdmitted(): readonly LogSource[] {
    return logSources.filter((source) => {
      const [provider, service] = services[source];
      const known = new Map<string, Value>([
        ['provider', provider],
        ['service', service],
      ]);
      return this.couldHold(this.statement.where, known);
    });
  }

  /** Visits every expression of the SELECT, those of its conditions first. */
  walk(visit: (node: Ast) => void): void {
    const { where, having, groupBy, items, orderBy, session } = this.statement;
    for (const node of [
      ...(where ? [where] : []),
      ...(session ? [session.time, ...session.by, session.begin, ...(session.end ? [session.end] : [])] : []),
      ...groupBy,
      ...(having ? [having] : []),
      ...items.flatMap((item) => (item.kind === 'item' ? [item.value] : [])),
      ...orderBy.map(({ value }) => value),
    ]) {
      walk(node, visit);
    }
  }
}

/** Google writes the version of an interface before the method. */
function spellings({ provider, operation }: Operation): readonly string[] {
  return provider === 'gcp' ? [`v1.${operation}`, operation] : [operation];
}

/** What is known of a row by its operation. */
function factsOf({ provider, service, verb, object }: Operation, name: string): KnownFields {
  return new Map<string, Value>([
    ['provider', provider],
    ['service', service],
    ['operation', name],
    ['verb', verb],
    ['object', object],
  ]);
}
