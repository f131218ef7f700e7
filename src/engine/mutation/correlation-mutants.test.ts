import { describe, expect, it } from 'vitest';
import type { Correlation } from '../../ir/correlation.ts';
import { documentPlaces, loadRules } from '../../lang/sigma/index.ts';
import { correlationMutants } from './correlation-mutants.ts';
import type { Mutant } from './mutant.ts';

const rules = ['a', 'b', 'c']
  .map(
    (name) =>
      `title: ${name}\nname: ${name}\nlogsource: { category: cloud_activity }\ndetection:\n  s: { verb: delete }\n  condition: s\n---\n`,
  )
  .join('');

function mutantsOf(body: string): Mutant<Correlation>[] {
  const text = `${rules}title: x\ncorrelation:\n${body.replaceAll(/^/gm, '  ')}\n`;
  const file = { path: 'x.yml', text };
  const loaded = loadRules([file]);
  expect(loaded.diagnostics.filter(({ severity }) => severity === 'error')).toEqual([]);
  const [correlation] = loaded.correlations;
  if (!correlation) throw new Error('no correlation');
  const names = new Map(loaded.rules.map(({ id, name }) => [id, name ?? '']));
  return correlationMutants(
    correlation,
    documentPlaces(file)(correlation.source.line),
    (id) => names.get(id) ?? id,
  );
}

const whats = (body: string): string[] => mutantsOf(body).map(({ what }) => what);

describe('mutants of a correlation', () => {
  it('move windows and thresholds, and leave out groups', () => {
    const body =
      'type: event_count\nrules: [a]\ngroup-by: [principal.key, account]\ntimespan: 10m\ncondition: { gte: 5 }';
    expect(whats(body)).toEqual([
      'timespan: 10m × 1000',
      'timespan: 10m ÷ 1000',
      'condition.gte: 5 → 6',
      'condition.gte: 5 → 4',
      'condition.gte: gte → lt',
      'group-by: without principal.key',
      'group-by: without account',
    ]);
    const [wide, , , , turned, , noAccount] = mutantsOf(body);
    expect(wide).toMatchObject({
      at: { file: 'x.yml', line: 27, column: 3 },
      mutated: { timespan: 600_000_000 },
    });
    expect(turned?.mutated.comparisons).toEqual([{ op: 'lt', value: 5 }]);
    expect(noAccount?.mutated.groupBy.map(({ name }) => name)).toEqual(['principal.key']);
    expect(noAccount?.at).toMatchObject({ line: 26, column: 29, length: 7 });
  });

  it('forget the order, and leave out steps and alternatives', () => {
    const body = 'type: temporal_ordered\ngroup-by: [lineage]\ntimespan: 1h\ncondition: a and (b or c)';
    const mutants = mutantsOf(body);
    expect(mutants.map(({ what }) => what)).toEqual([
      'timespan: 1h × 1000',
      'timespan: 1h ÷ 1000',
      'group-by: without lineage',
      'type: temporal_ordered → temporal',
      'rules: without a',
      'rules: without b or c',
      'rules: b or c without b',
      'rules: b or c without c',
    ]);
    const [, , loose, anyOrder, withoutA, , withoutB] = mutants;
    expect(loose?.mutated.byLineage).toBe(false);
    expect(anyOrder?.mutated).toMatchObject({ type: 'temporal' });
    expect(anyOrder?.mutated.sequence).toBeUndefined();
    expect(anyOrder?.mutated.steps).toEqual({
      kind: 'and',
      items: [
        { kind: 'step', rule: 0 },
        {
          kind: 'or',
          items: [
            { kind: 'step', rule: 1 },
            { kind: 'step', rule: 2 },
          ],
        },
      ],
    });
    // What stays of the rules has new places.
    expect(withoutA?.mutated.rules).toHaveLength(2);
    expect(withoutA?.mutated.sequence).toEqual([[0, 1]]);
    expect(withoutB?.mutated.sequence).toEqual([[0], [1]]);
    expect(withoutB?.at).toMatchObject({ line: 27, column: 21 });
  });

  it('change conditions over rules, and rules without one', () => {
    const found = whats('type: temporal\ngroup-by: [account]\ntimespan: 1h\ncondition: a and (b or c)');
    expect(found.filter((what) => what.startsWith('condition'))).toEqual([
      'condition: a and (b or c) → a or (b or c)',
      'condition: without a',
      'condition: without b or c',
      'condition: b or c → b and c',
      'condition: without b',
      'condition: without c',
    ]);
    expect(whats('type: temporal\nrules: [a, b]\ngroup-by: [account]\ntimespan: 1h')).toEqual(
      expect.arrayContaining(['rules: without a', 'rules: without b']),
    );
  });

  it('count events for values, and never make a correlation that would be refused', () => {
    const values =
      'type: value_count\nrules: [a]\ngroup-by: [lineage]\ntimespan: 1h\ncondition: { field: region, gte: 3 }';
    const found = mutantsOf(values);
    const counted = found.find(({ what }) => what === 'type: value_count → event_count');
    expect(counted?.mutated).toMatchObject({ type: 'event_count', value: [] });
    // Windows that are judged at their end do not follow lineage.
    expect(found.map(({ what }) => what)).not.toContain('condition.gte: gte → lt');
    const rate = whats(
      'type: rate\nrules: [a]\ngroup-by: [account]\ntimespan: 1h\nhistory: 7d\ncondition: { gte: 3, minimum: 10 }',
    );
    expect(rate).toEqual(
      expect.arrayContaining([
        'history: 7d × 1000',
        'condition.minimum: 10 → 11',
        'condition.minimum: 10 → 9',
      ]),
    );
    expect(rate).not.toContain('condition.gte: gte → lt');
  });
});
