import type {
  CorrelationQuery,
  CorrelationStep,
  EventValue,
  SaidCorrelation,
  SaidStep,
} from './correlation.ts';
import type { Plan } from './fold-plan.ts';
import type { Loss, Unsayable } from './say.ts';
import { isUnsayable } from './say.ts';
import type { NativeQuery } from './target.ts';

/** How the parts of a correlation are said. */
export interface StepSpeaker<Leaf, SomeTable> {
  plan(
    query: NativeQuery,
  ): { readonly plan: Plan<Leaf>; readonly table: SomeTable; readonly losses: readonly Loss[] } | Unsayable;
  value(value: EventValue, query: NativeQuery): string | Unsayable;
}

/** Says all steps of a correlation; the reason, when one of them cannot be said. */
export function sayCorrelation<Leaf, SomeTable>(
  query: CorrelationQuery,
  speaker: StepSpeaker<Leaf, SomeTable>,
): { readonly said: SaidCorrelation<Leaf, SomeTable>; readonly losses: readonly Loss[] } | Unsayable {
  const losses: Loss[] = [];
  const steps: SaidStep<Leaf, SomeTable>[] = [];
  for (const step of query.steps) {
    const said = sayStep(step, speaker, losses);
    if (isUnsayable(said)) return said;
    steps.push(said);
  }
  return { said: { ...query, steps }, losses };
}

function sayStep<Leaf, SomeTable>(
  { name, query, group, value }: CorrelationStep,
  speaker: StepSpeaker<Leaf, SomeTable>,
  losses: Loss[],
): SaidStep<Leaf, SomeTable> | Unsayable {
  const expressions = [...group, ...(value ? [value] : [])].map((one) =>
    'type' in query ? innerValue(one) : speaker.value(one, query),
  );
  const failed = expressions.find(isUnsayable);
  if (failed) return failed;
  const texts = expressions.filter((one) => typeof one === 'string');
  const values = { group: texts.slice(0, group.length), ...(value ? { value: texts.at(-1) ?? '' } : {}) };
  if ('type' in query) {
    const inner = sayCorrelation(query, speaker);
    if (isUnsayable(inner)) return inner;
    losses.push(...inner.losses);
    return { name, inner: inner.said, ...values };
  }
  const made = speaker.plan(query);
  if (isUnsayable(made)) return { why: `${name}: ${made.why}` };
  losses.push(...made.losses);
  return { name, plan: made.plan, table: made.table, ...values };
}

/** A member of the group of an inner correlation, by its place. */
function innerValue(value: EventValue): string | Unsayable {
  return value.kind === 'group'
    ? String(value.place)
    : { why: `findings of a correlation have no ${value.name}` };
}
