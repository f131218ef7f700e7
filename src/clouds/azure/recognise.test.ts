import { describe, expect, it } from 'vitest';
import {
  activity,
  alice,
  bodies,
  exported,
  head,
  id,
  origin,
  rest,
  tableRow,
  tenant,
} from '../../../test/support/clouds/azure-records.ts';
import { gridEvent, operation, path, shapes } from '../../../test/support/clouds/azure-shapes.ts';
import type { JsonObject } from '../../core/json.ts';
import { azure } from './definition.ts';

describe('recognise', () => {
  it.each(shapes)('reads %s to the same Activity', (_, value) => {
    expect(head(value)).toMatchObject({
      provider: 'azure',
      time: Date.UTC(2026, 2, 1, 9, 14, 7, 123),
      service: 'Microsoft.Compute',
      operation,
      entry: { object: 'snapshot' },
      logsource: { product: 'azure', service: 'activitylogs' },
      fold: {
        key: `c0000000-0000-4000-8000-000000000001|${operation}|${id(path)}`.toLowerCase(),
        part: 'end',
      },
    });
    expect(activity(value)).toMatchObject({
      id: activity(rest(operation, path)).id,
      principal: { key: `azure:${tenant}:${alice}`, type: 'user', name: 'alice@example.com', mfa: true },
      source: { ip: '203.0.113.7', ipKind: 'public', tool: 'azure-cli' },
      outcome: 'success',
      resources: [{ role: 'target', type: 'snapshot', id: id(path).toLowerCase() }],
    });
  });

  it('does not take the workspace for the tenant', () => {
    expect(activity(tableRow(operation, path)).org).toBe(tenant);
  });

  it('knows the vendor spelling of Datadog when it has a time', () => {
    const value = {
      resourceId: id(path).toUpperCase(),
      evt: { category: 'Administrative', outcome: 'Start', name: operation.toUpperCase() },
      time: '2026-03-01T09:14:07Z',
      properties: { entity: id(path) },
    };
    expect(activity(value)).toMatchObject({ operation, outcome: 'pending' });
    expect(azure.recognise({ ...value, time: 'yesterday' }, origin)).toMatchObject({ reason: 'no-time' });
  });

  it.each<[string, JsonObject, string]>([
    [
      'policy evaluations',
      rest('Microsoft.Authorization/policies/audit/action', path, { category: { value: 'Policy' } }),
      'policy',
    ],
    [
      'alerts of Defender',
      exported('Microsoft.Security/locations/alerts/activate/action', path, { category: 'Security' }),
      'security-alert',
    ],
    [
      'health of a resource',
      rest('Microsoft.Resourcehealth/healthevent/Activated/action', path, {
        category: { value: 'ResourceHealth' },
      }),
      'resource-health',
    ],
    [
      'health of a service',
      exported('Microsoft.ServiceHealth/incident/action', path, { category: 'ServiceHealth' }),
      'service-health',
    ],
    [
      'fired alerts',
      tableRow('Microsoft.Insights/AlertRules/Activated/Action', path, { CategoryValue: 'Alert' }),
      'alert',
    ],
    [
      'recommendations',
      exported('Microsoft.Advisor/recommendations/available/action', path, { category: 'Recommendation' }),
      'recommendation',
    ],
    [
      'a category that only the properties tell',
      exported('Microsoft.Authorization/policies/deny/action', path, {
        category: 'Action',
        properties: { eventCategory: 'Policy' },
      }),
      'policy',
    ],
    [
      'a resource log',
      exported('VaultGet', path, { category: 'AuditEvent', properties: {} }),
      'resource-log',
    ],
    [
      'a Kubernetes audit log',
      exported('Microsoft.ContainerService/managedClusters/diagnosticLogs/Read', path, {
        category: 'kube-audit',
        properties: { log: '{}' },
      }),
      'resource-log',
    ],
    [
      'a flow log',
      {
        time: '2026-03-01T09:14:07Z',
        category: 'NetworkSecurityGroupFlowEvent',
        resourceId: id(path),
        properties: { flows: [] },
      },
      'network-flow-record',
    ],
    [
      'a flow log of a virtual network',
      {
        time: '2026-03-01T09:14:07Z',
        category: 'FlowLogFlowEvent',
        operationName: 'FlowLogFlowEvent',
        flowLogResourceID: '/X',
        flowRecords: { flows: [] },
      },
      'network-flow-record',
    ],
    [
      'calls of Graph',
      {
        time: '2026-03-01T09:14:07Z',
        resourceId: '/TENANTS/X',
        category: 'MicrosoftGraphActivityLogs',
        operationName: 'Microsoft Graph Activity',
      },
      'graph-activity',
    ],
    [
      'another event of Event Grid',
      { ...gridEvent, eventType: 'Microsoft.Storage.BlobCreated' },
      'event-grid',
    ],
  ])('skips %s', (_, value, reason) => {
    expect(azure.recognise(value, origin)).toEqual({ outcome: 'skipped', reason });
  });

  it.each<[string, JsonObject, string]>([
    ['with a time that cannot be read', exported(operation, path, { time: 'yesterday' }), 'no-time'],
    [
      'with a label for a name',
      tableRow(operation, path, { OperationNameValue: '', ActivityStatus: 'Succeeded' }),
      'no-name',
    ],
  ])('rejects rows %s', (_, value, reason) => {
    expect(azure.recognise(value, origin)).toMatchObject({ outcome: 'rejected', reason });
  });

  it.each<[string, JsonObject]>([
    ['nothing', {}],
    ['CloudTrail', { eventName: 'RunInstances', eventSource: 'ec2.amazonaws.com' }],
    ['Google', { protoPayload: { methodName: 'v1.compute.instances.insert' }, logName: 'projects/p/logs/x' }],
    ['a trace', { operationName: 'GET /cart', category: 'http', duration: 3 }],
    ['odd members', { operationName: { value: 7 }, time: [], evt: { name: 3 }, data: null, eventType: 'x' }],
  ])('leaves %s alone', (_, value) => {
    expect(azure.recognise(value, origin)).toBeUndefined();
  });
});

