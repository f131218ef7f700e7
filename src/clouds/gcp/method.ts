import type { CatalogueEntry } from '../catalogue.ts';
import { findGoogle, unversionedMethod } from '../catalogue-index.ts';

/** A method as an audit log names it. */
export interface GoogleMethod {
  /** Without `v1.`, `beta.`, `alpha.`. */
  readonly unversioned: string;
  /** Records of one call of `bulkInsert`: one with the request, and one for each thing that it made. */
  readonly isBulk: boolean;
  /** `setIamPolicy` of any service, whatever its spelling. */
  readonly setsPolicy: boolean;
  readonly entry?: CatalogueEntry;
}

const remembered = 20_000;
const known = new Map<string, GoogleMethod>();

/** Reads a method. The same name is Google's own act in the log `system_event`. */
export function readMethod(method: string, log: string): GoogleMethod {
  const key = log === 'system_event' ? `${log} ${method}` : method;
  const found = known.get(key);
  if (found) return found;
  const entry = findGoogle(method, log);
  const made: GoogleMethod = {
    unversioned: unversionedMethod(method),
    isBulk: /\.bulkInsert$/.test(method),
    setsPolicy: /(?:^|\.)setIamPolicy$/i.test(method),
    ...(entry && { entry }),
  };
  if (known.size >= remembered) known.clear();
  known.set(key, made);
  return made;
}

/** The part of a log's name that says which audit log it is: `activity`, `data_access`, `system_event`, `policy`. */
export function logIdOf(logName: string | undefined): string {
  if (logName === undefined) return 'activity';
  const encoded = logName.lastIndexOf('%2F');
  return encoded < 0 ? logName.slice(logName.lastIndexOf('/') + 1) : logName.slice(encoded + 3);
}

/**
 * The method of an entry that lost it, from the type of its request: `type.googleapis.com/compute.snapshots.setIamPolicy`,
 * `…/google.iam.admin.v1.CreateRoleRequest`.
 */
export function methodOfRequest(type: string): string | undefined {
  const name = type.slice(type.lastIndexOf('/') + 1).replace(/Request$/, '');
  return name.includes('.') ? name : undefined;
}
