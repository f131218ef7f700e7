import { describe, expect, it } from 'vitest';
import { lake, shared } from '../../../test/support/clouds/ocsf-events.ts';
import type { JsonObject } from '../../core/json.ts';
import { ocsf } from './definition.ts';

const origin = { container: 'parquet', index: 0 };

function activity(event: JsonObject): ReturnType<typeof ocsf.normalise> {
  const known = ocsf.recognise(event, origin);
  if (!known || 'outcome' in known) throw new Error(`not recognised: ${JSON.stringify(known)}`);
  return ocsf.normalise([known]);
}

describe('OCSF', () => {
  it('gives the CloudTrail record back', () => {
    const known = ocsf.recognise(lake, origin);
    expect(known).toMatchObject({
      provider: 'aws',
      logsource: { product: 'aws', service: 'cloudtrail' },
      duplicateKey: '111111111111/e1',
      record: {
        eventName: 'ModifySnapshotAttribute',
        readOnly: false,
        requestParameters: { snapshotId: 'snap-0a' },
      },
    });
    expect(activity(lake)).toMatchObject({
      time: Date.UTC(2026, 2, 1, 9, 14, 7, 123),
      verb: 'share',
      object: 'snapshot',
      outcome: 'success',
      region: 'eu-west-1',
      principal: { key: 'aws:arn:aws:iam::111111111111:role/Ops', type: 'role', mfa: true },
      attrs: { grantees: ['222222222222'] },
    });
  });

  it('reads failures', () => {
    const api = {
      ...(lake['api'] as JsonObject),
      response: { error: 'Client.UnauthorizedOperation', message: 'no' },
    };
    expect(activity({ ...lake, api, status_id: 2 })).toMatchObject({ outcome: 'denied' });
  });

  it('reads what Azure and Google became', () => {
    const azure = {
      ...shared,
      api: { operation: 'Microsoft.Compute/snapshots/delete' },
      actor: { user: { name: 'alice@example.com' } },
      cloud: { provider: 'Azure', account: { uid: 's' } },
      metadata: { uid: 'e1', correlation_uid: 'c1' },
      resources: [{ uid: '/subscriptions/s/resourceGroups/g/providers/Microsoft.Compute/snapshots/x' }],
    };
    expect(activity(azure)).toMatchObject({
      provider: 'azure',
      verb: 'delete',
      object: 'snapshot',
      outcome: 'success',
      account: 's',
    });
    const google = {
      ...shared,
      status_id: 2,
      api: {
        operation: 'v1.compute.instances.delete',
        service: { name: 'compute.googleapis.com' },
        response: { code: 7 },
      },
      actor: { user: { email_addr: 'alice@example.com' } },
      cloud: { provider: 'GCP', project_uid: 'p' },
      metadata: { uid: 'e1' },
      resources: [{ name: 'projects/p/zones/z/instances/i' }],
    };
    expect(activity(google)).toMatchObject({
      provider: 'gcp',
      verb: 'delete',
      outcome: 'denied',
      account: 'p',
    });
  });

  it('prefers the record itself where the event carries it', () => {
    const raw = {
      eventName: 'RunInstances',
      eventSource: 'ec2.amazonaws.com',
      eventTime: '2026-03-01T00:00:00Z',
      eventID: 'raw',
    };
    expect(activity({ ...lake, raw_data: JSON.stringify(raw) }).operation).toBe('RunInstances');
  });

  it.each<[string, JsonObject, unknown]>([
    ['another class', { ...lake, class_uid: 3002 }, { outcome: 'skipped', reason: 'ocsf-other-class' }],
    [
      'another provider',
      { ...lake, cloud: { provider: 'Oracle' } },
      { outcome: 'skipped', reason: 'ocsf-other-provider' },
    ],
    ['an event without an operation', { ...lake, api: {} }, { outcome: 'rejected', reason: 'no-name' }],
    [
      'an event whose time cannot be read',
      { ...lake, time: null, time_dt: 'yesterday' },
      { outcome: 'rejected', reason: 'no-time' },
    ],
    ['something else', { class_uid: {} }, undefined],
  ])('%s', (_, event, expected) => {
    if (expected === undefined) expect(ocsf.recognise(event, origin)).toBeUndefined();
    else expect(ocsf.recognise(event, origin)).toMatchObject(expected as object);
  });
});
