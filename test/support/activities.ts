import type { Activity } from '../../src/activity/activity.ts';
import type { EdgeKind, ObjectKind } from '../../src/activity/vocabulary.ts';

type Part = {
  readonly [K in keyof Activity]?: Activity[K];
};

/** An Activity with what a test does not care about filled in: mara makes a snapshot of a volume. */
export function activity(part: Part & { readonly by?: string; readonly at?: string } = {}): Activity {
  const { by = 'aws:arn:aws:iam::210987654321:user/mara', at = '2026-03-10T10:00:00Z', ...rest } = part;
  return {
    id: 'a1',
    time: Date.parse(at),
    provider: 'aws',
    account: '210987654321',
    region: 'eu-west-1',
    regionFrom: 'event',
    principal: { key: by, type: 'user', via: [] },
    source: { ipKind: 'public' },
    service: 'ec2.amazonaws.com',
    operation: 'CreateSnapshot',
    verb: 'create',
    object: 'snapshot',
    components: [],
    outcome: 'success',
    resources: [
      { role: 'target', type: 'snapshot', id: 'snap-0b1' },
      { role: 'source', type: 'volume', id: 'vol-0a1' },
    ],
    edges: [],
    count: 1,
    attrs: {},
    correlation: {},
    quality: { missing: [] },
    evidence: { container: 'test', records: 1 },
    ...rest,
  };
}

/** An Activity in which resources come from others: `[from, 'snapshot<-volume', to]`. Its targets stand beside them. */
export function lineageActivity(
  part: Part & { readonly by?: string },
  edges: readonly (readonly [from: string, kind: EdgeKind, to: string])[],
  targets: readonly (readonly [ObjectKind, string])[] = [],
): Activity {
  const ends = edges.flatMap(([from, kind, to]) => {
    const [toType, fromType] = kind.split('<-') as [ObjectKind, ObjectKind];
    return [
      { role: 'target' as const, type: toType, id: to },
      { role: 'source' as const, type: fromType, id: from },
    ];
  });
  return activity({
    ...part,
    resources: [...targets.map(([type, id]) => ({ role: 'target' as const, type, id })), ...ends],
    edges: edges.map(([from, kind, to]) => ({ from, to, kind })),
  });
}
