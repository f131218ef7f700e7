import { type Provider, providerNames, providers } from '../activity/vocabulary.ts';
import { attack } from '../attack/attack.ts';
import { counted } from '../report/counted.ts';
import type { NameError } from './attack-names.ts';
import type { CoverageRow, Verdict } from './matrix.ts';
import type { CoverageReport } from './report.ts';
import { cloudsNotSeen, logsNotSeen, type Sight } from './sight.ts';

/** One technique in one cloud. */
export interface CloudCell {
  readonly cloud: Provider;
  /** Data components by verdict. */
  readonly verdicts: Readonly<Record<Verdict, number>>;
  readonly components: number;
  /** Rules of level low and above. */
  readonly detections: number;
  readonly seen?: number;
}

export interface TechniqueLine {
  readonly technique: string;
  readonly name: string;
  readonly cells: readonly CloudCell[];
}

/** One line a technique, with a cell for each cloud. */
export function techniqueLines(rows: readonly CoverageRow[]): TechniqueLine[] {
  const techniques = new Map(rows.map(({ technique, name }) => [technique, name]));
  return [...techniques].map(([technique, name]) => ({
    technique,
    name,
    cells: providers.map((cloud) =>
      cellOf(
        cloud,
        rows.filter((row) => row.technique === technique && row.cloud === cloud),
      ),
    ),
  }));
}

function cellOf(cloud: Provider, rows: readonly CoverageRow[]): CloudCell {
  const verdicts: Record<Verdict, number> = {
    tested: 0,
    untested: 0,
    recorded: 0,
    'no rule': 0,
    'not logged': 0,
  };
  for (const { verdict } of rows) verdicts[verdict] += 1;
  const detections = rows.flatMap(({ rules }) => rules.filter(({ level }) => level !== 'informational'));
  const seen = rows.flatMap((row) => (row.seen === undefined ? [] : [row.seen]));
  return {
    cloud,
    verdicts,
    components: rows.length,
    detections: new Set(detections.map(({ id }) => id)).size,
    ...(seen.length > 0 ? { seen: seen.reduce((sum, one) => sum + one, 0) } : {}),
  };
}

/** `12 detections, 5/7`: the second is the data components with a tested detection, of those that some log can show. */
export function cellText({ verdicts, components, detections, seen }: CloudCell): string {
  if (components === 0) return '–';
  const visible = components - verdicts['not logged'];
  if (visible === 0) return 'not logged';
  const shown = seen === undefined ? '' : `, ${seen.toLocaleString('en-US')} seen`;
  return `${verdicts.tested}/${visible} (${counted(detections, 'rule')})${shown}`;
}

/** What cannot be seen, in sentences: in the given logs, and anywhere in audit logs. */
export function blindSpots({ rows, elsewhere, sight }: CoverageReport): string[] {
  return [...(sight ? ofLogs(sight) : []), ...ofClouds(rows), ...ofSignals(elsewhere)];
}

function ofLogs(sight: Sight): string[] {
  const clouds = cloudsNotSeen(sight).map((cloud) => `${providerNames[cloud]}: nothing in these logs`);
  const logs = logsNotSeen(sight).map(
    ({ provider, name, onByDefault, note }) =>
      `${providerNames[provider]}: nothing of the ${name} in these logs${onByDefault ? '' : ', which is off by default'} (${note})`,
  );
  return [...clouds, ...logs];
}

function ofClouds(rows: readonly CoverageRow[]): string[] {
  const unlogged = new Map<string, Set<string>>();
  for (const { verdict, cloud, component, logs } of rows) {
    if (verdict !== 'not logged') continue;
    const note = `${providerNames[cloud]}: ${logs[0]?.note ?? ''}`;
    unlogged.set(note, (unlogged.get(note) ?? new Set()).add(component.name));
  }
  return [...unlogged].map(([note, components]) => `${note}: ${[...components].join(', ')}`);
}

function ofSignals(elsewhere: CoverageReport['elsewhere']): string[] {
  const signals = new Map<string, Set<string>>();
  for (const { signal, technique, analytic } of elsewhere)
    signals.set(signal, (signals.get(signal) ?? new Set()).add(`${technique} ${analytic}`));
  return [...signals].map(([signal, by]) => `not in audit logs: ${signal} (${[...by].join(', ')})`);
}

/** `RevertSnapshot (AWS:CloudTrail, AN0953) is no operation: …`. */
export function nameErrorText(error: CoverageReport['nameErrors'][number]): string {
  const { name, log, analytics, kind, filedUnder, really } = error;
  const where = `${name} (${[log, ...analytics].join(', ')})`;
  if (kind === 'no operation')
    return `${where} is no operation: ${really.length > 0 ? really.join(' or ') : 'nothing stands for it'}`;
  const shown = kind === 'filed beside' ? 'is in the first place' : 'shows';
  return `${where} is filed under ${named(filedUnder)}, and ${shown} ${really.map(named).join(', ')}`;
}

/** The errors that concern what is shown: of its analytics, and of data components of compute. */
export function errorsOf({ rows, nameErrors }: CoverageReport): NameError[] {
  const analytics = new Set(rows.flatMap(({ saidBy }) => saidBy));
  const components = new Set(rows.map(({ component }) => component.id));
  return nameErrors.filter(
    (error) =>
      error.kind !== 'filed beside' &&
      (error.analytics.some((id) => analytics.has(id)) ||
        (error.analytics.length === 0 && components.has(error.filedUnder))),
  );
}

function named(component: string): string {
  const name = attack().components.find(({ id }) => id === component)?.name;
  return name === undefined ? component : `${name} (${component})`;
}