describe('keys', () => {
  it('are equal for copies that two settings deliver, and differ between the rows of an operation', () => {
    const started = exported(operation, path, { resultType: 'Start', resultSignature: 'Started.' });
    expect(head(started).duplicateKey).toBe(head({ ...started, level: 'Warning' }).duplicateKey);
    expect(head(started).duplicateKey).not.toBe(head(exported(operation, path)).duplicateKey);
    expect(head(rest(operation, path)).duplicateKey).toBe('azure/e0000000-0000-4000-8000-000000000001');
  });

  it('need the whole content when there is no correlation, whatever the order of its members', () => {
    const row = exported(operation, path, { correlationId: '' });
    const reordered = Object.fromEntries(Object.entries(row).reverse());
    expect(head(row).fold).toBeUndefined();
    expect(head(row).duplicateKey).toBe(head(reordered).duplicateKey);
    expect(head(row).duplicateKey).not.toBe(head({ ...row, durationMs: '1' }).duplicateKey);
  });

  it.each([
    ['Start', 'begin'],
    ['Started', 'begin'],
    ['Accept', 'middle'],
    ['Accepted', 'middle'],
    ['Success', 'end'],
    ['Failure', 'end'],
    ['Canceled', 'end'],
  ])('%s is the %s of an operation', (resultType, part) => {
    expect(head(exported(operation, path, { resultType })).fold?.part).toBe(part);
  });

  it('tell the resources of one deployment apart', () => {
    const keys = ['vm1', 'vm2', 'vm3'].map(
      (name) =>
        head(rest('Microsoft.Compute/virtualMachines/write', `Microsoft.Compute/virtualMachines/${name}`))
          .fold?.key,
    );
    expect(new Set(keys).size).toBe(3);
  });
});

describe('an operation that the catalogue does not know', () => {
  it('gets its spelling back from another member', () => {
    expect(activity(exported('Microsoft.Web/sites/stop/action', 'Microsoft.Web/sites/w'))).toMatchObject({
      service: 'Microsoft.Web',
      operation: 'Microsoft.Web/sites/stop/action',
      verb: 'stop',
      quality: { guessed: true },
    });
  });

  it('keeps its capitals when nothing knows better', () => {
    const row = exported('Microsoft.Web/sites/stop/action', 'Microsoft.Web/sites/w', {
      properties: {},
      identity: {},
    });
    expect(head(row).operation).toBe('MICROSOFT.WEB/SITES/STOP/ACTION');
  });
});

