import type { Activity, Attributes } from '../activity/activity.ts';

type Draft = { -readonly [K in keyof Attributes]: Attributes[K] };

/**
 * Adds what rules count and join by: the ids and names of what was acted on, and the names of its tags. Resources and tags
 * say the same, in forms of which a rule cannot ask for the targets alone, or for a tag that is not there.
 */
export function withCountable(activity: Activity): Activity {
  const { resources, attrs } = activity;
  const { tags } = attrs;
  if (resources[0]?.role !== 'target' && !tags) return activity;
  const draft: Draft = { ...attrs };
  const targets: string[] = [];
  const names: string[] = [];
  // Targets stand before the others.
  for (const { role, id, name } of resources) {
    if (role !== 'target') break;
    targets.push(id);
    if (name !== undefined) names.push(name);
  }
  const given = tags?.['Name'];
  if (activity.provider === 'aws' && given) names.push(given);
  if (targets.length > 0) draft.targets = targets;
  if (names.length > 0) draft.names = names;
  if (tags && !attrs.tagKeys) draft.tagKeys = Object.keys(tags);
  return { ...activity, attrs: draft };
}
