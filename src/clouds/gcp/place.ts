import type { Activity } from '../../activity/activity.ts';
import { type Json, type JsonObject, member, text } from '../../core/json.ts';
import { type NameContext, placeInName, placeOf, projectInName } from './resource-name.ts';

export interface Place {
  readonly zone?: string;
  readonly region?: string;
  readonly from: Activity['regionFrom'];
}

/** Where the resource is: the labels of the monitored resource, its name, or the location that the service reports. */
export function placeFor(record: JsonObject, payload: JsonObject, resource: string | undefined): Place {
  const labels = member(record['resource'], 'labels');
  const zone = label(labels, 'zone') ?? label(record['labels'], 'zone');
  if (zone) return made(placeOf(zone), 'event');
  const named = resource === undefined ? undefined : placeInName(resource);
  if (named?.region) return made(named, 'resource');
  const location = label(labels, 'location') ?? label(labels, 'region') ?? reported(payload);
  return location ? made(placeOf(location), 'event') : unknown;
}

const unknown: Place = Object.freeze({ from: 'unknown' });

function made({ zone, region }: Omit<Place, 'from'>, from: Place['from']): Place {
  if (zone === undefined) return region === undefined ? { from } : { region, from };
  return region === undefined ? { zone, from } : { zone, region, from };
}

function label(labels: Json | undefined, name: string): string | undefined {
  const value = text(member(labels, name));
  return value === undefined ? undefined : value.slice(value.lastIndexOf('/') + 1);
}

function reported(payload: JsonObject): string | undefined {
  const locations = member(payload['resourceLocation'], 'currentLocations');
  return Array.isArray(locations) ? text(locations[0]) : undefined;
}

/**
 * The project that an entry belongs to, by its id where any member tells it: the log's name has the id, the resource's name
 * and labels may have the number instead.
 */
export function projectOf(record: JsonObject, payload: JsonObject): NameContext {
  const name = text(payload['resourceName']);
  const candidates = [
    /^projects\/([^/]+)/.exec(text(record['logName']) ?? '')?.[1],
    text(member(member(record['resource'], 'labels'), 'project_id')),
    name === undefined ? undefined : projectInName(name.replace(/^\/\/[^/]+\//, '')),
  ].filter((candidate) => candidate !== undefined);
  const project = candidates.find((candidate) => !/^\d+$/.test(candidate)) ?? candidates[0];
  const projectNumber = candidates.find((candidate) => /^\d+$/.test(candidate));
  return { project: project ?? organisationOf(record) ?? 'unknown', projectNumber };
}

/** `organizations/123` or `folders/456`, whose entries belong to no project. */
export function organisationOf(record: JsonObject): string | undefined {
  return /^(?:organizations|folders|billingAccounts)\/[^/]+/.exec(text(record['logName']) ?? '')?.[0];
}
