import type { Correlation, EventField } from './correlation.ts';
import type { Field } from './nodes.ts';
import type { Rule } from './rule.ts';

/**
 * Which fields correlations ask of the events of each rule, so that they are read once, where the event is at hand. Made
 * from rules and correlations alone: every thread makes the same.
 */
export interface EventPlan {
  /** For each rule the fields to read. */
  readonly fields: readonly (readonly Field[])[];
  /** Whether a correlation refers to the rule. */
  readonly isReferenced: readonly boolean[];
  /** Whether the rule alerts on its own: no correlation refers to it, or one says `generate`. */
  readonly alerts: readonly boolean[];
  /** For a correlation and a rule: the places of the group's and the value's fields among the rule's fields. */
  placesOf(correlation: Correlation, rule: number): FieldPlaces;
}

export interface FieldPlaces {
  readonly groupBy: readonly number[];
  readonly value: readonly number[];
}

export function planEvents(rules: readonly Rule[], correlations: readonly Correlation[]): EventPlan {
  const fields: Field[][] = rules.map(() => []);
  const positions = new Map<string, number[]>();
  for (const [index, { id }] of rules.entries()) positions.set(id, [...(positions.get(id) ?? []), index]);
  const places = new Map<string, FieldPlaces>();
  const isReferenced = rules.map(() => false);
  const generates = rules.map(() => false);
  for (const correlation of correlations) {
    for (const [slot, id] of correlation.rules.entries()) {
      for (const rule of positions.get(id) ?? []) {
        const ask = (field: EventField): number => placeOf(fields[rule] ?? [], field.in[slot]);
        isReferenced[rule] = true;
        if (correlation.generate) generates[rule] = true;
        places.set(placeKey(correlation, rule), {
          groupBy: correlation.groupBy.map(ask),
          value: correlation.value.map(ask),
        });
      }
    }
  }
  return {
    fields,
    isReferenced,
    alerts: rules.map((_rule, index) => !isReferenced[index] || generates[index] === true),
    placesOf: (correlation, rule) => places.get(placeKey(correlation, rule)) ?? { groupBy: [], value: [] },
  };
}

function placeKey(correlation: Correlation, rule: number): string {
  return `${rule} ${correlation.id} ${correlation.digest}`;
}

function placeOf(fields: Field[], wanted: EventField['in'][number] | undefined): number {
  if (!wanted || 'kind' in wanted) return -1;
  const text = JSON.stringify(wanted.sources);
  const there = fields.findIndex(({ sources }) => JSON.stringify(sources) === text);
  return there === -1 ? fields.push(wanted) - 1 : there;
}
