import { readFileSync } from 'node:fs';
import type { Provider } from '../activity/vocabulary.ts';
import type { CatalogueEntry } from './catalogue.ts';

/** Lambda dates some of its operations: `CreateFunction20150331`, `UpdateFunctionCode20150331v2`. */
const datedName = /(\d{8}(?:v\d+)?|_\d{4}_\d{2}_\d{2})$/;
const googleVersion = /^(?:v\d+(?:(?:alpha|beta)\d*)?|beta|alpha)\./;

const loaded = new Map<Provider, readonly CatalogueEntry[]>();

/** Every entry of one cloud's catalogue, frozen; read from disk on first use. */
export function catalogueOf(provider: Provider): readonly CatalogueEntry[] {
  let entries = loaded.get(provider);
  if (!entries) {
    entries = freeze(read(provider));
    loaded.set(provider, entries);
  }
  return entries;
}

function read(provider: Provider): CatalogueEntry[] {
  return JSON.parse(readFileSync(new URL(`./${provider}/catalogue.json`, import.meta.url), 'utf8'));
}

function freeze<T>(value: T): T {
  if (typeof value !== 'object' || value === null || Object.isFrozen(value)) return value;
  for (const part of Object.values(value)) freeze(part);
  return Object.freeze(value);
}

let awsIndex: Map<string, Map<string, CatalogueEntry>> | undefined;
let azureIndex: Map<string, CatalogueEntry> | undefined;
let googleIndex: Map<string, CatalogueEntry> | undefined;

/** What `eventName` of `eventSource` means; a date at the end of the name does not matter. */
export function findAws(eventSource: string, eventName: string): CatalogueEntry | undefined {
  awsIndex ??= indexAws();
  const service = awsIndex.get(eventSource);
  if (!service) return undefined;
  return service.get(eventName) ?? service.get(undatedName(eventName));
}

/** The name without the API date at its end. */
export function undatedName(eventName: string): string {
  return eventName.replace(datedName, '');
}

function indexAws(): Map<string, Map<string, CatalogueEntry>> {
  const index = new Map<string, Map<string, CatalogueEntry>>();
  for (const entry of catalogueOf('aws')) {
    const service = index.get(entry.service) ?? new Map<string, CatalogueEntry>();
    service.set(undatedName(entry.operation), entry);
    index.set(entry.service, service);
  }
  return index;
}

/** What an Azure operation means, whatever its case: exports write it in capitals. */
export function findAzure(operation: string): CatalogueEntry | undefined {
  azureIndex ??= new Map(catalogueOf('azure').map((entry) => [entry.operation.toLowerCase(), entry]));
  return azureIndex.get(operation.toLowerCase());
}

/**
 * What a Google method means. The version prefix (`v1.`, `beta.`) does not matter. `log` is the last part of the log's
 * name (`activity`, `data_access`, `system_event`): the same method is Google's own act in `system_event`.
 */
export function findGoogle(method: string, log: string): CatalogueEntry | undefined {
  googleIndex ??= indexGoogle();
  const name = unversionedMethod(method);
  if (log === 'system_event') {
    const system = googleIndex.get(`system_event ${name}`);
    if (system) return system;
  }
  return googleIndex.get(name) ?? googleIndex.get(name.toLowerCase());
}

/** What an operation of a cloud means, by its native name; `service` is only asked of AWS. */
export function findOperation(
  provider: Provider,
  service: string,
  operation: string,
): CatalogueEntry | undefined {
  if (provider === 'aws') return findAws(service, operation);
  return provider === 'azure' ? findAzure(operation) : findGoogle(operation, 'activity');
}

/** The method without `v1.`, `beta.` or `alpha.` before it. */
export function unversionedMethod(method: string): string {
  return method.replace(googleVersion, '');
}

function indexGoogle(): Map<string, CatalogueEntry> {
  const index = new Map<string, CatalogueEntry>();
  for (const entry of catalogueOf('gcp')) {
    const name = unversionedMethod(entry.operation);
    if (entry.log === 'system_event') index.set(`system_event ${name}`, entry);
    if (entry.log === 'system_event' && index.has(name)) continue;
    index.set(name, entry);
    if (!index.has(name.toLowerCase())) index.set(name.toLowerCase(), entry);
  }
  return index;
}
