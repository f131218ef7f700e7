import { existsSync, readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { dataComponents } from '../activity/data-components.ts';
import { techniques } from '../activity/techniques.ts';
import { objectKinds, type Provider, providers, verbs } from '../activity/vocabulary.ts';
import { type CatalogueEntry, targetPath } from './catalogue.ts';
import { catalogueOf, findAws, findAzure, findGoogle } from './catalogue-index.ts';
import { pathNames } from './path-names.ts';
import { parsePath } from './paths.ts';

const roots: Record<Provider, RegExp> = {
  aws: /^(requestParameters|responseElements|serviceEventDetails|resources|userIdentity)\b/,
  azure: /^(request|response|properties)\b/,
  gcp: /^(request|response|metadata|resourceName|requestMetadata|serviceData)\b/,
};

const notOperations: readonly { provider: Provider; name: string; real: readonly string[] }[] = JSON.parse(
  readFileSync(new URL('./not-operations.json', import.meta.url), 'utf8'),
);

describe.each(providers)('catalogue of %s', (provider) => {
  const entries = catalogueOf(provider);

  it('holds every operation once', () => {
    const keys = entries.map((e) => `${e.service}:${e.operation}:${e.log ?? ''}`);
    expect(new Set(keys).size).toBe(keys.length);
    expect(entries.length).toBeGreaterThanOrEqual({ aws: 376, azure: 280, gcp: 542 }[provider]);
  });

  it('is frozen to the bottom', () => {
    expect(Object.isFrozen(entries)).toBe(true);
    expect(
      entries.every((e) => Object.isFrozen(e) && Object.isFrozen(e.paths) && Object.isFrozen(e.techniques)),
    ).toBe(true);
  });

  it('speaks the vocabulary', () => {
    for (const entry of entries) {
      expect(verbs, entry.operation).toContain(entry.verb);
      expect(objectKinds, entry.operation).toContain(entry.object);
      expect(['read', 'write'], entry.operation).toContain(entry.access);
    }
  });

  it('names components of ATT&CK by id and name', () => {
    for (const entry of entries) {
      const all = [entry.component, ...(entry.secondary ?? []), entry.update?.component];
      for (const c of all) if (c) expect(dataComponents[c.id], entry.operation).toBe(c.name);
    }
  });

  it('names known techniques, each once', () => {
    for (const entry of entries) {
      const ids = entry.techniques.map((t) => t.id);
      expect(new Set(ids).size, entry.operation).toBe(ids.length);
      for (const id of ids) {
        expect(id).toMatch(/^T\d{4}(\.\d{3})?$/);
        expect(techniques[id], `${entry.operation} ${id}`).toBeDefined();
      }
    }
  });

  it('has paths of the grammar, under known names, from known roots', () => {
    for (const entry of entries) {
      for (const [name, paths] of Object.entries(entry.paths)) {
        expect(pathNames, entry.operation).toHaveProperty(name);
        expect(paths.length, `${entry.operation} ${name}`).toBeGreaterThan(0);
        for (const path of paths) checkPath(provider, entry, path);
      }
    }
  });

  it('has edges between known kinds, from paths of the grammar', () => {
    for (const entry of entries) {
      for (const edge of entry.edges ?? []) {
        const [to, from] = edge.kind.split('<-');
        expect(objectKinds, entry.operation).toContain(to);
        expect(objectKinds, entry.operation).toContain(from);
        for (const path of [...edge.from, ...edge.to])
          if (path !== targetPath) checkPath(provider, entry, path);
        if (edge.when) checkPath(provider, entry, edge.when.path);
      }
    }
  });
});

function checkPath(provider: Provider, entry: CatalogueEntry, path: string): void {
  expect(() => parsePath(path), entry.operation).not.toThrow();
  expect(path, entry.operation).toMatch(roots[provider]);
}

function find(provider: Provider, name: string): CatalogueEntry | undefined {
  if (provider === 'azure') return findAzure(name);
  if (provider === 'gcp') return findGoogle(name, 'activity');
  const [service = '', operation = ''] = name.split(':');
  return findAws(service.includes('.') ? service : `${service}.amazonaws.com`, operation);
}

describe('look-up', () => {
  it.each([
    ['aws', 'ec2.amazonaws.com:RunInstances', 'RunInstances'],
    ['aws', 'ec2.amazonaws.com:RunInstances20150331', 'RunInstances'],
    ['aws', 'ec2.amazonaws.com:constructor', undefined],
    ['azure', 'MICROSOFT.COMPUTE/SNAPSHOTS/WRITE', 'Microsoft.Compute/snapshots/write'],
    ['gcp', 'beta.compute.instances.insert', 'compute.instances.insert'],
    ['gcp', 'v1.compute.instances.insert', 'compute.instances.insert'],
    ['gcp', 'compute.instances.insert', 'compute.instances.insert'],
    ['gcp', 'google.iam.admin.v1.CreateServiceAccountKey', 'google.iam.admin.v1.CreateServiceAccountKey'],
    ['gcp', 'v2.deploymentmanager.deployments.insert', 'v2.deploymentmanager.deployments.insert'],
  ] as const)('%s %s', (provider, name, expected) => {
    expect(find(provider, name)?.operation).toBe(expected);
  });

  it("tells Google's own reset from a user's", () => {
    expect(findGoogle('compute.instances.reset', 'system_event')?.log).toBe('system_event');
    expect(findGoogle('v1.compute.instances.reset', 'activity')?.log).toBe('activity');
  });
});

describe('names that are not operations', () => {
  it('point at the real ones', () => {
    for (const { provider, name, real } of notOperations) {
      expect(find(provider, name), name).toBeUndefined();
      for (const operation of real)
        expect(find(provider, operation), `${name} -> ${operation}`).toBeDefined();
    }
  });

  const reference = new URL('../../../shared/reference/provider-operations.json', import.meta.url);
  it.skipIf(!existsSync(reference))('with the catalogue cover every operation that ATT&CK names', () => {
    const { operations }: { operations: { provider: Provider; operation: string }[] } = JSON.parse(
      readFileSync(reference, 'utf8'),
    );
    const unreal = new Set(notOperations.map((n) => `${n.provider} ${n.name}`));
    const missing = operations.filter(
      (o) => !(unreal.has(`${o.provider} ${o.operation}`) || find(o.provider, o.operation)),
    );
    expect(missing.map((o) => o.operation)).toEqual([]);
  });
});
