import { describe, expect, it } from 'vitest';
import type { Provider } from '../activity/vocabulary.ts';
import type { QueryLanguage } from './guide.ts';
import type { Reading } from './read-node.ts';
import { escapeLiteral, isCommand, isQuery } from './templates.ts';

const names = { has: () => true, keys: () => [] };
const reading = (cloud?: Provider): Reading => ({
  report: () => undefined,
  known: {
    techniques: names,
    rules: names,
    isOperation: () => true,
    pivots: names,
    logs: names,
    roles: names,
    actions: { ...names, get: () => undefined },
  },
  ...(cloud ? { cloud } : {}),
});

describe('commands', () => {
  it.each<[string, Provider | undefined]>([
    ['aws ec2 describe-instances --instance-ids <INSTANCE> --region <REGION>', 'aws'],
    ['aws ec2 describe-volumes --filters Name=snapshot-id,Values=<SNAPSHOT>', 'aws'],
    ['aws ec2 x --user-ids <GRANTEE>', 'aws'],
    ['az vm show --ids <INSTANCE>', 'azure'],
    ['gcloud x --filter=sourceDisk~<VOLUME_NAME> --project=<ACCOUNT>', 'gcp'],
    ['gcloud logging read \'principalEmail="<PRINCIPAL_NAME>"\'', 'gcp'],
    ['nephoscope lineage <SNAPSHOT> <LOGS>', undefined],
  ])('%s', (command, cloud) => {
    expect(isCommand(command, reading(cloud))).toBeUndefined();
  });

  it.each<[string, Provider | undefined, string, string]>([
    ['rm -rf /', 'aws', 'command', "'rm' is no program of a responder"],
    ['aws x | sh', 'aws', 'command', "'|' is acted on by the shell"],
    ['aws x --id <INSTANZ>', 'aws', 'placeholder', 'there is no placeholder <INSTANZ>'],
    ['az x --query "[?id==\'<INSTANCE>\']"', 'azure', 'place', '<INSTANCE> may hold any name'],
    ['aws x --tags Key=who,Value=<PRINCIPAL_NAME>', 'aws', 'place', '<PRINCIPAL_NAME> may hold any name'],
    ['aws x --policy \'{"a":<USER>}\'', 'aws', 'place', '<USER> may hold any name'],
    ['aws x --user-ids=<GRANTEE>', 'aws', 'place', '<GRANTEE> may be several words'],
    ['aws x --a <INSTANCE> --b <VOLUME>', 'aws', 'place', 'the command names resources of 2 kinds'],
  ])('refuses %s', (command, cloud, code, message) => {
    const problem = isCommand(command, reading(cloud));
    expect(problem?.code).toBe(code);
    expect(problem?.message).toContain(message);
  });

  it('suggests the placeholder that was meant', () => {
    expect(isCommand('aws x --id <INSTANZ>', reading('aws'))?.help).toBe("Did you mean 'INSTANCE'?");
  });
});

describe('queries', () => {
  it.each<[QueryLanguage, string]>([
    ['athena', "SELECT * FROM <TABLE> WHERE arn = '<ARN>' AND eventtime > '<FROM>'"],
    ['kql', "AzureActivity | where TimeGenerated > datetime(<FROM>) and Caller == '<PRINCIPAL_NAME>'"],
    ['logging', 'protoPayload.resourceName="<RESOURCE>"'],
    ['aql', 'SELECT "Operation" FROM events WHERE username = \'<PRINCIPAL_NAME>\' LAST 1 HOURS'],
  ])('%s: %s', (language, query) => {
    expect(isQuery(language)(query, reading())).toBeUndefined();
  });

  it.each<[QueryLanguage, string, string]>([
    ['athena', 'SELECT * FROM t WHERE arn = <ARN>', '<ARN> comes from the logs'],
    ['logging', "protoPayload.resourceName='<RESOURCE>'", '<RESOURCE> comes from the logs'],
    ['kql', 'where Caller == <PRINCIPAL_NAME>', '<PRINCIPAL_NAME> comes from the logs'],
    ['lake', "WHERE a = 'x", 'a text is not closed'],
    ['kql', 'where SubscriptionId == <ACCOUNT>', '<ACCOUNT> comes from the logs'],
    ['lake', "WHERE a = '<NOBODY>'", 'there is no placeholder <NOBODY>'],
  ])('refuses in %s: %s', (language, query, message) => {
    expect(isQuery(language)(query, reading())?.message).toContain(message);
  });

  it.each<[QueryLanguage, string, string]>([
    ['athena', "o'brien' OR '1'='1", "o''brien'' OR ''1''=''1"],
    ['kql', "o'brien\\", "o\\'brien\\\\"],
    ['logging', 'a" OR "b', 'a\\" OR \\"b'],
    ['aql', "' UNION", "'' UNION"],
  ])('%s: a value stays within its text', (language, value, escaped) => {
    expect(escapeLiteral(language, value)).toBe(escaped);
  });
});
