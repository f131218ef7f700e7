import { describe, expect, it } from 'vitest';
import { renderDiagnostic } from '../../core/diagnostic.ts';
import { type LoadOptions, type LoadResult, loadRules } from './load.ts';
import type { Parameter } from './parameters.ts';
import { parameterNames } from './set-parameters.ts';

const step = `title: Step
name: step
logsource: { category: cloud_activity }
detection:
  sel: { verb: delete, count|gte: 10 }
  condition: sel
nephoscope:
  parameters:
    at_once: { sets: sel.count|gte, element: RateThreshold }
`;

const burst = `title: Burst
correlation:
  type: event_count
  rules: [step]
  group-by: [principal.key]
  timespan: 10m
  condition: { gte: 5 }
nephoscope:
  parameters:
    burst_count: { sets: condition.gte, element: RateThreshold }
    burst_window: { sets: timespan, element: TimeWindow }
`;

const at = { file: 'parameters.yml', line: 3, column: 14, length: 3 };
const written = (value: Parameter['value']): Parameter => ({ value, at });

function load(text: string, options: LoadOptions = {}): LoadResult {
  return loadRules([{ path: 'r.yml', text }], options);
}

function problems(text: string, options: LoadOptions = {}): string[] {
  return load(text, options).diagnostics.map(({ code, at: place, message }) =>
    [code, `${place?.file}:${place?.line}:${place?.column}`, message].join(' '),
  );
}

