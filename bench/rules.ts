import type { Rule } from '../src/ir/rule.ts';
import { Random } from './generate/random.ts';
import type { Product } from './product.ts';

/** The shipped pack, and SigmaHQ's AWS rules where a copy of them is at hand. */
export function ordinaryRules(product: Product, sigmaHq: string | undefined): readonly Rule[] {
  const pack = product.loadPack('cloud-compute');
  const shipped = product.loadRules(pack.files, { placeholders: pack.parameters }).rules;
  const given = sigmaHq === undefined ? [] : product.loadRules(product.readRuleFiles([sigmaHq])).rules;
  return [...shipped, ...given];
}

const verbs = [
  'Create',
  'Delete',
  'Put',
  'Update',
  'Modify',
  'Attach',
  'Detach',
  'Get',
  'List',
  'Enable',
] as const;
const nouns = [
  'Bucket',
  'Function',
  'Cluster',
  'Secret',
  'Key',
  'Table',
  'Topic',
  'Stream',
  'Policy',
  'Group',
] as const;
const kinds = [
  'Policy',
  'Configuration',
  'Attribute',
  'Version',
  'Permission',
  'Alias',
  'Tag',
  'Grant',
] as const;
const sources = [
  's3',
  'lambda',
  'eks',
  'secretsmanager',
  'kms',
  'dynamodb',
  'sns',
  'kinesis',
  'iam',
  'ec2',
] as const;

/**
 * Made-up CloudTrail rules in the proportions of public ones: nearly all name their operations, one in a hundred does
 * not and has to be tried on every record.
 */
export function generatedRules(product: Product, count: number): readonly Rule[] {
  const random = new Random(800);
  const files = Array.from({ length: count }, (_, index) => ({
    path: `generated-${index}.yml`,
    text: ruleText(random, index),
  }));
  const { rules, refused } = product.loadRules(files);
  if (refused > 0 || rules.length !== count) throw new Error(`${refused} generated rules were refused`);
  return rules;
}

function ruleText(random: Random, index: number): string {
  const operation = (): string => `${random.pick(verbs)}${random.pick(nouns)}${random.pick(kinds)}`;
  const named =
    index % 100 === 99
      ? '    userAgent|contains: made-up-tool-'
      : `    eventSource: ${random.pick(sources)}.amazonaws.com\n    eventName:\n${Array.from({ length: 1 + random.below(3) }, () => `      - ${operation()}`).join('\n')}`;
  return `title: Made-up rule ${index}
id: ${random.uuid()}
status: test
logsource:
  product: aws
  service: cloudtrail
detection:
  selection:
${named}
  filter_service:
    userIdentity.invokedBy|endswith: .amazonaws.com
  filter_error:
    errorCode|contains: Throttling
  condition: selection and not 1 of filter_*
level: ${random.pick(['low', 'medium', 'high'])}
`;
}
