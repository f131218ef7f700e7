import { readFileSync } from 'node:fs';
import type { Activity } from '../../src/activity/activity.ts';
import type { CloudDefinition, RecordHead } from '../../src/clouds/definition.ts';
import { FoldTable } from '../../src/clouds/fold-table.ts';
import { decodeBytes } from './decoded.ts';

export interface Container {
  readonly file: string;
  /** Audit records in it, copies included. */
  readonly expected: number;
  readonly action: string | undefined;
  /** The Activities of its records; copies are counted, not made again. Samples were shortened, some have no time. */
  read(cloud: CloudDefinition): Promise<Activity[]>;
}

interface Manifest {
  readonly file: string;
  readonly provider: string;
  readonly expect_events: number;
  readonly expect_action: string | null;
}

/** The containers of one provider that the manifest of the sample data lists. */
export function readContainers(data: URL, provider: string): readonly Container[] {
  const folder = new URL('formats/', data);
  const all: readonly Manifest[] = JSON.parse(readFileSync(new URL('MANIFEST.json', folder), 'utf8'));
  return all
    .filter((one) => one.provider === provider)
    .map(({ file, expect_events: expected, expect_action: action }) => ({
      file,
      expected,
      action: action ?? undefined,
      read: (cloud) => read(new URL(file, folder), cloud),
    }));
}

async function read(file: URL, cloud: CloudDefinition): Promise<Activity[]> {
  const { records } = await decodeBytes(readFileSync(file));
  const folds = new FoldTable();
  const alone: RecordHead[] = [];
  for (const { value, container, index } of records) {
    const known = cloud.recognise(value, { container, index });
    if (!known || 'outcome' in known) continue;
    if (known.fold) folds.add(known, known.fold.key);
    else alone.push(known);
  }
  const groups = [...folds.takeAll()];
  const folded = groups.flatMap(({ heads, copies }) => {
    const activity = cloud.normalise(heads);
    return [activity, ...Array<Activity>(heads.length - 1 + copies).fill(activity)];
  });
  return [...folded, ...alone.map((head) => cloud.normalise([head]))];
}
