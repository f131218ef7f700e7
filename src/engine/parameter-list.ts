import type { Span } from '../core/diagnostic.ts';
import { compareTexts } from '../core/text-order.ts';
import {
  givenParameter,
  type ParameterKind,
  type ParameterUse,
  type Placeholders,
} from '../lang/sigma/index.ts';
import { durationText } from '../report/duration.ts';
import { baselineFrom, baselineParameters } from './baseline-parameters.ts';

/** A parameter of detection content, and what asks for it. */
export interface ListedParameter {
  readonly name: string;
  readonly kind: ParameterKind;
  /** As it is written; absent for a list that nothing gives, which refuses its rules. */
  readonly value?: string | readonly string[];
  /** Where it was set; absent: it is what the rules, or nephoscope itself, say. */
  readonly from?: Span;
  /** What the rules, or nephoscope itself, say where nothing sets it. */
  readonly standard?: string;
  /** ATT&CK's mutable elements that it is. */
  readonly elements: readonly string[];
  /** Titles of the rules that use it; none for those of the baseline. */
  readonly rules: readonly string[];
}

/**
 * All parameters by name: those that rules and correlations ask for, and those of the baseline.
 *
 * @throws ContentError when one of the baseline cannot be used
 */
export function listParameters(uses: readonly ParameterUse[], parameters: Placeholders): ListedParameter[] {
  const byName = new Map<string, ParameterUse[]>();
  for (const use of uses) byName.set(use.name, [...(byName.get(use.name) ?? []), use]);
  const ofRules = [...byName].flatMap(([name, [first, ...others]]) =>
    first ? [combine(name, [first, ...others])] : [],
  );
  return [...ofRules, ...ofBaseline(parameters)].sort((a, b) => compareTexts(a.name, b.name));
}

function combine(name: string, uses: readonly [ParameterUse, ...ParameterUse[]]): ListedParameter {
  const [first] = uses;
  const set = uses.find(({ from }) => from) ?? first;
  return {
    name,
    kind: first.kind,
    ...(set.value === undefined ? {} : { value: set.value }),
    ...(set.from ? { from: set.from } : {}),
    ...(first.standard === undefined ? {} : { standard: first.standard }),
    elements: [...new Set(uses.flatMap(({ element }) => element ?? []))],
    rules: [...new Set(uses.map(({ rule }) => rule))],
  };
}

/** What is remembered is no rule's; new in it is what is new for a user. */
function ofBaseline(parameters: Placeholders): ListedParameter[] {
  const standard = baselineFrom({});
  const now = baselineFrom(parameters);
  return baselineParameters.map(({ name, member }) => {
    const from = givenParameter(parameters, name)?.at;
    return {
      name,
      kind: 'timespan',
      value: durationText(now[member]),
      ...(from ? { from } : {}),
      standard: durationText(standard[member]),
      elements: [],
      rules: [],
    };
  });
}
