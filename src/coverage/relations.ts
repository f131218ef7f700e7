import { type AnalyticLogSource, attack, type Technique } from '../attack/attack.ts';
import { meantBy } from './attack-names.ts';

/**
 * The components that ATT&CK names for the technique, with who says so. Operations that it files under another component
 * count where they belong. Keys are ids of data components, values `AN1242` or `ATT&CK 17.1`.
 */
export function componentsSaidToShow({
  strategies,
  earlierComponents = [],
}: Technique): Map<string, string[]> {
  const said = new Map<string, string[]>();
  const add = (component: string, by: string): void => {
    const there = said.get(component) ?? [];
    if (!there.includes(by)) said.set(component, [...there, by]);
  };
  for (const { id, logSources } of strategies.flatMap(({ analytics }) => analytics))
    for (const component of logSources.flatMap(shownBy)) add(component, id);
  for (const name of earlierComponents) {
    const id = attack().components.find((one) => one.name === name)?.id;
    if (id !== undefined) add(id, 'ATT&CK 17.1');
  }
  return said;
}

/** The components of the operations that a log source names; its own where we do not know them. */
function shownBy({ log, component, operations = [] }: AnalyticLogSource): string[] {
  return operations.flatMap((name) => {
    const shown = meantBy(log, name).flatMap((entry) => (entry.component ? [entry.component.id] : []));
    return shown.length > 0 ? shown : [component];
  });
}

/** The other way round: ids of the techniques that a data component is said to show, sorted. */
export function techniquesSaidToShowIn(component: string): string[] {
  return attack()
    .techniques.filter((technique) => componentsSaidToShow(technique).has(component))
    .map(({ id }) => id)
    .toSorted();
}
