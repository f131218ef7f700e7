import type { Activity } from '../../src/activity/activity.ts';
import type { Dated } from '../../src/detect/observation.ts';
import type { EventPlan } from '../../src/ir/event-plan.ts';
import type { Rule } from '../../src/ir/rule.ts';
import { Random } from '../generate/random.ts';

/** What the rows of the detection that remembers are made of. */
export interface ActivityPlan {
  readonly count: number;
  readonly principals: number;
  /** Milliseconds between two Activities. */
  readonly step: number;
  /** Resources come from one another. */
  readonly edges: boolean;
}

const START = Date.parse('2026-03-01T00:00:00Z');
const regions = ['eu-west-1', 'eu-central-1', 'us-east-1'];

interface Kind {
  readonly name: string;
  readonly operation: string;
  readonly verb: Activity['verb'];
  readonly object: Activity['object'];
}

const kinds: readonly Kind[] = [
  { name: 'snapshot', operation: 'CreateSnapshot', verb: 'create', object: 'snapshot' },
  { name: 'volume', operation: 'CreateVolume', verb: 'create', object: 'volume' },
  { name: 'attach', operation: 'AttachVolume', verb: 'attach', object: 'volume' },
  { name: 'delete', operation: 'DeleteSnapshot', verb: 'delete', object: 'snapshot' },
];

/**
 * Activities one by one: each principal makes snapshots, volumes from them, and attaches these, so that resources come
 * from one another. Made on the fly, so that memory is that of the detection.
 */
export function* activities(
  { count, principals, step, edges }: ActivityPlan,
  rules: readonly Rule[],
  plan: EventPlan,
): Generator<Dated> {
  const random = new Random(9);
  const places = new Map(rules.map(({ name = '' }, index) => [name, index]));
  for (let index = 0; index < count; index += 1) {
    const who = random.below(principals);
    const kind = kinds[random.below(kinds.length)] as Kind;
    // As it comes from a record: texts in one piece, none shared with another Activity.
    const activity = JSON.parse(
      JSON.stringify(
        makeActivity(
          index,
          who,
          edges ? kind : { ...kind, operation: kind.operation, verb: 'modify' },
          START + index * step,
          edges,
        ),
      ),
    ) as Activity;
    const rule = places.get(kind.name) ?? 0;
    const values = (plan.fields[rule] ?? []).map(({ name }) => [
      name === 'principal.key' ? activity.principal.key : (activity.region ?? ''),
    ]);
    yield { id: activity.id, time: activity.time, activity, remembered: true, matches: [{ rule, values }] };
  }
}

function makeActivity(
  index: number,
  who: number,
  { operation, verb, object }: Kind,
  time: number,
  edges: boolean,
): Activity {
  const hex = (prefix: string, number: number): string =>
    `${prefix}-${number.toString(16).padStart(17, '0')}`;
  const snapshot = hex('snap', who * 4 + (index % 4));
  const volume = hex('vol', who * 4 + (index % 4));
  const edge = edges ? edgeOf(operation, who, snapshot, volume) : undefined;
  return {
    id: index.toString(16).padStart(24, '0'),
    time,
    provider: 'aws',
    account: String(100_000_000_000 + (who % 500)),
    region: regions[who % regions.length] ?? '',
    regionFrom: 'event',
    principal: {
      key: `aws:arn:aws:iam::${100_000_000_000 + (who % 500)}:user/u${who}`,
      type: 'user',
      via: [],
    },
    source: { ip: `198.51.100.${who % 250}`, ipKind: 'public' },
    service: 'ec2.amazonaws.com',
    operation,
    verb,
    object,
    components: [],
    outcome: 'success',
    resources: edge
      ? [
          { role: 'target', type: object, id: edge.to },
          { role: 'source', type: 'volume', id: edge.from },
        ]
      : [{ role: 'target', type: object, id: snapshot }],
    edges: edge ? [edge] : [],
    count: 1,
    attrs: {},
    correlation: {},
    quality: { missing: [] },
    evidence: { container: 'bench', records: 1 },
  };
}

function edgeOf(
  operation: string,
  who: number,
  snapshot: string,
  volume: string,
): Activity['edges'][number] | undefined {
  const instance = `i-${(who * 2).toString(16).padStart(17, '0')}`;
  if (operation === 'CreateSnapshot') return { from: volume, to: snapshot, kind: 'snapshot<-volume' };
  if (operation === 'CreateVolume') return { from: snapshot, to: `${volume}a`, kind: 'volume<-snapshot' };
  return operation === 'AttachVolume'
    ? { from: `${volume}a`, to: instance, kind: 'instance<-volume' }
    : undefined;
}
