import { suggest } from '../../core/suggest.ts';
import { comparisonOps } from '../../ir/correlation.ts';
import { get, type MapNode, type ScalarNode } from './located.ts';

/** The parts of a document that detect. */
export type Section = 'correlation' | 'filter' | 'detection';

/** The number or timespan that a parameter sets. */
export interface ParameterTarget {
  /** Keys below the section. */
  readonly path: readonly [string, string?];
  readonly node: ScalarNode;
  readonly kind: 'number' | 'timespan';
}

const timespans: readonly string[] = ['timespan', 'history'];
const numbers: readonly string[] = [...comparisonOps, 'percentile', 'minimum'];
const compares = /\|(?:gte?|lte?)(?:\||$)/;

/**
 * Finds what a parameter sets; a text says why that cannot be set.
 *
 * @param sets as the rule writes it: `timespan`, `condition.gte`, `selection.count|gte`
 */
export function findTarget(body: MapNode, section: Section, sets: string): ParameterTarget | string {
  const places = section === 'correlation' ? placesInCorrelation(body) : placesInDetection(body);
  const cut = sets.indexOf('.');
  const path: ParameterTarget['path'] = cut === -1 ? [sets] : [sets.slice(0, cut), sets.slice(cut + 1)];
  const outer = get(body, path[0]);
  const node = path[1] === undefined || outer?.kind !== 'map' ? outer : get(outer, path[1]);
  if (places.includes(sets) && node?.kind === 'scalar')
    return { path, node, kind: timespans.includes(sets) ? 'timespan' : 'number' };
  const near = suggest(sets, places);
  if (near !== undefined) return `Did you mean '${near}'?`;
  return places.length > 0 ? `There are ${places.join(', ')}.` : 'There is none in it.';
}

function placesInCorrelation(body: MapNode): string[] {
  const condition = get(body, 'condition');
  const members = condition?.kind === 'map' ? condition.entries : [];
  return [
    ...timespans.filter((key) => get(body, key)),
    ...members.filter(({ key }) => numbers.includes(key)).map(({ key }) => `condition.${key}`),
  ];
}

/** Comparisons with a number, as `selection.count|gte`. */
function placesInDetection(body: MapNode): string[] {
  return body.entries.flatMap(({ key: selection, value }) => {
    if (value.kind !== 'map') return [];
    return value.entries.filter(({ key }) => compares.test(key)).map(({ key }) => `${selection}.${key}`);
  });
}
