import type { CatalogueEntry } from './catalogue.ts';
import { catalogueOf, findAzure, findGoogle } from './catalogue-index.ts';

let awsByName: Map<string, CatalogueEntry[]> | undefined;

/**
 * The techniques that the catalogue gives an operation, for lint. A rule on CloudTrail often names the operation
 * alone, so every service that has it counts. undefined: the catalogue does not know the operation.
 *
 * @param product Sigma's product: `aws`, `azure`, `gcp`
 */
export function operationTechniques(
  product: string,
  operation: string,
): { techniques: readonly string[] } | undefined {
  const entries = entriesOf(product, operation);
  return entries.length === 0
    ? undefined
    : { techniques: [...new Set(entries.flatMap(({ techniques }) => techniques.map(({ id }) => id)))] };
}

function entriesOf(product: string, operation: string): readonly CatalogueEntry[] {
  if (product === 'aws') {
    awsByName ??= byName();
    return awsByName.get(operation.toLowerCase()) ?? [];
  }
  const entry = product === 'azure' ? findAzure(operation) : undefined;
  const found = product === 'gcp' ? findGoogle(operation, 'activity') : entry;
  return found ? [found] : [];
}

function byName(): Map<string, CatalogueEntry[]> {
  const names = new Map<string, CatalogueEntry[]>();
  for (const entry of catalogueOf('aws')) {
    const name = entry.operation.toLowerCase();
    names.set(name, [...(names.get(name) ?? []), entry]);
  }
  return names;
}
