import type { NativeField } from './condition.ts';
import type { CorrelationQuery, EventValue, SaidCorrelation } from './correlation.ts';
import { hasRow, type Plan, planFold } from './fold-plan.ts';
import { isUnsayable, join, type Loss, type Said, type Speaker, say, type Unsayable } from './say.ts';
import { sayCorrelation } from './say-correlation.ts';
import { locate, type Table } from './table.ts';
import type { Branch, EmittedQuery, NativeQuery, QueryAbout, SiemTarget } from './target.ts';

/** What a target has to know: its tables, how it says a test, how it writes a query. */
export interface Language<SomeTable extends Table<unknown>, Leaf>
  extends Pick<SiemTarget, 'name' | 'title' | 'extension' | 'comment'> {
  readonly tables: readonly SomeTable[];
  speaker(table: SomeTable, notes: Notes): Speaker<Leaf>;
  write(plan: Plan<Leaf>, table: SomeTable, about: QueryAbout): string;
  /** The value of the first of the fields that the table has, as an expression; undefined: it has none of them. */
  value?(fields: readonly NativeField[], table: SomeTable): string | undefined;
  /** Writes a correlation; the reason, when it is of a kind that the language has no means for. */
  correlate?(
    correlation: SaidCorrelation<Leaf, SomeTable>,
    about: QueryAbout,
    notes: Notes,
  ): string | Unsayable;
  /** So many characters are too long for what alerts; what to do then. */
  readonly longest?: { readonly characters: number; readonly note: string };
  /** The steps of a correlation may be in different tables. */
  readonly joinsLogs?: true;
}

/** What a target tells of a query, in words. */
export interface Notes {
  /** Where a test says something else than the rule. */
  differ(difference: string): void;
  /** What the query needs, or takes for granted. */
  assume(assumption: string): void;
}

/** Makes a target of a language. */
export function defineTarget<SomeTable extends Table<unknown>, Leaf>(
  language: Language<SomeTable, Leaf>,
): SiemTarget {
  const { name, title, extension, comment, tables } = language;
  const find = (cloud: string, service: string): SomeTable | undefined =>
    tables.find((table) => table.cloud === cloud && table.services.includes(service));
  return {
    name,
    title,
    extension,
    comment,
    logs: tables.flatMap((table) =>
      table.services.map((service) => ({ cloud: table.cloud, service, table: table.name })),
    ),
    reaches: (cloud, service, field) => {
      const table = find(cloud, service);
      return table !== undefined && locate(table, field) !== undefined;
    },
    correlation: (query, about) => emitCorrelation(language, find, query, about),
    query: (query, about) => {
      const table = find(query.cloud, query.service);
      return table ? emit(language, table, query, about) : { losses: [], differences: [], assumptions: [] };
    },
  };
}

interface Collected extends Notes {
  readonly differences: Set<string>;
  readonly assumptions: Set<string>;
}

function collect(table: Table<unknown> | undefined): Collected {
  const differences = new Set<string>();
  const assumptions = new Set<string>(table?.note === undefined ? [] : [table.note]);
  return {
    differences,
    assumptions,
    differ: (difference) => void differences.add(difference),
    assume: (assumption) => void assumptions.add(assumption),
  };
}

function emit<SomeTable extends Table<unknown>, Leaf>(
  language: Language<SomeTable, Leaf>,
  table: SomeTable,
  query: NativeQuery,
  about: QueryAbout,
): EmittedQuery {
  const notes = collect(table);
  const { plan, losses } = planQuery(language, table, query, notes);
  if (!plan) return { losses, differences: [], assumptions: [] };
  const text = language.write(plan, table, about);
  assumeLength(language, text, notes);
  return { text, losses, differences: [...notes.differences], assumptions: [...notes.assumptions] };
}

function planQuery<SomeTable extends Table<unknown>, Leaf>(
  language: Language<SomeTable, Leaf>,
  table: SomeTable,
  query: NativeQuery,
  notes: Notes,
): { readonly plan?: Plan<Leaf>; readonly losses: readonly Loss[] } {
  const { scope, condition, losses } = sayBranches(query, language.speaker(table, notes));
  if (condition.kind === 'constant' && !condition.value) return { losses };
  const isUnfolded = table.fold === undefined && hasRow(condition);
  if (isUnfolded) notes.differ(unfolded);
  if (!isUnfolded && table.foldNote !== undefined && hasRow(condition)) notes.differ(table.foldNote);
  return { plan: planFold(scope, isUnfolded ? withoutRows(condition) : condition), losses };
}