describe('parameters of rules', () => {
  it('stay what the rule says when nothing is given', () => {
    const { correlations, parameters, diagnostics } = load(`${step}---\n${burst}`);
    expect(diagnostics).toEqual([]);
    expect(correlations[0]).toMatchObject({ timespan: 600_000, comparisons: [{ op: 'gte', value: 5 }] });
    expect(parameters).toMatchObject([
      {
        name: 'at_once',
        kind: 'number',
        element: 'RateThreshold',
        standard: '10',
        value: '10',
        rule: 'Step',
      },
      { name: 'burst_count', kind: 'number', standard: '5', value: '5', rule: 'Burst' },
      { name: 'burst_window', kind: 'timespan', element: 'TimeWindow', standard: '10m', value: '10m' },
    ]);
    expect(parameters.some(({ from }) => from)).toBe(false);
  });

  it('are set by numbers, texts and values of a file', () => {
    const placeholders = { at_once: 3, burst_count: written('20'), burst_window: '2h' };
    const { rules, correlations, parameters } = load(`${step}---\n${burst}`, { placeholders });
    expect(correlations[0]).toMatchObject({ timespan: 7_200_000, comparisons: [{ op: 'gte', value: 20 }] });
    expect(JSON.stringify(rules[0]?.selections)).toContain('"op":"gte","value":"3"');
    expect(parameters.find(({ name }) => name === 'burst_count')).toMatchObject({
      value: '20',
      standard: '5',
      from: at,
    });
  });

  it('make another rule of it: its digest changes', () => {
    const digest = (count: number): string | undefined =>
      load(`${step}---\n${burst}`, { placeholders: { burst_count: count } }).correlations[0]?.digest;
    expect(digest(5)).toBe(load(`${step}---\n${burst}`).correlations[0]?.digest);
    expect(digest(6)).not.toBe(digest(5));
  });

  it.each([
    [
      { burst_count: written('many') },
      "the parameter 'burst_count' has to be a number such as `10`, not 'many'",
    ],
    [
      { burst_count: written(['5']) },
      "the parameter 'burst_count' has to be a number such as `10`, not a list",
    ],
    [
      { burst_window: written('10') },
      "the parameter 'burst_window' has to be a number with a unit such as `15m` or `24h`, not '10'",
    ],
  ])('refuse a value of another kind, at its place: %j', (placeholders, message) => {
    const { correlations, rules, diagnostics, refused } = load(`${step}---\n${burst}`, { placeholders });
    expect(diagnostics).toMatchObject([{ code: 'SIGMA_PARAMETER', severity: 'error', at, message }]);
    expect(diagnostics[0]?.notes?.[0]?.message).toContain("of 'Burst'");
    expect([rules.length, correlations.length, refused]).toEqual([1, 0, 1]);
  });

  it('point at the parameters file when the rule as a whole cannot be with the value', () => {
    const text = burst.replace('event_count', 'value_count').replace('gte: 5', 'gte: 5, field: verb');
    const placeholders = { burst_count: written('999999') };
    expect(problems(`${step}---\n${text}`, { placeholders })).toEqual([
      expect.stringContaining('SIGMA_CORRELATION_CONDITION parameters.yml:3:14'),
    ]);
  });

  it.each([
    ['sets: condition.gte', 'sets: condition.gt', "sets 'condition.gt'", "Did you mean 'condition.gte'?"],
    [
      'sets: condition.gte',
      'sets: somewhere.else',
      'which is no number or timespan of the correlation',
      'There are timespan, condition.gte.',
    ],
    ['sets: timespan', 'sets: group-by', "sets 'group-by'", 'There are timespan, condition.gte.'],
    ['sets: condition.gte,', '', 'does not say what it `sets`', undefined],
    ['burst_count:', 'burst count:', "the parameter name 'burst count' has other characters", undefined],
  ])('refuse a declaration that sets nothing: %s → %s', (from, to, message, help) => {
    const { diagnostics, refused } = load(`${step}---\n${burst.replace(from, to)}`);
    expect(diagnostics).toMatchObject([{ code: 'SIGMA_PARAMETER', severity: 'error' }]);
    expect(diagnostics[0]?.message).toContain(message);
    expect(diagnostics[0]?.help).toBe(help);
    expect(refused).toBe(1);
  });

  it('warn of unknown keys, with the right spelling', () => {
    const text = `${step}---\n${burst.replace('nephoscope:', 'nephoscope:\n  nois: much')}`;
    const [first] = load(text).diagnostics;
    expect(first && renderDiagnostic(first, text)).toBe(
      [
        "r.yml:19:3: warning SIGMA_ATTRIBUTE: unknown key 'nois' under `nephoscope`",
        '  19 |   nois: much',
        '     |   ^^^^',
        "  help: Did you mean 'noise'?",
      ].join('\n'),
    );
  });

  it('warn when two rules share a name for different values', () => {
    const other = burst.replace('title: Burst', 'title: Other').replace('gte: 5', 'gte: 6');
    expect(problems(`${step}---\n${burst}---\n${other}`)).toEqual([
      expect.stringContaining("SIGMA_PARAMETER_DIFFERS r.yml:32:5 the parameter 'burst_count'"),
    ]);
  });

  it('are passed over in strict mode, like every custom attribute', () => {
    const native = step.replace('category: cloud_activity', 'product: aws');
    const text = `${native.replace('at_once:', 'at_once: {}\n  odd: 1\n  x:')}---\n${burst}`;
    const result = load(text, { strict: true, placeholders: { burst_count: 9 } });
    expect(result.diagnostics).toEqual([]);
    expect(result.correlations[0]?.comparisons).toEqual([{ op: 'gte', value: 5 }]);
    expect(result.rules[0]?.nephoscope).toBeUndefined();
  });
});

describe('lists', () => {
  const rule = step
    .replace('verb: delete', "attrs.grantees|expand: '%trusted%'")
    .replace('parameters:', 'elements: { trusted: CrossAccountIDList }\n  parameters:');

  it('are noted with their element', () => {
    const { parameters } = load(rule, { placeholders: { trusted: written(['a', 'b']) } });
    expect(parameters[0]).toMatchObject({
      name: 'trusted',
      kind: 'list',
      element: 'CrossAccountIDList',
      value: ['a', 'b'],
      from: at,
      rule: 'Step',
    });
  });

  it('cannot be a single value', () => {
    expect(problems(rule, { placeholders: { trusted: written('a') } })).toEqual([
      "SIGMA_PLACEHOLDER_UNKNOWN parameters.yml:3:14 the parameter 'trusted' has to be a list of values, not 'a'",
    ]);
  });
});

it('parameterNames finds lists, declared parameters and those that set nothing, in whatever can be read', () => {
  const broken =
    'title: x\ndetection: {a: {f|expand: "%one%"}}\nnephoscope: {parameters: {two: {sets: q}}}\n';
  const files = [step, burst, broken, 'title: ['].map((text, index) => ({ path: `${index}.yml`, text }));
  expect([...parameterNames(files)].sort()).toEqual(['at_once', 'burst_count', 'burst_window', 'one', 'two']);
});
