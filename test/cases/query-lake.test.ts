import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { evaluateQuery } from '../../src/emit/reference/query/index.ts';
import { queryLake } from '../../src/engine/query/query-lake.ts';
import { loadQuery } from '../../src/lang/aql/index.ts';
import { temporaryFolder } from '../support/cli.ts';
import { store } from '../support/lake.ts';
import { caseNames, readActivities, readCase } from '../support/query-cases.ts';
import { nearly } from '../support/sql-rows.ts';

const folder = temporaryFolder();
const lakes = new Map<string, Promise<string>>();

/** A lake with these Activities: one for each set. */
function lakeWith(events: string): Promise<string> {
  const known = lakes.get(events);
  if (known) return known;
  const lake = join(folder, `${lakes.size}.lake`);
  const made = store(lake, readActivities(events)).then(() => lake);
  lakes.set(events, made);
  return made;
}

/** What SQL says, and what is done in process on what it narrows down: the rows are those of the reference. */
describe('queries over a lake', () => {
  it.each(caseNames)('%s', async (name) => {
    const { text, options, events } = readCase(name);
    const { query } = loadQuery('query.aql', text, options);
    if (!query) return;
    const expected = evaluateQuery(query, readActivities(events));
    const { columns, rows } = await queryLake(query, await lakeWith(events));
    expect(columns).toEqual(expected.columns);
    expect([...rows]).toEqual(expected.rows.map((row) => row.map(nearly)));
  });
});
