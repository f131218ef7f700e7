import { readFileSync } from 'node:fs';
import { FindingsError, readStoredFindings, type StoredFinding } from '../engine/stored-findings.ts';
import { counted } from '../report/counted.ts';
import { terminalSafe } from '../report/escape.ts';
import { CommandError, exitCodes } from './exit-codes.ts';
import type { ResponseSubject } from './response-output.ts';

const SHORTEST_ID = 6;
const MOST_NAMED = 10;

/**
 * The finding or incident of a file that a playbook is to be filled for.
 *
 * @throws CommandError when the file cannot be read, or does not say by itself which one is meant
 */
export function readFindingFile(
  path: string,
  { technique, id }: { readonly technique: string; readonly id: string | undefined },
): ResponseSubject {
  const all = readAll(path);
  if (id !== undefined && id.length < SHORTEST_ID) {
    throw new CommandError(`--id ${id}: at least ${SHORTEST_ID} characters of an id are needed.`);
  }
  const chosen =
    id === undefined
      ? all.filter(({ techniques, guide }) => guide === technique || techniques.includes(technique))
      : all.filter((one) => one.id.startsWith(id) || one.incident?.startsWith(id));
  const [first] = chosen;
  if (!first) {
    const what =
      id === undefined ? `finding of ${technique}` : `finding or incident with an id that begins with ${id}`;
    throw new CommandError(terminalSafe(`${path}: no ${what} among ${counted(all.length, 'finding')}.`));
  }
  const incidents = new Set(chosen.map(({ incident }) => incident));
  const isOneIncident = id !== undefined && incidents.size === 1 && first.incident?.startsWith(id) === true;
  if (chosen.length > 1 && !isOneIncident) throw severalError(path, technique, chosen);
  return subjectOf(chosen, isOneIncident ? (first.incident ?? first.id) : first.id);
}

function readAll(path: string): StoredFinding[] {
  try {
    return readStoredFindings(readFileSync(path, 'utf8'));
  } catch (error) {
    if (!(error instanceof Error)) throw error;
    const why = error instanceof FindingsError ? error.message : `cannot be read: ${error.message}`;
    throw new CommandError(terminalSafe(`${path}: ${why}`), {
      code: exitCodes.inputUnreadable,
      cause: error,
    });
  }
}

function severalError(path: string, technique: string, findings: readonly StoredFinding[]): CommandError {
  const lines = findings
    .slice(0, MOST_NAMED)
    .map(({ id, title, level }) => `  ${id.slice(0, 12)}  ${level}  ${title}`);
  const more = findings.length > MOST_NAMED ? `\n  … and ${findings.length - MOST_NAMED} more` : '';
  const list = lines.map(terminalSafe).join('\n');
  return new CommandError(
    `${terminalSafe(path)}: ${counted(findings.length, 'finding')} of ${technique}; choose one with --id:\n${list}${more}`,
  );
}

function subjectOf(findings: readonly StoredFinding[], id: string): ResponseSubject {
  const [first] = findings;
  const activities = findings.flatMap((one) => one.activities);
  return {
    id,
    title: first?.title ?? '',
    level: first?.level ?? '',
    techniques: [...new Set(findings.flatMap((one) => one.techniques))],
    activities: [...new Map(activities.map((activity) => [activity.id, activity])).values()],
    json: first?.json ?? {},
  };
}
