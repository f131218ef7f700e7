import type { Json, JsonObject } from '../../core/json.ts';
import { fold } from '../../ir/fold.ts';
import { compileField, type FieldReader } from '../../ir/resolve.ts';
import { appliesTo, type LogSource, type Rule } from '../../ir/rule.ts';
import { someText } from '../../ir/texts.ts';
import { findWitness } from '../../ir/witness.ts';

/** Turns a rule into a predicate; the caller's choice, so that the index knows no emitter. */
export type CompileRule = (rule: Rule) => (record: JsonObject) => boolean;

export interface RuleIndexStats {
  readonly rules: number;
  /** Rules without a necessary literal: they are tried on every record of their log source. */
  readonly always: number;
  /** Fields that are looked at, and literals that are known, to choose the candidates. */
  readonly fields: number;
  readonly literals: number;
  /** Records seen, candidates tried and matches found so far. */
  readonly records: number;
  readonly candidates: number;
  readonly matches: number;
}

export interface RuleIndex {
  /**
   * The rules that match the record, in the order in which they were given. With a log source only the rules that
   * apply to it are tried; without one, all of them.
   */
  match(record: JsonObject, logsource?: LogSource): Rule[];
  /** The rules that would be tried on the record. */
  candidates(record: JsonObject, logsource?: LogSource): Rule[];
  stats(): RuleIndexStats;
}

interface Compiled {
  readonly rule: Rule;
  readonly order: number;
  readonly test: (record: JsonObject) => boolean;
  /** Among the candidates of the record at hand. */
  isChosen: boolean;
}

interface Probe {
  readonly byLiteral: ReadonlyMap<string, readonly Compiled[]>;
  /** Adds to `chosen` the rules that name a value of the field. */
  readonly look: (record: JsonObject) => void;
}

/** The part of the rules that applies to one log source. */
interface Route {
  readonly always: readonly Compiled[];
  readonly probes: readonly Probe[];
}

/** Log sources come from the events, so the number of routes that are remembered is bounded. */
const mostRoutes = 256;

/**
 * Files the rules by log source, then by their necessary literals (the operation first); only the candidates' compiled
 * predicates run. The result is the same as trying every rule.
 */
export function createRuleIndex(rules: readonly Rule[], compile: CompileRule): RuleIndex {
  const compiled = rules.map(
    (rule, order): Compiled => ({ rule, order, test: compile(rule), isChosen: false }),
  );
  const everything = createRoute(compiled);
  const routes = new Map<string, Route>();
  const counts = { records: 0, candidates: 0, matches: 0 };

  // Clouds use one object for all their records, so that most often the log source is the very one of before.
  let latest: { logsource: LogSource; route: Route } | undefined;
  const routeFor = (logsource: LogSource | undefined): Route => {
    if (!logsource) return everything;
    if (latest?.logsource !== logsource) latest = { logsource, route: findRoute(logsource) };
    return latest.route;
  };
  const findRoute = (logsource: LogSource): Route => {
    const key = `${logsource.category ?? ''}\u001f${logsource.product ?? ''}\u001f${logsource.service ?? ''}`;
    const known = routes.get(key);
    if (known) return known;
    if (routes.size >= mostRoutes) routes.clear();
    const route = createRoute(compiled.filter(({ rule }) => appliesTo(rule.logsource, logsource)));
    routes.set(key, route);
    return route;
  };

  return {
    match: (record, logsource) => {
      const candidates = choose(routeFor(logsource), record);
      const matched: Rule[] = [];
      for (const { rule, test } of candidates) if (test(record)) matched.push(rule);
      counts.records++;
      counts.candidates += candidates.length;
      counts.matches += matched.length;
      return matched;
    },
    candidates: (record, logsource) => choose(routeFor(logsource), record).map(({ rule }) => rule),
    stats: () => ({
      rules: rules.length,
      always: everything.always.length,
      fields: everything.probes.length,
      literals: everything.probes.reduce((sum, { byLiteral }) => sum + byLiteral.size, 0),
      ...counts,
    }),
  };
}

function createRoute(compiled: readonly Compiled[]): Route {
  const always: Compiled[] = [];
  const probes = new Map<string, { reader: FieldReader; byLiteral: Map<string, Compiled[]> }>();
  for (const one of compiled) {
    const witness = findWitness(one.rule);
    if (!witness) always.push(one);
    for (const { field, literals } of witness ?? []) {
      const key = JSON.stringify(field.sources);
      const probe = probes.get(key) ?? { reader: compileField(field), byLiteral: new Map() };
      probes.set(key, probe);
      for (const literal of literals) {
        const list = probe.byLiteral.get(literal);
        if (list) list.push(one);
        else probe.byLiteral.set(literal, [one]);
      }
    }
  }
  return {
    always,
    probes: [...probes.values()].map(({ reader, byLiteral }) => createProbe(reader, byLiteral)),
  };
}

/** The candidates of the record at hand, filled and given out by `choose`: one list, since one record is matched at a time. */
const chosen: Compiled[] = [];

/** Texts that a probe remembers. */
const mostSeen = 4096;
const nothing: readonly Compiled[] = Object.freeze([]);

function createProbe(reader: FieldReader, byLiteral: ReadonlyMap<string, readonly Compiled[]>): Probe {
  // Folding keeps the length of a text, so that most texts are ruled out without being folded or hashed.
  const lengths: boolean[] = [];
  for (const literal of byLiteral.keys()) lengths[literal.length] = true;
  // By the text as it is written; operations and sources repeat from record to record.
  const seen = new Map<string, readonly Compiled[]>();
  const lookFor = (text: string): boolean => {
    if (lengths[text.length] !== true) return false;
    let found = seen.get(text);
    if (found === undefined) {
      found = byLiteral.get(fold(text)) ?? nothing;
      if (seen.size >= mostSeen) seen.clear();
      seen.set(text, found);
    }
    for (const one of found) add(one);
    return false;
  };
  const visit = (value: Json): boolean =>
    typeof value === 'string' ? lookFor(value) : someText(value, lookFor);
  return {
    byLiteral,
    look: (record) => {
      reader.some(record, visit);
    },
  };
}

function add(one: Compiled): void {
  if (one.isChosen) return;
  one.isChosen = true;
  chosen.push(one);
}

/**
 * The rules that are always tried and those with a literal that the record has, each once, in their order. What is
 * given back holds until the next call.
 */
function choose({ always, probes }: Route, record: JsonObject): readonly Compiled[] {
  chosen.length = 0;
  for (const { look } of probes) look(record);
  if (chosen.length === 0) return always;
  for (const one of chosen) one.isChosen = false;
  for (const one of always) chosen.push(one);
  return chosen.length === 1 ? chosen : chosen.sort((a, b) => a.order - b.order);
}
