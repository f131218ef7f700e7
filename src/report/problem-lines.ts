import { counted } from './counted.ts';
import { terminalSafe } from './escape.ts';
import type { Problem, RunStats } from './run-stats.ts';

const FEW = 5;
const MOST_PROBLEMS = 20;

/**
 * What could not be read, as indented lists; files that are no logs take one line when they are many.
 *
 * @param more where the rest of a list is, which is cut off
 */
export function problemLines(stats: RunStats, more = ''): string[] {
  const { network } = stats;
  const problems = foldUnknownFormats([...stats.problems, ...(network?.problems ?? [])]).map(
    ({ path, kind, detail }) => `${path}: ${kind}: ${detail}`,
  );
  const places = [...stats.rejectedPlaces, ...(network?.rejectedPlaces ?? [])].map(
    ({ path, reason, place, detail }) => {
      const where = place.line === undefined ? `record ${place.index}` : `line ${place.line}`;
      return `${path}: ${where}: ${reason}${detail === '' ? '' : `: ${detail}`}`;
    },
  );
  return [...listed('Inputs with problems', problems, more), ...listed('Rejected', places, more)];
}

/** Files that are no logs at all, many of a kind, take one line. */
function foldUnknownFormats(problems: readonly Problem[]): readonly Problem[] {
  const others = problems.filter(({ kind }) => kind === 'unknown-format');
  if (others.length <= FEW) return problems;
  const endings = new Map<string, number>();
  for (const { path } of others) {
    const ending = /\.\w+$/.exec(path)?.[0] ?? 'no extension';
    endings.set(ending, (endings.get(ending) ?? 0) + 1);
  }
  const detail = `no logs: ${[...endings].map(([ending, files]) => `${ending} ${count(files)}`).join(', ')}`;
  const folded = { path: counted(others.length, 'file'), kind: 'unknown-format', detail };
  return [...problems.filter(({ kind }) => kind !== 'unknown-format'), folded];
}

function listed(title: string, items: readonly string[], more: string): string[] {
  if (items.length === 0) return [];
  const rest =
    items.length > MOST_PROBLEMS ? [`  … and ${count(items.length - MOST_PROBLEMS)} more${more}`] : [];
  return [`${title}:`, ...items.slice(0, MOST_PROBLEMS).map((item) => `  ${terminalSafe(item)}`), ...rest];
}

function count(value: number): string {
  return value.toLocaleString('en-US');
}
