import { describe, expect, it } from 'vitest';
import type { ConvertedQuery } from '../../../src/convert/convert.ts';
import { targets } from '../../../src/emit/siem/index.ts';
import { compile } from '../../../src/emit/closure/index.ts';
import { activityFacts } from '../../../src/engine/rule-tests.ts';
import type { Rule } from '../../../src/ir/rule.ts';
import { carriedBy } from '../../support/siem/conversions.ts';
import { isWhole } from '../../support/siem/extent.ts';
import { type Operation, packOperations } from '../../support/siem/operations.ts';
import { runners } from '../../support/siem/runners.ts';

/** Operations that the catalogue does not know are not carried over, which every query says. */
const operations = packOperations().filter(({ activity }) => !activity.quality.guessed);

/** The operations of a log, which every query of the log is run on. */
interface LogOperations {
  readonly operations: readonly Operation[];
  readonly records: readonly Operation['records'][];
}

const logs = new Map<string, LogOperations>();
for (const key of new Set(operations.map(({ cloud, service }) => `${cloud} ${service}`))) {
  const some = operations.filter(({ cloud, service }) => key === `${cloud} ${service}`);
  logs.set(key, { operations: some, records: some.map(({ records }) => records) });
}

const facts = new Map(operations.map((operation) => [operation, activityFacts(operation.activity)]));
const known = new Map<string, readonly boolean[]>();

/** Which operations a rule finds: rules on Activities are asked of what was done, the others of each record. */
function expectedOf(rule: Rule, log: string): readonly boolean[] {
  const key = `${rule.id} ${log}`;
  const matches = compile(rule);
  const isOnActivities = rule.logsource.category === 'cloud_activity';
  const found =
    known.get(key) ??
    (logs.get(log)?.operations ?? []).map((operation) =>
      isOnActivities ? matches(facts.get(operation) ?? {}) : operation.records.some((record) => matches(record)),
    );
  known.set(key, found);
  return found;
}

/** The operations that a rule's query is run on: all that the rule finds, and of the others every fourth. */
function placesFor(number: number, expected: readonly boolean[]): ReadonlySet<number> {
  const places = expected.flatMap((isWanted, place) =>
    isWhole || isWanted || (place + number) % 4 === 0 ? [place] : [],
  );
  return new Set(places);
}

/** What a query tells of why it misses something, or finds too much; empty: nothing. */
function toldBy({ losses, differences }: ConvertedQuery, isMissed: boolean): string {
  const effect = isMissed ? 'narrower' : 'wider';
  const lost = losses.filter((loss) => loss.effect === effect).map(({ what, why }) => `${what} (${why})`);
  return [...new Set([...lost, ...differences])].toSorted().join('; ');
}

describe.each(runners)('$target: queries find what rules find', ({ target: name, run }) => {
  const target = targets.find((one) => one.name === name);
  it('for every rule of the pack and every operation of its tests', async () => {
    if (!target) throw new Error(`no target ${name}`);
    const untold: string[] = [];
    const told = new Set<string>();
    let found = 0;
    for (const [number, { rule, queries }] of carriedBy(target).entries()) {
      if (rule.kind !== 'rule') continue;
      for (const query of queries) {
        const log = `${query.cloud} ${query.service}`;
        const there = logs.get(log);
        if (!there) continue;
        const expected = expectedOf(rule, log);
        const places = placesFor(number, expected);
        const hits = run(query.query, query.service, there.records, places);
        for (const index of places) {
          const operation = there.operations[index] as Operation;
          const isWanted = expected[index] === true;
          const isFound = hits[index] === true;
          if (isFound && isWanted) found += 1;
          if (isFound === isWanted) continue;
          const why = toldBy(query, isWanted);
          const what = `${isWanted ? 'missed' : 'found too'}: ${rule.name ?? rule.title} | ${operation.cloud} ${operation.activity.operation}`;
          if (why === '') untold.push(`${what} | ${operation.name}`);
          else told.add(`${what} | ${why}`);
        }
      }
    }
    expect(untold).toEqual([]);
    expect(found).toBeGreaterThan(500);
    if (isWhole) return;
    await expect(`${[...told].toSorted().join('\n')}\n`).toMatchFileSnapshot(`differences/${name}.txt`);
  }, 120_000);
});
