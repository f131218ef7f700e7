/**
 * Makes `src/attack/attack.json` from extracts of ATT&CK's STIX data beside the checkout (../shared/reference). Takes facts
 * alone: ids, names, relations, operation names, addresses. ATT&CK's texts stay where they are.
 *
 *   node scripts/make-attack.mjs           writes the file
 *   node scripts/make-attack.mjs --check   compares; 0 when the extracts are not there
 */
import { existsSync, readFileSync, writeFileSync } from 'node:fs';

const folder = new URL('../../shared/reference/', import.meta.url);
const target = new URL('../src/attack/attack.json', import.meta.url);

/** What the sentences in the place of a channel say, in our words. */
const signals = [
  [/vpcflow|NSM:Flow/i, 'network flow records'],
  [/CloudWatch/i, 'metrics and alarms'],
  [/containerd|kubernetes|docker/i, 'container runtime and cluster audit'],
  [/WinEventLog|auditd/i, 'logs of the guest'],
];
/** A channel that names operations: `DeleteVolume, ModifyVolume`; `compute.instances.insert: …`. */
const operation = /^(?:[A-Z][A-Za-z]{3,}|Microsoft\.[\w./]+|compute\.[\w.]+)$/i;
const cloudLogs = /^(?:AWS:CloudTrail|CloudTrail:\w+|azure:activity|gcp:audit)$/;
/** ATT&CK 19 split Defense Evasion; what is known of single techniques. */
const impairment = /^T1578(?:\.|$)/;

if (!existsSync(new URL('techniques-v18.1.json', folder))) {
  console.error('the extracts of ATT&CK are not beside the checkout: nothing compared');
  process.exit(0);
}
const { techniques } = read('techniques-v18.1.json');
const { data_components: components } = read('data-components-v18.1.json');
/** The techniques that the pack is about; of the others we keep what a reader needs to name them. */
const scope = new Set(
  [
    'T1578',
    'T1578.001',
    'T1578.002',
    'T1578.003',
    'T1578.004',
    'T1578.005',
    'T1535',
    'T1204',
    'T1204.003',
    'T1485',
    'T1490',
  ].concat(['T1537', 'T1580', 'T1496', 'T1496.001']),
);
const head = {
  version: '18.1',
  source: 'https://github.com/mitre/cti, tags ATT&CK-v18.1 and ATT&CK-v17.1',
  notice:
    '© 2025 The MITRE Corporation. This work is reproduced and distributed with the permission of The MITRE Corporation.',
};
const made = `{
${Object.entries(head)
  .map(([key, value]) => `${JSON.stringify(key)}: ${JSON.stringify(value)},`)
  .join('\n')}
"techniques": [
${techniques.map((one) => JSON.stringify(technique(one))).join(',\n')}
],
"components": [
${components
  .filter(({ id }) => isUsed(id))
  .map((one) => JSON.stringify(component(one)))
  .join(',\n')}
]
}
`;
if (process.argv.includes('--check')) {
  if (readFileSync(target, 'utf8') !== made) {
    console.error('src/attack/attack.json differs from the extracts: node scripts/make-attack.mjs');
    process.exit(1);
  }
} else writeFileSync(target, made);

function technique(given) {
  const { id, name, platforms, tactics } = given;
  const own = given.detection_strategies.map((strategy) => ({
    id: strategy.id,
    analytics: strategy.analytics.filter(({ platforms: on }) => isOurs(on, given)).map(analytic),
  }));
  return {
    id,
    name,
    platforms,
    tactics: {
      18.1: tactics,
      ...(tactics.includes('defense-evasion') && impairment.test(id)
        ? { '19.0': tactics.map((tactic) => (tactic === 'defense-evasion' ? 'defense-impairment' : tactic)) }
        : {}),
      ...(tactics.includes('defense-evasion') ? {} : { '19.0': tactics }),
    },
    ...(given.version ? { revision: given.version } : {}),
    // Only the older editions had permissions; the one that we know is that of the seed (8.0 to 15.1).
    ...(id === 'T1578.002' ? { permissions: { edition: '8.0', required: ['User'], effective: [] } } : {}),
    strategies: own.filter(({ analytics }) => analytics.length > 0),
    ...(scope.has(id) ? details(given) : {}),
  };
}

function details(given) {
  return {
    earlierComponents: unique(
      (given.legacy_v17_1?.detects ?? []).map(({ data_component }) => data_component),
    ),
    mitigations: given.mitigations.map((one) => ({ id: one.id, name: one.name })),
    actors: given.procedures
      .filter(({ type }) => type === 'group' || type === 'campaign')
      .map((one) => ({ id: one.id, name: one.name, type: one.type, references: links(one.references) })),
    references: links(given.references),
  };
}

/** ATT&CK has no analytic for the cloud under T1204.003, yet the ones for guests name operations of clouds. */
function isOurs(on, { detection_strategies: all }) {
  const isCloud = all.some(({ analytics }) => analytics.some(({ platforms }) => platforms.includes('IaaS')));
  return isCloud ? on.includes('IaaS') : true;
}

function analytic({ id, platforms, log_sources: sources, mutable_elements: elements }) {
  return {
    id,
    platforms,
    logSources: sources.map(logSource).filter((one) => one !== undefined),
    mutableElements: elements.map(({ field }) => field),
  };
}

function logSource({ data_component_id: component, name, channel }) {
  const operations = cloudLogs.test(name) ? operationsOf(channel) : [];
  const signal = operations.length > 0 ? undefined : signals.find(([of]) => of.test(name))?.[1];
  if (operations.length === 0 && signal === undefined) return undefined;
  return { component, log: name, ...(signal ? { signal } : { operations }) };
}

function operationsOf(channel) {
  return channel
    .split(/,| OR /)
    .map((part) => part.split(/[:\s]\s/)[0].trim())
    .filter((name) => operation.test(name));
}

function component({ id, name, log_sources: sources }) {
  return {
    id,
    name,
    logSources: sources
      .filter((one) => cloudLogs.test(one.name))
      .map((one) => ({ log: one.name, operations: operationsOf(one.channel) }))
      .filter(({ operations }) => operations.length > 0),
  };
}

function isUsed(id) {
  return (
    techniques.some(({ detection_strategies: all }) =>
      all.some(({ analytics }) =>
        analytics.some(({ log_sources: sources }) => sources.some((one) => one.data_component_id === id)),
      ),
    ) ||
    components.some((one) => one.id === id && one.log_sources.some(({ name }) => cloudLogs.test(name))) ||
    /Instance|Snapshot|Volume|Image/.test(components.find((one) => one.id === id)?.name ?? '')
  );
}

function links(references) {
  return Object.entries(references ?? {})
    .map(([name, given]) => ({ name, url: typeof given === 'string' ? given : given.url }))
    .filter(({ url }) => url);
}

function unique(values) {
  return [...new Set(values)];
}

function read(name) {
  return JSON.parse(readFileSync(new URL(name, folder), 'utf8'));
}
