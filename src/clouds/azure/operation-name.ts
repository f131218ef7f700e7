import type { CatalogueEntry } from '../catalogue.ts';
import { findAzure } from '../catalogue-index.ts';

/** An operation as a row names it. */
export interface AzureOperation {
  /** In the spelling of the documentation where the catalogue has it, else as written. */
  readonly name: string;
  /** Equal for all spellings: exports write it in capitals. */
  readonly key: string;
  /** The resource provider, `Microsoft.Compute`. */
  readonly service: string;
  readonly entry?: CatalogueEntry;
}

const remembered = 20_000;
const known = new Map<string, AzureOperation>();

/** Reads `MICROSOFT.COMPUTE/SNAPSHOTS/WRITE`, in whatever case. */
export function readOperation(written: string): AzureOperation {
  const found = known.get(written);
  if (found) return found;
  const operation = makeOperation(written);
  if (known.size >= remembered) known.clear();
  known.set(written, operation);
  return operation;
}

function makeOperation(written: string): AzureOperation {
  const key = written.toLowerCase();
  const entry = findAzure(key);
  if (entry) return { name: entry.operation, key, service: entry.service, entry };
  const slash = written.indexOf('/');
  return { name: written, key, service: slash > 0 ? written.slice(0, slash) : written };
}

const armName = /^[a-z][\w-]*\.[\w.-]+\/\S+$/i;

/** True for the name of an operation of Resource Manager: provider, types, verb. */
export function isArmOperation(name: string): boolean {
  return armName.test(name);
}

/** True when a name has been put in capitals on its way, so that another member may know its spelling. */
export function isShouted(name: string): boolean {
  return name === name.toUpperCase();
}
