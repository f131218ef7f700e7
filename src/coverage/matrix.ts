import { type Provider, providers } from '../activity/vocabulary.ts';
import { attack, findTechnique, type Technique } from '../attack/attack.ts';
import type { CatalogueEntry, Component } from '../clouds/catalogue.ts';
import { catalogueOf } from '../clouds/catalogue-index.ts';
import type { Level } from '../core/levels.ts';
import { type LogNeed, logNeed } from './log-need.ts';
import { componentsSaidToShow } from './relations.ts';
import { type Sight, sightKey } from './sight.ts';

/** A rule or correlation as coverage counts it. */
export interface CoveringRule {
  readonly id: string;
  readonly title: string;
  readonly level: Level;
  readonly techniques: readonly string[];
  /** Ids of the data components that it can match, by cloud. */
  readonly components: Readonly<Record<Provider, readonly string[]>>;
  /** How many of its own tests match as they should, by what their records show: `aws DC0076`. */
  readonly tests: ReadonlyMap<string, number>;
}

export type Verdict =
  /** A detection of level low or above, with a test on records of this cloud and component. */
  | 'tested'
  /** A detection without such a test. */
  | 'untested'
  /** Recorded at level informational: counted and shown, and no alert. */
  | 'recorded'
  | 'no rule'
  /** No audit log of the cloud carries it. */
  | 'not logged';

/** One technique in one cloud by one data component. */
export interface CoverageRow {
  readonly technique: string;
  readonly name: string;
  readonly cloud: Provider;
  readonly component: Component;
  /** Who says that the component shows the technique: an analytic of ATT&CK (`AN1242`), `ATT&CK 17.1`, `catalogue`. */
  readonly saidBy: readonly string[];
  readonly logs: readonly LogNeed[];
  /** How many operations of the cloud show the component. */
  readonly operations: number;
  readonly rules: readonly Pick<CoveringRule, 'id' | 'title' | 'level'>[];
  readonly tests: number;
  readonly verdict: Verdict;
  /** Activities of the component in the given logs. */
  readonly seen?: number;
}

/** What ATT&CK wants of logs that are no audit logs of a cloud: network flows, metrics, the guest. */
export interface Elsewhere {
  readonly technique: string;
  readonly name: string;
  readonly analytic: string;
  readonly component: string;
  readonly signal: string;
}

export interface Coverage {
  readonly rows: readonly CoverageRow[];
  readonly elsewhere: readonly Elsewhere[];
}

/**
 * Technique × cloud × data component: who says that it shows, which rules look, which of them are tested, which log it takes, and
 * how much of it given logs hold. A technique counts the rules of its sub-techniques too.
 *
 * @param techniques ids; those that our extract of ATT&CK does not have are left out
 */
export function coverageOf(
  techniques: readonly string[],
  rules: readonly CoveringRule[],
  sight?: Sight,
): Coverage {
  const known = techniques.map(findTechnique).filter((one) => one !== undefined);
  return {
    rows: known.flatMap((technique) => rowsOf(technique, rules, sight)),
    elsewhere: known.flatMap(elsewhereOf),
  };
}

function rowsOf(
  technique: Technique,
  rules: readonly CoveringRule[],
  sight: Sight | undefined,
): CoverageRow[] {
  const own = rules.filter((rule) => rule.techniques.some((id) => covers(technique.id, id)));
  const said = componentsSaidToShow(technique);
  return providers.flatMap((cloud) => {
    const used = own.flatMap(({ components }) => components[cloud]);
    const wanted = new Set([...said.keys(), ...primaryComponents(technique.id, cloud)]);
    return [...wanted].toSorted().flatMap((id) => {
      const shown = operationsOf(cloud, id);
      const component = componentNamed(id);
      if (!component || (shown.length === 0 && !used.includes(id))) return [];
      const catalogue = primaryComponents(technique.id, cloud).includes(id) ? ['catalogue'] : [];
      const key = sightKey(cloud, id);
      const looking = own.filter(({ components }) => components[cloud].includes(id));
      const row = {
        technique: technique.id,
        name: technique.name,
        cloud,
        component,
        saidBy: [...(said.get(id) ?? []), ...catalogue],
        logs: logsOf(cloud, shown),
        operations: shown.length,
        rules: looking.map(({ id: rule, title, level }) => ({ id: rule, title, level })),
        tests: looking.reduce((sum, { tests }) => sum + (tests.get(key) ?? 0), 0),
      };
      const seen = sight ? { seen: sight.components.get(key) ?? 0 } : {};
      return [{ ...row, verdict: verdictOn(row.logs, looking, key), ...seen }];
    });
  });
}

function verdictOn(logs: readonly LogNeed[], rules: readonly CoveringRule[], key: string): Verdict {
  if (logs.length > 0 && logs.every(({ exists }) => !exists)) return 'not logged';
  const detections = rules.filter(({ level }) => level !== 'informational');
  if (detections.some(({ tests }) => tests.has(key))) return 'tested';
  if (detections.length > 0) return 'untested';
  return rules.length > 0 ? 'recorded' : 'no rule';
}

/** Whether a rule on the second technique is about the first: itself, or a sub-technique of it. */
function covers(technique: string, tagged: string): boolean {
  return tagged === technique || tagged.startsWith(`${technique}.`);
}

function elsewhereOf({ id, name, strategies }: Technique): Elsewhere[] {
  return strategies.flatMap(({ analytics }) =>
    analytics.flatMap((analytic) =>
      analytic.logSources.flatMap(({ component, signal }) =>
        signal === undefined ? [] : [{ technique: id, name, analytic: analytic.id, component, signal }],
      ),
    ),
  );
}

function primaryComponents(technique: string, cloud: Provider): string[] {
  const entries = catalogueOf(cloud).filter(({ techniques }) =>
    techniques.some(({ id, weight }) => weight === 'primary' && id === technique),
  );
  return [...new Set(entries.flatMap(({ component }) => (component ? [component.id] : [])))];
}

/** The operations whose first component this is. */
function operationsOf(cloud: Provider, component: string): CatalogueEntry[] {
  return catalogueOf(cloud).filter((entry) => entry.component?.id === component);
}

function logsOf(cloud: Provider, entries: readonly CatalogueEntry[]): LogNeed[] {
  return [...new Set(entries.map((entry) => logNeed(cloud, entry)))];
}

function componentNamed(id: string): Component | undefined {
  const found = attack().components.find((one) => one.id === id);
  return found && { id, name: found.name };
}
