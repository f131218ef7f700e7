import type { Provider } from '../activity/vocabulary.ts';
import { catalogueOf } from '../clouds/catalogue-index.ts';
import { parsePath } from '../clouds/paths.ts';

/** Where paths of the catalogue start in the record. */
const roots: Readonly<Record<Provider, string>> = { aws: '', azure: '', gcp: 'protoPayload.' };

/** Lists that no path of the catalogue names. */
const others: Readonly<Record<Provider, readonly string[]>> = {
  aws: ['resources'],
  azure: [
    'properties.targetResources',
    'properties.targetResources.modifiedProperties',
    'properties.additionalDetails',
    'properties.riskEventTypes',
  ],
  gcp: [
    'protoPayload.authorizationInfo',
    'protoPayload.serviceData.policyDelta.bindingDeltas',
    'protoPayload.metadata.event',
    'protoPayload.metadata.event.parameter',
    'protoPayload.authenticationInfo.serviceAccountDelegationInfo',
  ],
};

const known = new Map<Provider, ReadonlySet<string>>();

/** Whether the member at a dotted path of a cloud's records holds a list, as far as the catalogue knows. */
export function isList(cloud: Provider, path: string): boolean {
  let lists = known.get(cloud);
  if (!lists) {
    lists = new Set([...others[cloud], ...fromCatalogue(cloud)]);
    known.set(cloud, lists);
  }
  return lists.has(path);
}

function fromCatalogue(cloud: Provider): readonly string[] {
  const paths = catalogueOf(cloud).flatMap((entry) => Object.values(entry.paths).flat());
  return paths.flatMap((path) => {
    const steps = parsePath(path);
    return steps.flatMap(({ each }, index) =>
      each
        ? `${roots[cloud]}${steps
            .slice(0, index + 1)
            .map(({ key }) => key)
            .join('.')}`
        : [],
    );
  });
}
