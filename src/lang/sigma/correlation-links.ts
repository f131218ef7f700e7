import type { Diagnostic, Span } from '../../core/diagnostic.ts';
import { digest } from '../../core/digest.ts';
import { suggest } from '../../core/suggest.ts';
import {
  type Correlation,
  type EventField,
  needsCompleteWindow,
  type StepCondition,
} from '../../ir/correlation.ts';
import type { Rule } from '../../ir/rule.ts';
import { aliasField } from './aliases.ts';
import type { CorrelationDraft } from './correlation.ts';
import type { Reference } from './correlation-condition.ts';
import {
  correlationAbsence,
  correlationAlias,
  correlationAmbiguous,
  correlationCondition,
  correlationCycle,
  correlationGroup,
  correlationLineage,
  correlationReference,
  correlationRuleSet,
  correlationTitle,
  correlationUnusual,
  idTaken,
} from './correlation-diagnostics.ts';
import { lowerSteps, namesIn, toSequence } from './correlation-steps.ts';
import type { Report } from './report.ts';
import { spanOf } from './taken-ids.ts';

type Target = Rule | CorrelationDraft;

/**
 * Looks up what correlations refer to, and makes them ready to run: inner ones before those that refer to them. A
 * reference is an id or a name; a title counts with a warning. What cannot be resolved is refused.
 *
 * @param rules all rules that were read, and rules and correlations that were loaded before
 */
export function linkCorrelations(
  drafts: readonly CorrelationDraft[],
  rules: readonly Rule[],
  before: readonly Correlation[],
  report: Report,
): { readonly correlations: Correlation[]; readonly refused: number } {
  const { first, again } = byId(drafts, before);
  const links = new Links(first, rules, before, report);
  const correlations = new Map<string, Correlation>();
  let refused = 0;
  for (const draft of drafts) {
    const correlation = links.link(draft, []);
    const other = again.get(draft);
    const same = other && ('metadata' in other ? links.link(other, []) : other);
    if (other && correlation && same?.digest !== correlation.digest)
      report(idTaken('correlation', { id: correlation.id, at: draft.at }, placeOf(other)));
    if (!correlation || (other && same?.digest !== correlation.digest)) refused += 1;
    // A document that was given twice is one.
    else if (!correlations.has(correlation.id)) correlations.set(correlation.id, correlation);
  }
  return { correlations: inner([...correlations.values()]), refused };
}

/** Drafts with an id of their own, and the others with what has it already. */
function byId(
  drafts: readonly CorrelationDraft[],
  before: readonly Correlation[],
): { first: CorrelationDraft[]; again: Map<CorrelationDraft, CorrelationDraft | Correlation> } {
  const taken = new Map<string, CorrelationDraft | Correlation>(before.map((one) => [one.id, one]));
  const first: CorrelationDraft[] = [];
  const again = new Map<CorrelationDraft, CorrelationDraft | Correlation>();
  for (const draft of drafts) {
    const other = draft.id === undefined ? undefined : taken.get(draft.id);
    if (other) again.set(draft, other);
    else {
      first.push(draft);
      if (draft.id !== undefined) taken.set(draft.id, draft);
    }
  }
  return { first, again };
}

function placeOf(one: CorrelationDraft | Correlation): Span {
  return 'metadata' in one ? one.at : spanOf(one);
}

/** Inner correlations first; otherwise in the order of the documents. */
function inner(correlations: readonly Correlation[]): Correlation[] {
  const byId = new Map(correlations.map((one) => [one.id, one]));
  const sorted = new Set<Correlation>();
  const visit = (one: Correlation): void => {
    if (sorted.has(one)) return;
    for (const id of one.rules) {
      const below = byId.get(id);
      if (below && below !== one) visit(below);
    }
    sorted.add(one);
  };
  for (const one of correlations) visit(one);
  return [...sorted];
}

type Referable = Target | Correlation;

