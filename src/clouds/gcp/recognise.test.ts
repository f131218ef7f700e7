import { describe, expect, it } from 'vitest';
import {
  activity,
  disk,
  entry,
  first,
  head,
  instance,
  last,
  origin,
  project,
} from '../../../test/support/clouds/gcp-records.ts';
import { method, native, payload, sentinel, shapes } from '../../../test/support/clouds/gcp-shapes.ts';
import type { Json, JsonObject } from '../../core/json.ts';
import { gcp } from './definition.ts';

describe('recognise', () => {
  it.each(shapes)('reads %s to the same Activity', (_name, value) => {
    expect(head(value)).toMatchObject({
      provider: 'gcp',
      time: Date.UTC(2026, 2, 1, 9, 14, 7, 123),
      service: 'compute.googleapis.com',
      operation: method,
      entry: { verb: 'delete', object: 'instance' },
      logsource: { product: 'gcp', service: 'gcp.audit' },
    });
    expect(activity(value)).toMatchObject({
      account: project,
      region: 'europe-west1',
      zone: 'europe-west1-b',
      principal: { key: 'gcp:user:alice@example.com', type: 'user' },
      source: { ip: '203.0.113.7', ipKind: 'public' },
      outcome: 'success',
      resources: [{ role: 'target', type: 'instance', id: instance }],
    });
  });

  it('leaves a native entry as it is', () => {
    expect(head(native).record).toBe(native);
    expect(head(native).duplicateKey).toBe(
      `projects/${project}/logs/cloudaudit.googleapis.com%2Factivity|2026-03-01T09:14:07.123456789Z|i1`,
    );
  });

  it('takes a lost method from the type of the request, and puts it back', () => {
    const { methodName: _lost, ...rest } = payload as Record<string, Json>;
    const value = {
      ...native,
      protoPayload: { ...rest, request: { '@type': 'type.googleapis.com/compute.snapshots.setIamPolicy' } },
    };
    expect(head(value)).toMatchObject({
      operation: 'compute.snapshots.setIamPolicy',
      record: { protoPayload: { methodName: 'compute.snapshots.setIamPolicy' } },
    });
  });

  it.each(['compute.instances.delete', 'beta.compute.instances.delete', 'alpha.compute.instances.delete'])(
    'knows %s',
    (name) => {
      expect(head(entry(name, instance))).toMatchObject({
        operation: name,
        entry: { operation: 'compute.instances.delete' },
      });
    },
  );

  it.each<[string, JsonObject, string]>([
    [
      'a flow log',
      { logName: 'projects/p/logs/compute.googleapis.com%2Fvpc_flows', insertId: 'a', jsonPayload: {} },
      'network-flow-record',
    ],
    [
      'a DNS query',
      { logName: 'projects/p/logs/dns.googleapis.com%2Fdns_queries', insertId: 'a', jsonPayload: {} },
      'dns-query-record',
    ],
    [
      'a load balancer log',
      {
        logName: 'projects/p/logs/requests',
        insertId: 'a',
        resource: { type: 'http_load_balancer' },
        jsonPayload: {},
      },
      'load-balancer-log',
    ],
    [
      'a line of text',
      { logName: 'projects/p/logs/syslog', insertId: 'a', textPayload: 'hello' },
      'text-payload',
    ],
    ['an object', { logName: 'projects/p/logs/app', insertId: 'a', jsonPayload: {} }, 'json-payload'],
    [
      'another payload',
      {
        logName: 'projects/p/logs/x',
        protoPayload: { '@type': 'type.googleapis.com/google.appengine.logging.v1.RequestLog' },
      },
      'other-payload',
    ],
  ])('skips %s', (_name, value, reason) => {
    expect(gcp.recognise(value, origin)).toEqual({ outcome: 'skipped', reason });
  });

  it.each<[string, JsonObject, string]>([
    ['a time that cannot be read', { ...native, timestamp: 'yesterday' }, 'no-time'],
    ['no method', { ...native, protoPayload: { ...payload, methodName: '', request: {} } }, 'no-name'],
  ])('rejects %s', (_name, value, reason) => {
    expect(gcp.recognise(value, origin)).toMatchObject({ outcome: 'rejected', reason });
  });

  it.each<[string, JsonObject]>([
    ['nothing', {}],
    ['CloudTrail', { eventName: 'RunInstances', eventSource: 'ec2.amazonaws.com' }],
    ['a proto of something else', { protoPayload: { a: 1 } }],
    ['odd members', { protoPayload: [], proto_payload: 'x', protopayload_auditlog: 7, logName: {} }],
  ])('leaves %s alone', (_name, value) => {
    expect(gcp.recognise(value, origin)).toBeUndefined();
  });

  it.each([
    ['admin.googleapis.com', 'google.admin.AdminService.addGroupMember', 'google_workspace.admin'],
    ['login.googleapis.com', 'google.login.LoginService.loginFailure', 'google_workspace.login'],
  ])('%s is for the rules on Workspace', (serviceName, name, service) => {
    expect(head(entry(name, 'organizations/1', { serviceName })).logsource).toEqual({
      product: 'gcp',
      service,
    });
  });
});

describe('fold', () => {
  const insert = 'v1.compute.disks.insert';
  it('is the operation', () => {
    const key = `operation-1|compute.googleapis.com|compute.disks.insert|projects/${project}`;
    expect(head(first(insert, disk, {})).fold).toEqual({ key, part: 'begin' });
    expect(head(last(insert, disk)).fold).toEqual({ key, part: 'end' });
  });

  it.each<[string, JsonObject | null]>([
    ['first and last', { id: 'operation-1', first: true, last: true }],
    ['first and last as text', { id: 'operation-1', first: 'true', last: 'true' }],
    ['no operation', null],
    ['no id', { first: true }],
  ])('is not for %s', (_name, operation) => {
    expect(head(entry(insert, disk, {}, { operation })).fold).toBeUndefined();
  });

  it('holds what one bulkInsert made', () => {
    const operation = { id: 'operation-1', producer: 'compute.googleapis.com', first: true, last: true };
    expect(head(entry('v1.compute.instances.bulkInsert', instance, {}, { operation })).fold?.part).toBe(
      'end',
    );
  });

  it("is the answer's operation where the table has no column for it", () => {
    const response = (status: string): JsonObject => ({
      ...sentinel,
      MethodName: insert,
      Response: JSON.stringify({ name: 'operation-1', operationType: 'insert', status }),
    });
    const key = `operation-1|compute.googleapis.com|compute.disks.insert|projects/${project}`;
    expect(head(response('RUNNING')).fold).toEqual({ key, part: 'begin' });
    expect(head(response('DONE')).fold).toEqual({ key, part: 'end' });
  });
});
