import { describe, expect, it } from 'vitest';
import { convertRule, type ConvertedQuery } from '../../../src/convert/convert.ts';
import { targets } from '../../../src/emit/siem/index.ts';
import { compile } from '../../../src/emit/closure/index.ts';
import { activityFacts } from '../../../src/engine/rule-tests.ts';
import { loadPack } from '../../../src/engine/load-content.ts';
import { loadRules } from '../../../src/lang/sigma/index.ts';
import type { Rule } from '../../../src/ir/rule.ts';
import { type Operation, packOperations } from '../../support/siem/operations.ts';
import { runners } from '../../support/siem/runners.ts';

const { files, parameters } = loadPack('cloud-compute');
const { rules } = loadRules(files, { placeholders: parameters });
/** Operations that the catalogue does not know are not carried over, which every query says. */
const operations = packOperations().filter(({ activity }) => !activity.quality.guessed);

/** Rules on Activities are asked of what was done, the others of each record. */
function matcherOf(rule: Rule): (operation: Operation) => boolean {
  const matches = compile(rule);
  return rule.logsource.category === 'cloud_activity'
    ? ({ activity }) => matches(activityFacts(activity))
    : ({ records }) => records.some((record) => matches(record));
}

/** Where a query says something else than its rule, and says so. */
function isTold(query: ConvertedQuery, isMissed: boolean): boolean {
  const effect = isMissed ? 'narrower' : 'wider';
  return query.differences.length > 0 || query.losses.some((loss) => loss.effect === effect);
}

describe.each(runners)('$target: queries find what rules find', ({ target: name, run }) => {
  const target = targets.find((one) => one.name === name);
  it('for every rule of the pack and every operation of its tests', async () => {
    if (!target) throw new Error(`no target ${name}`);
    const untold: string[] = [];
    const told: string[] = [];
    let found = 0;
    for (const rule of rules) {
      const matches = matcherOf(rule);
      const { queries } = convertRule(rule, target);
      for (const query of queries) {
        const there = operations.filter(({ cloud, service }) => cloud === query.cloud && service === query.service);
        const hits = run(query.query, query.service, there.map(({ records }) => records));
        for (const [index, operation] of there.entries()) {
          const expected = matches(operation);
          const got = hits[index] === true;
          if (got && expected) found += 1;
          if (got === expected) continue;
          const line = describeCase(rule, operation, expected);
          (isTold(query, expected) ? told : untold).push(line);
        }
      }
    }
    expect(untold).toEqual([]);
    expect(found).toBeGreaterThan(500);
    await expect(`${told.toSorted().join('\n')}\n`).toMatchFileSnapshot(`differences/${name}.txt`);
  });
});

function describeCase(rule: Rule, { cloud, activity, name }: Operation, isMissed: boolean): string {
  return `${isMissed ? 'missed' : 'found too'}: ${rule.name ?? rule.title} | ${cloud} ${activity.operation} | ${name}`;
}