class Links {
  /** By id and name, and by title: in the order of the documents. */
  private readonly called = new Map<string, Referable[]>();
  private readonly titled = new Map<string, Referable[]>();
  private readonly report: Report;
  private readonly done = new Map<CorrelationDraft, Correlation | undefined>();

  constructor(
    drafts: readonly CorrelationDraft[],
    rules: readonly Rule[],
    before: readonly Correlation[],
    report: Report,
  ) {
    this.report = report;
    for (const one of [...rules, ...drafts, ...before]) {
      const { name, title } = 'metadata' in one ? one.metadata : one;
      for (const key of new Set([one.id, name])) if (key !== undefined) file(this.called, key, one);
      file(this.titled, title, one);
    }
  }

  link(draft: CorrelationDraft, above: readonly CorrelationDraft[]): Correlation | undefined {
    if (this.done.has(draft)) return this.done.get(draft);
    if (above.includes(draft)) {
      const circle = [...above.slice(above.indexOf(draft)), draft].map(({ metadata }) => metadata.title);
      this.report(correlationCycle(circle, draft.at));
      return undefined;
    }
    const correlation = this.make(draft, [...above, draft]);
    this.done.set(draft, correlation);
    return correlation;
  }

  private make(draft: CorrelationDraft, above: readonly CorrelationDraft[]): Correlation | undefined {
    const { report } = this;
    const { condition, type, metadata } = draft;
    const named = condition.steps ? namesIn(condition.steps) : [];
    const references = draft.references.length > 0 ? draft.references : named;
    const targets = references.map((reference) => this.find(reference, above));
    if (targets.includes(undefined)) return undefined;
    const found = targets.filter((target) => target !== undefined);
    const unique = [...new Set(found)];
    const misfit = misfitOf(draft, unique);
    if (misfit) {
      report(misfit);
      return undefined;
    }
    const steps = this.steps(draft, references, found, unique);
    if (steps === null || !this.aliasesFit(draft, references)) return undefined;
    const sequence = type === 'temporal_ordered' ? this.sequence(draft, steps, found, unique) : undefined;
    if (type === 'temporal_ordered' && !sequence) return undefined;
    const fieldOf = (reference: Reference): EventField => this.field(reference, draft, unique);
    const content = {
      type,
      groupBy: draft.groupBy.map(fieldOf),
      byLineage: draft.byLineage,
      timespan: draft.timespan,
      comparisons: condition.comparisons,
      ...(steps && type === 'temporal' ? { steps } : {}),
      ...(sequence ? { sequence } : {}),
      value: condition.fields.map(fieldOf),
      ...(condition.percentile === undefined ? {} : { percentile: condition.percentile }),
      ...(condition.minimum === undefined ? {} : { minimum: condition.minimum }),
      ...(condition.dimensions ? { dimensions: condition.dimensions } : {}),
      ...(draft.history === undefined ? {} : { history: draft.history }),
      generate: draft.generate,
    };
    const rules = unique.map((target) => target.id);
    const said = digest(
      'sigma-correlation',
      JSON.stringify([metadata, content, unique.map((target) => target.digest)]),
    );
    const correlation: Correlation = {
      kind: 'correlation',
      id: draft.id ?? said,
      ...metadata,
      rules,
      ...content,
      source: { path: draft.at.file, line: draft.at.line },
      digest: said,
    };
    if (!draft.byLineage || followsLineage(correlation)) return correlation;
    report(correlationLineage(type, draft.at));
    return undefined;
  }

  /** The rule or correlation that a reference means; by title as the last resort. */
  private find({ text, at }: Reference, above: readonly CorrelationDraft[]): Rule | Correlation | undefined {
    const exact = this.called.get(text) ?? [];
    const byTitle = exact.length > 0 ? [] : (this.titled.get(text) ?? []);
    if (byTitle.length > 0) this.report(correlationTitle(text, at));
    const [first, ...others] = exact.length > 0 ? exact : byTitle;
    if (!first) {
      this.report(correlationReference(text, at, suggest(text, [...this.called.keys()])));
      return undefined;
    }
    // A file that was given twice names nobody else.
    const strange = others.filter(
      (one) => 'metadata' in one || 'metadata' in first || one.digest !== first.digest,
    );
    if (strange.length > 0) this.report(correlationAmbiguous(text, strange.length + 1, at));
    return 'metadata' in first ? this.link(first, above) : first;
  }

