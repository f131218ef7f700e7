import { describe, expect, it } from 'vitest';
import { loadRules } from '../lang/sigma/index.ts';
import { coveringRules } from './covering-rules.ts';

describe('coveringRules', () => {
  it('leaves out components that a rule reaches only by what no log holds', () => {
    const text =
      'title: a\nlogsource:\n  category: cloud_activity\ndetection:\n  sel:\n    verb: enumerate\n    object: instance\n  condition: sel\n';
    const [covering] = coveringRules(loadRules([{ path: 'a.yml', text }]).rules, []);
    // Instance Metadata: in Azure the only such list is a read, which the Activity Log leaves out.
    expect(covering?.components.azure).toEqual([]);
    expect(covering?.components.aws).toContain('DC0086');
  });
});
