import { describe, expect, it } from 'vitest';
import { guessAws, guessAzure, guessGoogle } from './guess.ts';

describe('guess', () => {
  it.each([
    ['s3.amazonaws.com', 'ListBuckets', 'enumerate', 'storage', 'read'],
    ['cloudtrail.amazonaws.com', 'StopLogging', 'stop', 'logging', 'write'],
    ['iam.amazonaws.com', 'CreateUser', 'create', 'iam', 'write'],
    ['iam.amazonaws.com', 'CreateAccessKey', 'create', 'credential', 'write'],
    ['secretsmanager.amazonaws.com', 'GetSecretValue', 'read', 'credential', 'read'],
    ['lambda.amazonaws.com', 'UpdateFunctionCode20150331v2', 'modify', 'function', 'write'],
    ['ec2.amazonaws.com', 'DisassociateAddress', 'detach', 'network', 'write'],
    ['signin.amazonaws.com', 'ConsoleLogin', 'login', 'resource', 'write'],
    ['x.amazonaws.com', 'Frobnicate', 'other', 'resource', 'write'],
  ])('AWS %s %s', (source, name, verb, object, access) => {
    expect(guessAws(source, name)).toEqual({ verb, object, access });
  });

  it.each([
    ['Microsoft.Compute/virtualMachines/foo/write', 'modify', 'instance', 'write'],
    ['MICROSOFT.COMPUTE/DISKS/DELETE', 'delete', 'volume', 'write'],
    ['Microsoft.Storage/storageAccounts/listKeys/action', 'enumerate', 'credential', 'read'],
  ])('Azure %s', (operation, verb, object, access) => {
    expect(guessAzure(operation)).toEqual({ verb, object, access });
  });

  it.each([
    ['v1.compute.futureDisks.insert', 'create', 'volume', 'write'],
    ['google.iam.admin.v1.CreateServiceAccountKey', 'create', 'credential', 'write'],
    ['storage.buckets.list', 'enumerate', 'storage', 'read'],
  ])('Google %s', (method, verb, object, access) => {
    expect(guessGoogle(method)).toEqual({ verb, object, access });
  });

  it('never throws, whatever the name', () => {
    for (const name of ['', '.', '/', '\u0000', 'a'.repeat(10_000)]) {
      expect(() => [guessAws(name, name), guessAzure(name), guessGoogle(name)]).not.toThrow();
    }
  });
});
