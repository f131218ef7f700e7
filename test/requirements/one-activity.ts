import type { Activity } from '../../src/activity/activity.ts';
import type { RecordHead } from '../../src/clouds/definition.ts';
import { normalise, recognise } from '../../src/clouds/index.ts';
import type { JsonObject } from '../../src/core/json.ts';
import type { Stage } from '../support/chains/scenario.ts';

/** The Activity that the records of one call make together. */
export function activityOf({ records }: Pick<Stage, 'records'>): Activity {
  const [first, ...others] = records.map(headOf);
  if (first === undefined) throw new Error('no records');
  return normalise([first, ...others]);
}

function headOf(record: JsonObject, index: number): RecordHead {
  const known = recognise(record, { container: 'pushed', index });
  if (known === undefined || 'outcome' in known) throw new Error(`no record: ${JSON.stringify(record)}`);
  return known;
}

export function componentsOf(stage: Pick<Stage, 'records'>): string[] {
  return activityOf(stage).components.map(({ id }) => id);
}
