import { describe, expect, it } from 'vitest';
import { activity } from '../../test/support/activities.ts';
import { caseOf } from './case.ts';
import type { Action, GuideContent, Playbook, Role, Step } from './guide.ts';
import { planResponse } from './response-plan.ts';

const role: Role = { id: 'r', title: 'R', does: 'D', entitlements: { aws: 'a', azure: 'b', gcp: 'c' } };
const action = (id: string, part: Partial<Action> = {}): Action => ({
  id,
  name: id,
  phase: 'containment',
  role: 'r',
  does: 'd',
  ...part,
});

function playbook(technique: string, ids: readonly string[]): Playbook {
  const steps: Step[] = ids.map((id) => ({ action: id, why: `${technique} wants ${id}` }));
  const none: Step[] = [];
  return {
    technique,
    threat: 't',
    objective: 'o',
    indicators: [],
    urgent: 'u',
    steps: {
      validation: none,
      scope: none,
      impact: none,
      evidence: none,
      containment: steps,
      eradication: none,
      recovery: none,
      lessons: none,
    },
  };
}

function content(playbooks: readonly Playbook[], actions: readonly Action[]): GuideContent {
  return {
    guides: new Map(),
    playbooks: new Map(playbooks.map((one) => [one.technique, one])),
    actions: new Map(actions.map((one) => [one.id, one])),
    roles: new Map([['r', role]]),
    pivots: new Map(),
    logs: new Map(),
  };
}

const letters = ['a', 'b', 'c', 'd', 'x'].map((id) => action(id));
const order = (plan: ReturnType<typeof planResponse>): string[] =>
  plan.phases.flatMap(({ steps }) => steps.map((step) => step.action.id));

describe('several playbooks', () => {
  it('become one, each action once, and both orders hold', () => {
    const all = content([playbook('T1', ['a', 'b', 'd']), playbook('T2', ['b', 'c', 'd', 'x'])], letters);
    const plan = planResponse(all, ['T1', 'T2']);
    expect(order(plan)).toEqual(['a', 'b', 'c', 'd', 'x']);
    expect(plan.phases.flatMap(({ steps }) => steps)[1]).toMatchObject({
      number: '5.2',
      reasons: [
        { technique: 'T1', why: 'T1 wants b' },
        { technique: 'T2', why: 'T2 wants b' },
      ],
    });
  });

  it('leave the parent out when a sub-technique is there', () => {
    const all = content([playbook('T1578', ['x']), playbook('T1578.002', ['a'])], letters);
    expect(order(planResponse(all, ['T1578', 'T1578.002']))).toEqual(['a']);
    expect(order(planResponse(all, ['T1578']))).toEqual(['x']);
  });

  it('pass over techniques without one', () => {
    expect(planResponse(content([playbook('T1', ['a'])], letters), ['T9', 'T1']).playbooks).toHaveLength(1);
  });
});

describe('a plan', () => {
  const command = { run: 'aws x --id <SNAPSHOT> --to <EVIDENCE_ACCOUNT>', expect: 'e' };
  const all = content(
    [playbook('T1', ['a'])],
    [
      action('a', {
        aws: { commands: [command, { ...command, run: 'aws y --user <USER>', principals: ['user'] }] },
        azure: { absent: 'none' },
        gcp: { absent: 'none' },
      }),
    ],
  );

  it('without a case is for all clouds, and open', () => {
    const plan = planResponse(all, ['T1']);
    expect(plan.phases[4]?.steps[0]?.clouds.map(({ cloud }) => cloud)).toEqual(['aws', 'azure', 'gcp']);
    expect(plan.open.map(({ name }) => name)).toEqual(['SNAPSHOT', 'USER', 'EVIDENCE_ACCOUNT']);
    expect(plan.roles).toEqual([role]);
  });

  it('with a case is for its clouds, filled, and says what is left and what was refused', () => {
    const event = activity({ resources: [{ role: 'target', type: 'snapshot', id: '$(id)' }] });
    const plan = planResponse(all, ['T1'], caseOf('f', [event]));
    expect(plan.phases[4]?.steps[0]?.clouds.map(({ cloud }) => cloud)).toEqual(['aws']);
    expect(plan.open.map(({ name }) => name)).toEqual(['SNAPSHOT', 'EVIDENCE_ACCOUNT']);
    expect(plan.refused).toEqual([{ name: 'SNAPSHOT', value: '$(id)' }]);
  });

  it('says when no command is for the kind of principal that acted', () => {
    const service = activity({ principal: { key: 'aws:service:x', type: 'service', via: [] } });
    const only = content(
      [playbook('T1', ['a'])],
      [action('a', { aws: { commands: [{ ...command, principals: ['user'] }] } })],
    );
    const [step] = planResponse(only, ['T1'], caseOf('f', [service])).phases[4]?.steps ?? [];
    expect(step?.clouds[0]?.commands).toMatchObject({ commands: [], isForOthers: true });
    expect(step?.clouds[0]?.verify.isForOthers).toBe(false);
  });
});
