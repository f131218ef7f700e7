// biome-ignore-all lint/suspicious/noTemplateCurlyInString: names of values are written like this
import { RE2JS } from 're2js';
import { describe, expect, it } from 'vitest';
import { shownTemplate, unify } from './bindings.ts';

const names = {
  patterns: new Map([['volume', RE2JS.compile('^vol-')]]),
  free: new Set(['volume', 'project', 'name']),
};
const given = new Map([['zone', 'z-a']]);

function unified(template: string, text: string, known = given): Record<string, string> | undefined {
  const found = unify(template, text, known, names);
  return found && Object.fromEntries([...found].filter(([name]) => !given.has(name)));
}

describe('a template and a text', () => {
  it.each([
    ['equal', 'RunInstances', 'RunInstances', {}],
    ['equal but for case', '/Subscriptions/A', '/subscriptions/a', {}],
    ['another', 'RunInstances', 'StopInstances', undefined],
    ['a part is no whole', 'Run', 'RunInstances', undefined],
    ['signs of regular expressions are signs', 'a.b*', 'axbb', undefined],
    ['a given name', '${zone}', 'z-a', {}],
    ['a given name with another value', '${zone}', 'z-b', undefined],
    ['a free name takes the text', '${volume}', 'vol-1', { volume: 'vol-1' }],
    ['a free name takes only what it looks like', '${volume}', 'snap-1', undefined],
    ['a free name may be anything else', '${name}', 'a/b c', { name: 'a/b c' }],
    [
      'names inside a path take a part of it',
      'projects/${project}/zones/${zone}/disks/${name}',
      'projects/p/zones/z-a/disks/d',
      { project: 'p', name: 'd' },
    ],
    ['a part is no two parts', 'projects/${project}/disks/d', 'projects/p/zones/z/disks/d', undefined],
    ['the same name twice is the same text', '${project}/${project}', 'a/A', { project: 'A' }],
    ['the same name twice is no two texts', '${project}/${project}', 'a/b', undefined],
    ['a name that nobody knows stays as it is written', '${other}', 'x', undefined],
  ])('%s', (_about, template, text, expected) => {
    expect(unified(template, text)).toEqual(expected);
  });

  it('keep what is bound', () => {
    const known = new Map([...given, ['volume', 'vol-1']]);
    expect(unified('${volume}', 'VOL-1', known)).toEqual({ volume: 'vol-1' });
    expect(unified('${volume}', 'vol-2', known)).toBeUndefined();
    expect(shownTemplate('${volume} in ${zone} of ${project}', known)).toBe('vol-1 in z-a of ${project}');
  });
});
