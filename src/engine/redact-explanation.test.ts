import { describe, expect, it } from 'vitest';
import type { JsonObject } from '../core/json.ts';
import type { Rule } from '../ir/rule.ts';
import { loadRules } from '../lang/sigma/index.ts';
import { explainForPrint } from './redact-explanation.ts';

function rule(selection: string): Rule {
  const text = `title: t\nlogsource: { product: aws, service: cloudtrail }\ndetection:\n  sel:\n    ${selection}\n  condition: sel\n`;
  return loadRules([{ path: 'r.yml', text }]).rules[0] as Rule;
}

describe('an explanation for print', () => {
  it.each<[string, string, JsonObject]>([
    [
      'by path',
      "requestParameters.userData|contains: 'curl'",
      { requestParameters: { userData: 'curl s3cr3t' } },
    ],
    [
      'below a secret member',
      "requestParameters.userData.text|contains: 'curl'",
      { requestParameters: { userData: { text: 'curl s3cr3t' } } },
    ],
    [
      'an object that holds one',
      'requestParameters|exists: true',
      { requestParameters: { masterUserPassword: 's3cr3t' } },
    ],
    [
      'a metadata item of Google',
      "items.value|contains: 'curl'",
      { items: [{ key: 'startup-script', value: 'curl s3cr3t' }] },
    ],
    ['a signature', "url|contains: 'sig='", { url: 'https://host/disk?sig=s3cr3t&sv=1' }],
    ['JSON text', "body|contains: 'adminPassword'", { body: '{"adminPassword":"s3cr3t"}' }],
  ])('%s', (_name, selection, record) => {
    const explanation = explainForPrint(rule(selection), record);
    expect(explanation.matched).toBe(true);
    expect(JSON.stringify(explanation)).not.toContain('s3cr3t');
    expect(JSON.stringify(explanation)).toContain('<redacted>');
  });

  it('keyword searches', () => {
    const text =
      'title: t\nlogsource: { product: aws }\ndetection:\n  keywords: [curl]\n  condition: keywords\n';
    const [loaded] = loadRules([{ path: 'r.yml', text }]).rules;
    const explanation = explainForPrint(loaded as Rule, { a: { userData: 'curl s3cr3t' } });
    expect(explanation.matched).toBe(true);
    expect(JSON.stringify(explanation)).not.toContain('s3cr3t');
  });

  it('leaves what is no secret', () => {
    const explanation = explainForPrint(rule('eventName: RunInstances'), {
      eventName: 'RunInstances',
      userData: 'x',
    });
    expect(JSON.stringify(explanation)).toContain('"values":["RunInstances"]');
  });
});
