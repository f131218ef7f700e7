import { existsSync, readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { normalise, recognise } from '../clouds/index.ts';
import type { JsonObject } from '../core/json.ts';
import { compile } from '../emit/closure/index.ts';
import { loadRules } from '../lang/sigma/index.ts';
import { loadPack } from './load-content.ts';
import { readRuleTests } from './read-rule-tests.ts';
import { componentsOf, operationsByRule, type RuleOperations } from './rule-operations.ts';
import { shownTo } from './rule-tests.ts';

function reach(text: string): RuleOperations {
  const { rules, diagnostics } = loadRules([{ path: 'a.yml', text }]);
  expect(diagnostics.filter(({ severity }) => severity === 'error')).toEqual([]);
  const [rule] = rules;
  const found = rule && operationsByRule(rules).get(rule.id);
  if (!found) throw new Error('no rule');
  return found;
}

const onActivities = (selection: string): string =>
  `title: a\nlogsource:\n  category: cloud_activity\ndetection:\n  sel:\n${selection.replaceAll(/^/gm, '    ')}\n  condition: sel\n`;

function operationNames({ operations }: RuleOperations): string[] {
  return operations.map(({ provider, operation }) => `${provider} ${operation}`);
}

describe('operationsByRule', () => {
  it('names the operations of all clouds that a rule on Activities can match', () => {
    const found = reach(onActivities('verb: create\nobject: instance'));
    expect(found.anyOperation).toBe(false);
    expect(operationNames(found)).toEqual(
      expect.arrayContaining([
        'aws RunInstances',
        'azure Microsoft.Compute/virtualMachines/write',
        'gcp compute.instances.insert',
      ]),
    );
    expect(operationNames(found)).not.toContain('aws TerminateInstances');
    expect(operationNames(found)).not.toContain('aws CreateSnapshot');
  });

  it('gives only the components by which the rule matches', () => {
    const { operations } = reach(onActivities('components.name: Instance Stop'));
    const termination = operations.find(({ operation }) => operation === 'TerminateInstances');
    expect(termination?.components.map(({ name }) => name)).toEqual(['Instance Stop']);
    expect(componentsOf(operations).aws).toEqual([{ id: 'DC0089', name: 'Instance Stop' }]);
  });

  it('tells a creation from an update where one operation is both', () => {
    const made = reach(onActivities('operation: Microsoft.Compute/disks/write\nverb: create'));
    expect(componentsOf(made.operations).azure.map(({ name }) => name)).toEqual(['Volume Creation']);
    const changed = reach(onActivities('operation: Microsoft.Compute/disks/write\nverb: modify'));
    expect(componentsOf(changed.operations).azure.map(({ name }) => name)).toEqual(['Volume Modification']);
  });

  it('knows that only some operations make lineage', () => {
    const found = reach(onActivities('object: volume\nedges.kind: volume<-snapshot'));
    expect(operationNames(found)).toContain('aws CreateVolume');
    expect(operationNames(found)).not.toContain('aws AttachVolume');
  });

  it('keeps to the cloud of the log source', () => {
    const text = onActivities('verb: delete').replace('category: cloud_activity', '$&\n  product: gcp');
    expect(new Set(reach(text).operations.map(({ provider }) => provider))).toEqual(new Set(['gcp']));
  });

  it('reads rules on native records of each cloud', () => {
    const rule = (logsource: string, selection: string): string =>
      `title: a\nlogsource: ${logsource}\ndetection:\n  sel:\n    ${selection}\n  condition: sel\n`;
    const aws = reach(rule('{product: aws, service: cloudtrail}', 'eventName: runinstances'));
    expect(operationNames(aws)).toEqual(['aws RunInstances']);
    const azure = reach(
      rule('{product: azure, service: activitylogs}', 'operationName: MICROSOFT.COMPUTE/SNAPSHOTS/WRITE'),
    );
    expect(operationNames(azure)).toEqual(['azure Microsoft.Compute/snapshots/write']);
    const gcp = reach(
      rule('{product: gcp, service: gcp.audit}', 'gcp.audit.method_name: v1.compute.disks.delete'),
    );
    expect(operationNames(gcp)).toEqual(['gcp compute.disks.delete']);
  });

  it('says when the operation does not matter, and which names it does not know', () => {
    expect(reach(onActivities('source.ip: 192.0.2.1')).anyOperation).toBe(true);
    expect(reach(onActivities('operation: [MakeItSo, RunInstances]'))).toMatchObject({
      anyOperation: false,
      unknown: ['MakeItSo'],
    });
  });

  it('gives a correlation what its rules reach', () => {
    const { files, parameters } = loadPack('cloud-compute');
    const { rules, correlations } = loadRules(files, { placeholders: parameters });
    const found = operationsByRule([...rules, ...correlations]);
    const byName = (name: string): RuleOperations | undefined =>
      found.get([...rules, ...correlations].find((one) => one.name === name)?.id ?? '');
    const chain = operationNames(
      byName('snapshot_to_new_instance') ?? { operations: [], anyOperation: false, unknown: [] },
    );
    for (const step of ['step_snapshot_taken', 'step_disk_attached', 'step_instance_created']) {
      const names = operationNames(byName(step) ?? { operations: [], anyOperation: false, unknown: [] });
      expect(names.length).toBeGreaterThan(0);
      expect(names.filter((name) => !chain.includes(name))).toEqual([]);
    }
  });

  it('leaves a correlation out of clouds where a step of it cannot happen', () => {
    const { files, parameters } = loadPack('cloud-compute');
    const { rules, correlations } = loadRules(files, { placeholders: parameters });
    const all = [...rules, ...correlations];
    const found = operationsByRule(all);
    const cloudsOf = (name: string): string[] => {
      const id = all.find((one) => one.name === name)?.id ?? '';
      return [...new Set(found.get(id)?.operations.map(({ provider }) => provider))].toSorted();
    };
    // Only AWS knows dry runs, only Azure the roles of this step; in the others all steps exist.
    expect(cloudsOf('mining_anti_removal')).toEqual(['aws']);
    expect(cloudsOf('recovery_destroyed')).toEqual(['azure']);
    expect(cloudsOf('backdoor_and_launch')).toEqual(['aws', 'azure', 'gcp']);
    // Its rules are silent as long as nobody has filled their lists.
    expect(cloudsOf('unapproved_image_started')).toEqual(['aws', 'azure', 'gcp']);
  });

  it('reaches every operation that a test of the pack shows a rule to match', () => {
    const { files, parameters } = loadPack('cloud-compute');
    const problems: string[] = [];
    let matched = 0;
    for (const file of files) {
      const beside = file.file.replace(/\.yml$/, '.test.yml');
      if (!existsSync(beside)) continue;
      const tests = readRuleTests(beside, readFileSync(beside, 'utf8'));
      const placeholders = { ...parameters, ...tests.parameters };
      const { rules } = loadRules([file], { placeholders });
      const found = operationsByRule(rules);
      for (const rule of rules) {
        const reached = found.get(rule.id);
        for (const { events } of tests.tests) {
          const shown = shownTo(rule, events);
          if (typeof shown === 'string' || !shown.some(compile(rule))) continue;
          matched += 1;
          const entry = entryOf(events[0]);
          if (entry && !reached?.operations.some(({ operation }) => operation === entry))
            problems.push(`${rule.title}: ${entry}`);
        }
      }
    }
    expect(matched).toBeGreaterThan(100);
    expect(problems).toEqual([]);
  });
});

function entryOf(event: JsonObject | undefined): string | undefined {
  const known = event && recognise(event, { container: 'test', index: 0 });
  if (!known || 'outcome' in known) return undefined;
  expect(normalise([known]).operation).toBe(known.operation);
  return known.entry?.operation;
}