  /** The extended condition; undefined when there is none, null after an error. */
  private steps(
    { condition, references: written }: CorrelationDraft,
    references: readonly Reference[],
    found: readonly (Rule | Correlation)[],
    unique: readonly (Rule | Correlation)[],
  ): StepCondition | undefined | null {
    if (!condition.steps) return undefined;
    const names = references.map(({ text }) => text);
    let strange = 0;
    const place = (name: string, at: Span): number | undefined => {
      const index = names.indexOf(name);
      const target = found[index];
      if (target) return unique.indexOf(target);
      strange += 1;
      this.report(correlationRuleSet(name, '`rules`', at));
      return undefined;
    };
    const used = new Set(namesIn(condition.steps).map(({ text }) => text));
    const idle = written.filter(({ text }) => used.size > 0 && !used.has(text));
    for (const { text, at } of idle) this.report(correlationRuleSet(text, 'the condition', at));
    const steps = lowerSteps(condition.steps, names, place);
    if (!steps && idle.length + strange === 0)
      this.report(correlationCondition('the condition names no rule that could be counted', condition.at));
    return steps && idle.length === 0 ? steps : null;
  }

  private sequence(
    { condition }: CorrelationDraft,
    steps: StepCondition | undefined,
    found: readonly (Rule | Correlation)[],
    unique: readonly (Rule | Correlation)[],
  ): (readonly number[])[] | undefined {
    if (steps) return toSequence(steps, condition.at, this.report);
    return found.map((target) => [unique.indexOf(target)]);
  }

  private field(
    { text, at }: Reference,
    draft: CorrelationDraft,
    targets: readonly (Rule | Correlation)[],
  ): EventField {
    const alias = draft.aliases.find(({ name }) => name === text);
    const inEach = targets.map((target) => {
      const own = alias?.fields.find(({ rule }) => isCalled(target, rule.text))?.field ?? text;
      if (target.kind === 'rule') return aliasField(own, target.logsource).field;
      const known = target.groupBy.some(({ name }) => name === own);
      if (!known) this.report(correlationGroup(own, target.title, at));
      return { kind: 'group' as const, name: own };
    });
    return { name: text, in: inEach };
  }

  private aliasesFit({ aliases }: CorrelationDraft, references: readonly Reference[]): boolean {
    const names = new Set(references.map(({ text }) => text));
    const strange = aliases.flatMap(({ name, fields }) =>
      fields.flatMap(({ rule }) =>
        names.has(rule.text) ? [] : [correlationAlias(name, rule.text, rule.at)],
      ),
    );
    for (const diagnostic of strange) this.report(diagnostic);
    return strange.length === 0;
  }
}

function file(map: Map<string, Referable[]>, key: string, one: Referable): void {
  const there = map.get(key);
  if (there) there.push(one);
  else map.set(key, [one]);
}

/** What a type of correlation cannot refer to. */
function misfitOf(
  { type, condition }: CorrelationDraft,
  targets: readonly (Rule | Correlation)[],
): Diagnostic | undefined {
  if (type === 'absence' && targets.length < 2) return correlationAbsence(condition.at);
  const inner = type === 'unusual' ? targets.find(({ kind }) => kind === 'correlation') : undefined;
  return inner && correlationUnusual(inner.title, condition.at);
}

/** Windows that are judged when they end, and values over time, do not follow components that grow together. */
function followsLineage(correlation: Correlation): boolean {
  return !needsCompleteWindow(correlation) && !['first_seen', 'rate', 'unusual'].includes(correlation.type);
}

function isCalled({ id, name, title }: Rule | Correlation, text: string): boolean {
  return id === text || name === text || title === text;
}