describe('Entra ID', () => {
  const audit: JsonObject = {
    time: '2026-03-01T09:14:07Z',
    resourceId: `/tenants/${tenant}/providers/Microsoft.aadiam`,
    operationName: 'Add member to role',
    category: 'AuditLogs',
    tenantId: tenant,
    resultSignature: 'None',
    properties: {
      id: 'Directory_1',
      result: 'success',
      initiatedBy: { user: { id: alice, userPrincipalName: 'alice@example.com' } },
    },
  };
  const signIn: JsonObject = {
    time: '2026-03-01T09:14:07Z',
    operationName: 'Sign-in activity',
    category: 'NonInteractiveUserSignInLogs',
    tenantId: tenant,
    resultType: '50126',
    callerIpAddress: '203.0.113.7',
    properties: {
      id: 's1',
      userPrincipalName: 'alice@example.com',
      userId: alice,
      status: { errorCode: 50126 },
    },
  };
  const risk: JsonObject = {
    time: '2026-03-01T09:14:07Z',
    operationName: 'User Risk Detection',
    category: 'UserRiskEvents',
    tenantId: tenant,
    properties: { riskEventType: 'unlikelyTravel', userPrincipalName: 'alice@example.com' },
  };
  it.each<[string, JsonObject, JsonObject]>([
    ['auditlogs', audit, { verb: 'modify', outcome: 'success' }],
    ['signinlogs', signIn, { verb: 'login', outcome: 'failure', source: { ip: '203.0.113.7' } }],
    ['riskdetection', risk, { principal: { key: `azure:${tenant}:user:alice@example.com` } }],
    ['pim', { ...risk, properties: { riskEventType: 'noMfaOnRoleActivationAlertIncident' } }, {}],
    [
      'signinlogs',
      {
        Type: 'SigninLogs',
        TenantId: 'workspace',
        AADTenantId: tenant,
        TimeGenerated: '2026-03-01T09:14:07Z',
        OperationName: 'Sign-in activity',
        UserPrincipalName: 'alice@example.com',
        IPAddress: '203.0.113.7',
        ResultType: '0',
        DeviceDetail: '{"trustType":"AzureAd"}',
      },
      { verb: 'login', outcome: 'success', org: tenant, source: { ip: '203.0.113.7' } },
    ],
  ])('rows are there for the rules on %s', (service, value, expected) => {
    expect(head(value)).toMatchObject({
      service: 'Microsoft.Entra',
      logsource: { product: 'azure', service },
    });
    expect(activity(value)).toMatchObject({ object: 'iam', quality: { guessed: true }, ...expected });
  });
});

it('keeps what it does not read', () => {
  const value = exported(operation, path, { properties: bodies({ location: 'westeurope' }) });
  expect(head(value).record).toBe(value);
});

describe('the correlation of zeros', () => {
  const nil = '00000000-0000-0000-0000-000000000000';
  const operation = 'Microsoft.Compute/snapshots/write';
  const path = 'Microsoft.Compute/snapshots/s1';

  it('joins nothing, and is not shown', () => {
    const one = head(rest(operation, path, { correlationId: nil }));
    expect(one).not.toHaveProperty('fold');
    const made = activity(rest(operation, path, { correlationId: nil }));
    expect(made.correlation).not.toHaveProperty('correlationId');
    expect(made.quality.missing).toContain('correlationId');
  });

  it('does not make two rows of an export copies of each other', () => {
    const row = exported(operation, path, { correlationId: nil });
    const other = exported(operation, path, { correlationId: nil, durationMs: '7' });
    expect(head(row).duplicateKey).not.toBe(head(other).duplicateKey);
  });
});

it('a failure that says nothing of itself has no error', () => {
  const made = activity(
    rest('Microsoft.Compute/snapshots/write', 'Microsoft.Compute/snapshots/s1', {
      status: { value: 'Failed' },
    }),
  );
  expect(made.outcome).toBe('failure');
  expect(made).not.toHaveProperty('error');
});
