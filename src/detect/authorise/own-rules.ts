import type { RuleMetadata } from '../../ir/rule.ts';

/** What is the same for detections that need the declared authorisations, which no rule can see. */
const common = {
  status: 'stable',
  author: 'nephoscope',
  references: [],
  related: [],
  falsepositives: [],
  source: { path: 'nephoscope', line: 1 },
} as const;

/** Somebody named a change that nobody knows, or one of somebody else. */
export const forgedChange: RuleMetadata = Object.freeze({
  ...common,
  id: '5f0c1c9e-7d0a-4a57-9a4b-52a0f4c6a301',
  title: 'Change id that no open change record knows',
  level: 'medium',
  description:
    'The operation carries the id of a change in a tag or header. No declared change has it, or it is not approved, or it is for somebody else.',
  tags: ['attack.defense-evasion', 'attack.t1578', 'attack.t1036'],
  techniques: ['T1578', 'T1036'],
  tactics: ['defense-evasion'],
  digest: 'forged-change-1',
});

/** The user agent is a deployment tool's, and the principal is none of the pipelines that were declared. */
export const claimedPipeline: RuleMetadata = Object.freeze({
  ...common,
  id: '5f0c1c9e-7d0a-4a57-9a4b-52a0f4c6a302',
  title: 'Deployment tool used by somebody who is not the pipeline',
  level: 'medium',
  description:
    'The user agent says that a deployment tool did it, but the principal is none of the declared pipelines. A user agent is chosen by the caller and proves nothing.',
  tags: ['attack.defense-evasion', 'attack.t1578', 'attack.t1036'],
  techniques: ['T1578', 'T1036'],
  tactics: ['defense-evasion'],
  digest: 'claimed-pipeline-1',
});
