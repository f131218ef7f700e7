import { describe, expect, it } from 'vitest';
import type { Json } from '../core/json.ts';
import { findOfficial, StixError } from './stix.ts';

const pattern = (part: Record<string, Json>): Json => ({
  type: 'attack-pattern',
  name: 'Make a Thing',
  description: 'Text.',
  kill_chain_phases: [{ kill_chain_name: 'mitre-attack', phase_name: 'impact' }],
  external_references: [
    { source_name: 'mitre-attack', external_id: 'T0001', url: 'https://attack.mitre.org/techniques/T0001' },
    { source_name: 'A Report', url: 'https://example.com', description: 'Somebody. A report.' },
    { source_name: 'capec', external_id: 'CAPEC-1' },
  ],
  ...part,
});
const bundle = (...objects: Json[]): Json => ({ type: 'bundle', id: 'bundle--1', objects });

describe('a bundle of ATT&CK', () => {
  it('gives a technique with its references and its edition', () => {
    const found = findOfficial(
      bundle({ type: 'x-mitre-collection', x_mitre_version: '18.1' }, pattern({ x_mitre_version: '1.0' })),
      'T0001',
    );
    expect(found).toMatchObject({
      name: 'Make a Thing',
      edition: '18.1',
      revision: '1.0',
      tactics: ['impact'],
    });
    expect([...(found?.references ?? [])]).toEqual([
      ['A Report', { text: 'Somebody. A report.', url: 'https://example.com' }],
      ['capec', { text: 'capec' }],
    ]);
  });

  it('passes over what is revoked or deprecated', () => {
    expect(
      findOfficial(bundle(pattern({ revoked: true }), pattern({ x_mitre_deprecated: true })), 'T0001'),
    ).toBeUndefined();
    expect(findOfficial(bundle(pattern({ revoked: true }), pattern({ name: 'Now' })), 'T0001')?.name).toBe(
      'Now',
    );
    expect(findOfficial(bundle(pattern({})), 'T0002')).toBeUndefined();
  });

  it.each([[null], [{}], [[]], [{ type: 'bundle' }], [{ type: 'bundle', objects: {} }]])(
    '%j is none',
    (value) => {
      expect(() => findOfficial(value as Json, 'T0001')).toThrow(StixError);
    },
  );

  it('survives members of other types', () => {
    expect(
      findOfficial(bundle(null, 1, { type: 'attack-pattern' }, pattern({ description: 7 })), 'T0001')
        ?.description,
    ).toBe('');
  });
});
