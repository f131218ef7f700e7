import { describe, expect, it } from 'vitest';
import { finding, incident } from '../../test/support/findings.ts';
import { launch, lists, query, vpcFlow } from '../../test/support/flows.ts';
import type { Activity } from '../activity/activity.ts';
import type { JsonObject } from '../core/json.ts';
import { applyNetwork, type Linked } from './apply-network.ts';
import { evidenceOf } from './evidence.ts';
import { FlowCollector } from './flow-collector.ts';
import { Machines } from './machines.ts';
import { NetworkLists } from './network-lists.ts';
import { ownFindings } from './own-finding.ts';

const known = new NetworkLists(lists);
const sent = [vpcFlow({ bytes: '2000000' }), query('mega.nz', ['203.0.113.9'])];

/** As a hunt does it, without files. */
function link(found: Linked, activities: readonly Activity[], values: readonly JsonObject[]): Linked {
  const involved = found.incidents.flatMap(({ story }) => story.map(({ activity }) => activity));
  const machines = new Machines(involved, activities, 7 * 86_400_000);
  const collector = new FlowCollector(machines, known);
  for (const [index, value] of values.entries()) collector.record(value, 'test', { index });
  const seen = machines.all.map((machine) => ({
    machine,
    network: evidenceOf(machine, collector.of(machine), known),
  }));
  const own = ownFindings(seen);
  return applyNetwork([...found.findings, ...own.findings], [...found.incidents, ...own.incidents], seen);
}

const nothing: Linked = { findings: [], incidents: [] };

describe('a new instance that no incident knows', () => {
  it('becomes a finding and an incident when its traffic counts', () => {
    const { findings, incidents } = link(nothing, [launch()], sent);
    expect(findings).toMatchObject([
      {
        rule: { title: 'New instance whose traffic is suspicious' },
        level: 'medium',
        score: 50,
        parts: [
          { name: 'rule', points: 30 },
          { name: 'network: file sharing', points: 20 },
        ],
        activity: { id: 'a-launch' },
        network: [{ instance: 'i-0a0a0a0a', uses: [{ to: 'mega.nz' }] }],
      },
    ]);
    expect(incidents).toMatchObject([
      { score: 50, level: 'medium', findings: [findings[0]?.id], story: [{ activity: { id: 'a-launch' } }] },
    ]);
    expect(incidents[0]?.parts.map(({ points }) => points)).toEqual([30, 20]);
  });

  it('is none when it does not', () => {
    for (const values of [
      [],
      [vpcFlow({ bytes: '2000000' })],
      [query('mega.nz')],
      [vpcFlow(), query('mega.nz', ['203.0.113.9'])],
    ]) {
      expect(link(nothing, [launch()], values)).toEqual(nothing);
    }
  });

  it('is one of several that one launch made: one finding', () => {
    const two = launch({
      resources: ['i-0a0a0a0a', 'i-0b0b0b0b'].map((id) => ({ role: 'target', type: 'instance', id })),
      attrs: {
        interfaces: [
          { id: 'eni-0a', instance: 'i-0a0a0a0a', ips: ['10.0.0.5'] },
          { id: 'eni-0b', instance: 'i-0b0b0b0b', ips: ['10.0.0.6'] },
        ],
      },
    });
    const other = [
      vpcFlow({ bytes: '2000000', 'interface-id': 'eni-0b', srcaddr: '10.0.0.6' }),
      query('mega.nz', ['203.0.113.9'], { srcids: { instance: 'i-0b0b0b0b' } }),
    ];
    const { findings } = link(nothing, [two], [...sent, ...other]);
    expect(findings).toHaveLength(1);
    expect(findings[0]?.network).toHaveLength(2);
    expect(findings[0]?.parts[1]?.reason).toMatch(/; and 1 more of this kind$/);
  });

  it('of an incident gets no second one', () => {
    const own = finding(
      { score: 30, level: 'low', parts: [{ name: 'rule', points: 30, reason: '' }] },
      launch(),
    );
    const found = { findings: [own], incidents: [incident([own], { score: 30 })] };
    const { findings, incidents } = link(found, [launch()], sent);
    expect(findings.map(({ id, score }) => [id, score])).toEqual([[own.id, 50]]);
    expect(incidents.map(({ id, score }) => [id, score])).toEqual([['i00000000000000000000001', 50]]);
  });
});

describe('the parts of a score', () => {
  it('are at most 25 points together, the heaviest category first', () => {
    const values = [
      ...sent,
      query('x.supportxmr.com', ['198.51.100.4']),
      vpcFlow({ dstaddr: '198.51.100.4', dstport: '443', bytes: '10' }),
    ];
    const [one] = link(nothing, [launch()], values).findings;
    expect(one?.parts.map(({ name, points }) => [name, points])).toEqual([
      ['rule', 30],
      ['network: mining', 20],
      ['network: file sharing', 5],
    ]);
  });

  it('never lift a score over 100', () => {
    const own = finding({ score: 95, level: 'critical' }, launch());
    const { findings } = link({ findings: [own], incidents: [incident([own])] }, [launch()], sent);
    expect(findings[0]?.score).toBe(100);
  });
});
