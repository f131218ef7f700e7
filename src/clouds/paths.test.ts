import { describe, expect, it } from 'vitest';
import { compilePaths, PathSyntaxError, parsePath, scalarTexts } from './paths.ts';

const record = {
  a: { b: 'x', list: [{ id: 1 }, { id: 2 }, { id: 2 }], one: { id: 3 }, empty: '', none: {} },
  tagged: { tag: 1, content: 'vol-1' },
  tags: [
    { tag: 1, content: 'vol-1' },
    { tag: 2, content: 'vol-2' },
  ],
  '@type': 'T',
  Properties: { Level: 'CanNotDelete' },
};

describe('paths', () => {
  it.each([
    [['a.b'], ['x']],
    [['a.list[].id'], [1, 2, 2]],
    [['a.one[].id'], [3]],
    [['a.empty[]'], []],
    [['a.none[].id'], []],
    [['a.b[]'], ['x']],
    [['a.b.c'], []],
    [['a.list.id'], []],
    [['tagged[]'], ['vol-1']],
    [['tagged'], ['vol-1']],
    [['tags[]'], ['vol-1', 'vol-2']],
    [['["@type"]'], ['T']],
    [['missing', 'a.empty', 'a.b'], ['x']],
    [['constructor.name'], []],
    [['properties.level'], []],
    [[], []],
  ])('%j yields %j', (paths, expected) => {
    expect(compilePaths(paths)(record)).toEqual(expected);
  });

  it('finds members in any case when asked to', () => {
    expect(compilePaths(['properties.level'], { anyCase: true })(record)).toEqual(['CanNotDelete']);
  });

  it.each(['', '.a', 'a..b', 'a[0]', 'a[', 'a b', 'a.', '[]', 'a[""]'])('refuses %j', (path) => {
    expect(() => parsePath(path)).toThrow(PathSyntaxError);
  });

  it('makes each scalar a text once', () => {
    expect(scalarTexts([1, 'a', 1, { x: 1 }, null, true])).toEqual(['1', 'a', 'true']);
    expect(scalarTexts([{ x: 1 }])).toEqual([]);
  });
});