function emitCorrelation<SomeTable extends Table<unknown>, Leaf>(
  language: Language<SomeTable, Leaf>,
  find: (cloud: string, service: string) => SomeTable | undefined,
  query: CorrelationQuery,
  about: QueryAbout,
): EmittedQuery {
  const nothing: EmittedQuery = { losses: [], differences: [], assumptions: [] };
  if (!language.correlate) return { ...nothing, why: `${language.title} is only given single rules` };
  if (query.services.length > 1 && !language.joinsLogs)
    return { ...nothing, why: `its rules are in several logs (${query.services.join(', ')})` };
  const notes = collect(undefined);
  const said = sayCorrelation<Leaf, SomeTable>(query, {
    plan: (step) => {
      const table = find(step.cloud, step.service);
      if (!table) return { why: 'no table is known for it' };
      if (table.note !== undefined) notes.assume(table.note);
      const { plan, losses } = planQuery(language, table, step, notes);
      const lost = losses
        .filter(({ effect }) => effect === 'narrower')
        .map(({ what, why }) => `${what} (${why})`);
      return plan ? { plan, table, losses } : { why: `it needs what cannot be asked: ${lost.join('; ')}` };
    },
    value: (value, step) => {
      const table = find(step.cloud, step.service);
      const text = value.kind === 'fields' && table ? language.value?.(value.fields, table) : undefined;
      return text ?? { why: `${table?.name} has nothing to join events by ${valueName(value)}` };
    },
  });
  if (isUnsayable(said)) return { ...nothing, why: said.why };
  const text = language.correlate(said.said, about, notes);
  if (isUnsayable(text)) return { ...nothing, why: text.why };
  assumeLength(language, text, notes);
  const losses = distinct(said.losses);
  return { text, losses, differences: [...notes.differences], assumptions: [...notes.assumptions] };
}

function assumeLength(
  { longest }: Pick<Language<never, never>, 'longest'>,
  text: string,
  { assume }: Notes,
): void {
  if (longest !== undefined && text.length > longest.characters) assume(longest.note);
}

function valueName(value: EventValue): string {
  return value.kind === 'fields' ? value.name : 'the group';
}

const unfolded = 'the rows of one operation are not put together: each is judged by itself';

function withoutRows<Leaf>(said: Said<Leaf>): Said<Leaf> {
  if (said.kind === 'row') return said.item;
  if (said.kind === 'not') return { kind: 'not', item: withoutRows(said.item) };
  return said.kind === 'all' || said.kind === 'any' ? join(said.kind, said.items.map(withoutRows)) : said;
}

interface SaidQuery<Leaf> {
  readonly scope: Said<Leaf>;
  readonly condition: Said<Leaf>;
  readonly losses: readonly Loss[];
}

/** The scope stands around the condition, except where several branches each have their own within. */
function sayBranches<Leaf>({ branches }: NativeQuery, speaker: Speaker<Leaf>): SaidQuery<Leaf> {
  const losses: Loss[] = [];
  const parts = branches.map((branch) => {
    const scope = say(branch.scope, speaker);
    const { said, losses: lost } = say(branch.condition, speaker);
    losses.push(...scope.losses, ...(branches.length > 1 ? ofBranch(said, lost, branch) : lost));
    return { scope: scope.said, said };
  });
  const there = parts.filter(({ said }) => said.kind !== 'constant' || said.value);
  const [only] = there;
  if (only && there.length === 1)
    return { scope: only.scope, condition: only.said, losses: distinct(losses) };
  const condition = join(
    'any',
    there.map(({ scope, said }) => within(scope, said)),
  );
  const isFolded = planFold({ kind: 'constant', value: true }, condition).fold !== undefined;
  const scope = join(
    'any',
    there.map((part) => part.scope),
  );
  return {
    scope: isFolded ? scope : { kind: 'constant', value: true },
    condition,
    losses: distinct(losses),
  };
}

/** What a branch loses by which it is gone is what the query loses of its operations. */
function ofBranch<Leaf>(said: Said<Leaf>, losses: readonly Loss[], { operations }: Branch): readonly Loss[] {
  if (said.kind !== 'constant' || said.value) return losses;
  return losses.filter(({ effect }) => effect === 'narrower').map((loss) => ({ ...loss, operations }));
}

/** The name of an operation is the same on all of its rows, so it can be asked of the row that something else is asked of. */
function within<Leaf>(scope: Said<Leaf>, said: Said<Leaf>): Said<Leaf> {
  if (said.kind === 'row') return { kind: 'row', item: join('all', [scope, said.item]) };
  return join('all', [
    hasRow(said) && scope.kind !== 'constant' ? { kind: 'row', item: scope, alike: true } : scope,
    said,
  ]);
}

/** One loss for each thing that is lost, with all operations that it is lost for. */
function distinct(losses: readonly Loss[]): readonly Loss[] {
  const merged = new Map<string, Loss>();
  for (const loss of losses) {
    const key = [loss.what, loss.why, loss.effect].join('\n');
    const there = merged.get(key);
    const isWhole = !loss.operations || (there && !there.operations);
    const { operations: _, ...whole } = loss;
    const operations = [...new Set([...(there?.operations ?? []), ...(loss.operations ?? [])])];
    merged.set(key, isWhole ? whole : { ...whole, operations });
  }
  return [...merged.values()];
}
