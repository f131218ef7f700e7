import { type Provider, providers } from '../activity/vocabulary.ts';
import { recognise } from '../clouds/index.ts';
import type { CoveringRule } from '../coverage/matrix.ts';
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
      const shown = componentsOf(operations.get(id)?.operations ?? []);
      return {
        id,
        title,
        level,
        techniques,
        components: byProvider((provider) => shown[provider].map((one) => one.id)),
        tests: tests.get(id) ?? byProvider(() => 0),
      };
    });
}

function testsByRule(results: readonly RuleTestResult[]): Map<string, Record<Provider, number>> {
  const tests = new Map<string, Record<Provider, number>>();
  for (const { rule, passed, test } of results) {
    if (!rule || !passed || !test.match) continue;
    const counts = tests.get(rule.id) ?? byProvider(() => 0);
    for (const provider of cloudsOf(test)) counts[provider] += 1;
    tests.set(rule.id, counts);
  }
  return tests;
}

function cloudsOf({ events }: RuleTestResult['test']): Set<Provider> {
  const clouds = new Set<Provider>();
  for (const [index, event] of events.entries()) {
    const known = recognise(event, { container: 'test', index });
    if (known !== undefined && !('outcome' in known)) clouds.add(known.provider);
  }
  return clouds;
}

function byProvider<T>(of: (provider: Provider) => T): Record<Provider, T> {
  return Object.fromEntries(providers.map((provider) => [provider, of(provider)])) as Record<Provider, T>;
}
