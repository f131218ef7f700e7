import { isObject, type Json, type JsonObject, member, text } from '../core/json.ts';

/** A technique as a STIX bundle of ATT&CK has it: its own words. */
export interface OfficialTechnique {
  readonly id: string;
  readonly name: string;
  /** ATT&CK's Markdown. */
  readonly description: string;
  /** What it said on detection; editions since 18 have that elsewhere. */
  readonly detection?: string;
  /** Version of the bundle, where it says so. */
  readonly edition?: string;
  /** The technique's own revision. */
  readonly revision?: string;
  readonly tactics: readonly string[];
  /** What citations stand for, by name. */
  readonly references: ReadonlyMap<string, { readonly text: string; readonly url?: string }>;
}

/** A file that is no STIX bundle of ATT&CK; the message says what it is instead. */
export class StixError extends Error {
  override readonly name = 'StixError';
}

/**
 * Finds a technique in a bundle such as `enterprise-attack.json` (STIX 2.0 or 2.1). Revoked and deprecated objects are passed
 * over.
 *
 * @throws StixError for another kind of file
 */
export function findOfficial(bundle: Json, id: string): OfficialTechnique | undefined {
  const objects = member(bundle, 'objects');
  if (member(bundle, 'type') !== 'bundle' || !Array.isArray(objects)) {
    throw new StixError('expected a STIX bundle: an object with `"type": "bundle"` and a list `objects`');
  }
  const all = (objects as readonly Json[]).filter(isObject);
  const found = all.find((one) => one['type'] === 'attack-pattern' && isCurrent(one) && idOf(one) === id);
  if (!found) return undefined;
  const edition = text(
    member(
      all.find((one) => one['type'] === 'x-mitre-collection'),
      'x_mitre_version',
    ),
  );
  const detection = text(found['x_mitre_detection']);
  const revision = text(found['x_mitre_version']);
  return {
    id,
    name: text(found['name']) ?? id,
    description: text(found['description']) ?? '',
    ...(detection === undefined ? {} : { detection }),
    ...(edition === undefined ? {} : { edition }),
    ...(revision === undefined ? {} : { revision }),
    tactics: listOf(found['kill_chain_phases']).flatMap((phase) => text(member(phase, 'phase_name')) ?? []),
    references: referencesOf(found),
  };
}

function isCurrent(object: JsonObject): boolean {
  return object['revoked'] !== true && object['x_mitre_deprecated'] !== true;
}

function idOf(object: JsonObject): string | undefined {
  const own = listOf(object['external_references']).find(
    (one) => member(one, 'source_name') === 'mitre-attack',
  );
  return text(member(own, 'external_id'));
}

function referencesOf(object: JsonObject): OfficialTechnique['references'] {
  const references = new Map<string, { text: string; url?: string }>();
  for (const one of listOf(object['external_references'])) {
    const name = text(member(one, 'source_name'));
    const url = text(member(one, 'url'));
    if (name === undefined || name === 'mitre-attack') continue;
    references.set(name, {
      text: text(member(one, 'description')) ?? name,
      ...(url === undefined ? {} : { url }),
    });
  }
  return references;
}

function listOf(value: Json | undefined): readonly Json[] {
  return Array.isArray(value) ? (value as readonly Json[]) : [];
}
