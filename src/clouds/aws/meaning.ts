import type { Activity } from '../../activity/activity.ts';
import type { ObjectKind, Verb } from '../../activity/vocabulary.ts';
import type { JsonObject } from '../../core/json.ts';
import type { CatalogueEntry, Component } from '../catalogue.ts';
import { type ExtractionPlan, textsOf } from '../extraction-plan.ts';
import { kindOfId } from './arn.ts';
import type { Grantees } from './grantees.ts';
import { protectionOf } from './protection.ts';

const withdrawing = new Set(['ResetSnapshotAttribute', 'ResetImageAttribute', 'CancelImageLaunchPermission']);
const sharing = new Set([
  'ModifySnapshotAttribute',
  'ModifyImageAttribute',
  'ModifyDBSnapshotAttribute',
  'ModifyDBClusterSnapshotAttribute',
]);

/** Whether the operation gives or takes access, as its request says. */
export function modifiesSharing(operation: string): boolean {
  return sharing.has(operation);
}

/** Whether the operation only takes access away. */
export function withdraws(operation: string): boolean {
  return withdrawing.has(operation);
}

/** What the operation did in this record: the catalogue's verb, or a sharper one that the body shows. */
export function verbOf(
  record: JsonObject,
  entry: CatalogueEntry,
  plan: ExtractionPlan,
  grantees: Grantees,
): Verb {
  const { operation } = entry;
  if (withdrawing.has(operation)) return 'unshare';
  if (sharing.has(operation))
    return sharingVerb(grantees, (record['requestParameters'] ?? null) === null, entry.verb);
  if (entry.verb !== 'modify') return entry.verb;
  if (operation === 'UpdateLifecyclePolicy')
    return textsOf(plan, 'state', record)[0] === 'DISABLED' ? 'disable' : 'modify';
  const protection = protectionOf(record, plan);
  if (protection === undefined) return entry.verb;
  return protection ? 'protect' : 'unprotect';
}

/** The verbs that `verbOf` can give, by what the catalogue says of the body. */
export function possibleVerbs(entry: CatalogueEntry): readonly Verb[] {
  if (withdrawing.has(entry.operation)) return ['unshare'];
  if (sharing.has(entry.operation)) return [entry.verb, 'unshare', 'modify'];
  if (entry.verb !== 'modify') return [entry.verb];
  const { protection, stopProtection, attribute, state } = entry.paths;
  const changeable = protection ?? stopProtection ?? attribute ?? state;
  return changeable ? ['modify', 'protect', 'unprotect', 'disable'] : ['modify'];
}

/** Removing only is unsharing; a change that names no grantee (a description) shares nothing. */
function sharingVerb(grantees: Grantees, unknown: boolean, verb: Verb): Verb {
  if (grantees.added.length > 0 || unknown) return verb;
  return grantees.removed.length > 0 ? 'unshare' : 'modify';
}

const tagComponents: Readonly<Partial<Record<ObjectKind, Component>>> = {
  instance: { id: 'DC0073', name: 'Instance Modification' },
  snapshot: { id: 'DC0058', name: 'Snapshot Modification' },
  volume: { id: 'DC0092', name: 'Volume Modification' },
  image: { id: 'DC0036', name: 'Image Modification' },
};

/** What tags can be put on that a data component is about. */
export const taggedComponents: readonly Component[] = Object.values(tagComponents);

const noComponents: Activity['components'] = Object.freeze([]);
const made = new WeakMap<CatalogueEntry, Activity['components']>();

/** The data components that the operation shows; for tags those of the things that were tagged. */
export function componentsOf(
  entry: CatalogueEntry,
  resources: Activity['resources'],
): Activity['components'] {
  if (entry.object === 'tag' && entry.access === 'write') return componentsOfTagged(resources);
  let components = made.get(entry);
  if (!components) {
    components = Object.freeze([...(entry.component ? [entry.component] : []), ...(entry.secondary ?? [])]);
    made.set(entry, components);
  }
  return components;
}

function componentsOfTagged(resources: Activity['resources']): Activity['components'] {
  const kinds = new Set(resources.map((resource) => kindOfId(resource.id)));
  const found = [...kinds].flatMap((kind) => (kind && tagComponents[kind]) ?? []);
  return found.length > 0 ? found : noComponents;
}
