import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Activity } from '../../src/activity/activity.ts';
import { readReferenceFiles } from '../../src/engine/query/reference-files.ts';
import type { QueryOptions } from '../../src/lang/aql/index.ts';
import { activity } from './activities.ts';

/**
 * A case is a folder: `query.aql`, whose first lines may say `-- now: …`, `-- zone: …`, `-- lint` and so on; `events.ndjson`
 * where the shared Activities will not do; and what is expected: `expect.rows.ndjson`, `expect.diagnostics.txt`.
 */
export const caseRoot = 'test/cases/aql';

export const references = readReferenceFiles([
  { path: 'reference.yml', text: readFileSync(join(caseRoot, 'reference.yml'), 'utf8') },
]);

export const caseNames: readonly string[] = readdirSync(caseRoot, { withFileTypes: true })
  .filter((entry) => entry.isDirectory())
  .map(({ name }) => name)
  .toSorted();

export interface QueryCase {
  readonly folder: string;
  readonly text: string;
  readonly options: QueryOptions;
  readonly lint: boolean;
  /** Where its Activities stand. */
  readonly events: string;
}

export function readCase(name: string): QueryCase {
  const folder = join(caseRoot, name);
  const text = readFileSync(join(folder, 'query.aql'), 'utf8');
  const { lint, ...options } = optionsOf(text);
  const own = join(folder, 'events.ndjson');
  return { folder, text, options, lint, events: existsSync(own) ? own : join(caseRoot, 'activities.ndjson') };
}

export function readActivities(path: string): Activity[] {
  return readFileSync(path, 'utf8')
    .split('\n')
    .filter((line) => line.trim() !== '')
    .map((line) => activity(JSON.parse(line)));
}

function optionsOf(text: string): QueryOptions & { readonly lint: boolean } {
  const settings = new Map(
    [...text.matchAll(/^-- (now|zone|window-by|matches|lint|all-times)(?:: (.*))?$/gm)].map((match) => [
      match[1],
      match[2] ?? '',
    ]),
  );
  const zone = settings.get('zone');
  const windowColumn = settings.get('window-by');
  const matches = settings.get('matches');
  return {
    now: Date.parse(settings.get('now') ?? '2026-03-10T10:10:00Z'),
    allTimes: settings.has('all-times'),
    ...(zone ? { zone } : {}),
    ...(windowColumn === 'devicetime' ? { windowColumn } : {}),
    ...(matches === 'whole' ? { regexMatch: matches } : {}),
    references: { collections: references.collections },
    properties: references.properties,
    lint: settings.has('lint'),
  };
}
