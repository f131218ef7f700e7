import type { Resource } from '../activity/activity.ts';

/** The resources of one operation by id: the first word on a resource counts. */
export function addResource(found: Map<string, Resource>, resource: Resource): void {
  if (!found.has(resource.id)) found.set(resource.id, resource);
}

/** Targets before the others, else in the order in which they were found. */
export function targetsFirst(found: ReadonlyMap<string, Resource>): Resource[] {
  const all = [...found.values()];
  return all.length > 1 ? all.sort((a, b) => rank(a) - rank(b)) : all;
}

function rank({ role }: Resource): number {
  return role === 'target' ? 0 : 1;
}
