import { describe, expect, it } from 'vitest';
import { isAwsAccelerated, isAzureAccelerated, isGoogleAccelerated } from './accelerators.ts';
import { findTicket } from './change-ticket.ts';
import { ipKindOf, toolOf } from './source.ts';
import { epochMs } from './time.ts';

describe('source', () => {
  it.each([
    ['203.0.113.7', 'public'],
    ['10.1.2.3', 'private'],
    ['172.31.0.1', 'private'],
    ['172.32.0.1', 'public'],
    ['100.64.0.1', 'private'],
    ['2001:db8::1', 'public'],
    ['fd00::1', 'private'],
    ['::1', 'private'],
    ['::ffff:10.0.0.1', 'private'],
    ['private', 'private'],
    ['autoscaling.amazonaws.com', 'provider'],
    ['AWS Internal', 'provider'],
    ['', 'absent'],
    [undefined, 'absent'],
  ])('of %s is %s', (address, kind) => {
    expect(ipKindOf(address)).toBe(kind);
  });

  it.each([
    ['aws-cli/2.15.0 Python/3.11 md/command#ec2.run-instances', 'aws-cli'],
    ['aws-cli/2.15.0 exec-env/CloudShell', 'cloudshell'],
    ['Boto3/1.28.0 Python/3.10 Botocore/1.31.0', 'boto3'],
    ['[APN/1.0 HashiCorp/1.0 Terraform/1.1.2 (+https://www.terraform.io) aws-sdk-go/1.44]', 'terraform'],
    ['aws-sdk-go-v2/1.32.3 os/linux', 'aws-sdk-go'],
    ['AWS Internal', 'console'],
    ['Mozilla/5.0 (X11; Linux x86_64)', 'console'],
    ['autoscaling.amazonaws.com', 'aws-service'],
    ['google-cloud-sdk gcloud/290.0.1 command/gcloud.compute.images.create', 'gcloud'],
    ['something else', undefined],
    [undefined, undefined],
  ])('tool of %s is %s', (userAgent, tool) => {
    expect(toolOf(userAgent)).toBe(tool);
  });
});

describe('change ticket', () => {
  it.each<[Record<string, string> | undefined, string | undefined, string | undefined]>([
    [{ 'change-id': 'CHG0012345' }, undefined, 'CHG0012345'],
    [{ ChangeTicket: 'ops-42' }, undefined, 'OPS-42'],
    [{ jira: 'ABC-123' }, undefined, 'ABC-123'],
    [{ 'acme:ticket': 'RITM0001' }, undefined, 'RITM0001'],
    [{ Name: 'CHG0012345' }, undefined, undefined],
    [{ ticket: 'see the wiki' }, undefined, undefined],
    [{ creator: 'ABC-123' }, undefined, undefined],
    [undefined, 'CHG0012345', 'CHG0012345'],
    [undefined, 'alice', undefined],
  ])('in %j and %j is %j', (tags, declared, ticket) => {
    expect(findTicket(tags, declared)).toBe(ticket);
  });
});

describe('accelerators', () => {
  it.each(['p5.48xlarge', 'g5.xlarge', 'ml.g4dn.xlarge', 'trn1.32xlarge', 'inf2.xlarge', 'p6-b200.48xlarge'])(
    'AWS %s',
    (type) => {
      expect(isAwsAccelerated(type)).toBe(true);
    },
  );
  it.each(['m5.large', 't3.micro', 'c7g.large', 'db.r6g.large', 'i4g.large', ''])('not AWS %s', (type) => {
    expect(isAwsAccelerated(type)).toBe(false);
  });
  it('Azure and Google', () => {
    expect(['Standard_NC24ads_A100_v4', 'Standard_D2s_v3'].map(isAzureAccelerated)).toEqual([true, false]);
    expect(['zones/z/machineTypes/a2-highgpu-1g', 'n2-standard-4'].map(isGoogleAccelerated)).toEqual([
      true,
      false,
    ]);
  });
});

describe('time', () => {
  const noon = Date.UTC(2026, 2, 1, 12);
  it.each([
    ['2026-03-01T12:00:00Z', noon],
    ['2026-03-01T12:00:00.000000001Z', noon],
    ['2026-03-01 12:00:00.000', noon],
    ['2026-03-01 12:00:00 UTC', noon],
    ['2026-03-01T14:00:00+02:00', noon],
    [noon, noon],
    [noon / 1000, noon],
    ['noon', undefined],
    ['', undefined],
    [0, undefined],
    [null, undefined],
    [{}, undefined],
  ])('%j', (value, expected) => {
    expect(epochMs(value)).toBe(expected);
  });
});
