import { type Provider, providers } from '../activity/vocabulary.ts';
import { normalise, recognise } from '../clouds/index.ts';
import { logNeed } from '../coverage/log-need.ts';
import type { CoveringRule } from '../coverage/matrix.ts';
import { sightKey } from '../coverage/sight.ts';
import type { Correlation } from '../ir/correlation.ts';
import type { Rule } from '../ir/rule.ts';
import { componentsOf, operationsByRule } from './rule-operations.ts';
import type { RuleTestResult } from './rule-tests.ts';

/**
 * Rules and correlations as coverage counts them. What another correlation rests on and does not alert by itself is left
 * out: it is covered by that one.
 *
 * @param results of the tests beside the rules; of those that pass, the ones that must match count
 */
export function coveringRules(
  content: readonly (Rule | Correlation)[],
  results: readonly RuleTestResult[],
): CoveringRule[] {
  const operations = operationsByRule(content);
  const steps = new Set(
    content.flatMap((one) => (one.kind === 'correlation' && !one.generate ? one.rules : [])),
  );
  const tests = testsByRule(results);
  return content
    .filter(({ id }) => !steps.has(id))
    .map(({ id, title, level, techniques }) => {
      const reached = operations.get(id)?.operations ?? [];
      const shown = componentsOf(reached.filter((one) => logNeed(one.provider, one).exists));
      return {
        id,
        title,
        level,
        techniques,
        components: byProvider((provider) => shown[provider].map((one) => one.id)),
        tests: tests.get(id) ?? new Map(),
      };
    });
}

function testsByRule(results: readonly RuleTestResult[]): Map<string, Map<string, number>> {
  const tests = new Map<string, Map<string, number>>();
  for (const { rule, passed, test } of results) {
    if (!rule || !passed || !test.match) continue;
    const counts = tests.get(rule.id) ?? new Map<string, number>();
    for (const key of shownBy(test)) counts.set(key, (counts.get(key) ?? 0) + 1);
    tests.set(rule.id, counts);
  }
  return tests;
}

/** The clouds and data components of the records of a test. */
function shownBy({ events }: RuleTestResult['test']): Set<string> {
  const shown = new Set<string>();
  for (const [index, event] of events.entries()) {
    const known = recognise(event, { container: 'test', index });
    if (known === undefined || 'outcome' in known) continue;
    const { provider, components } = normalise([known]);
    for (const { id } of components) shown.add(sightKey(provider, id));
  }
  return shown;
}

function byProvider<T>(of: (provider: Provider) => T): Record<Provider, T> {
  return Object.fromEntries(providers.map((provider) => [provider, of(provider)])) as Record<Provider, T>;
}
