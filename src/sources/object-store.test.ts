import { describe, expect, it } from 'vitest';
import { type ObjectStore, objectStore } from './object-store.ts';

const objects: Readonly<Record<string, string>> = {
  'trail/b.json': 'B',
  'trail/a.json': 'A',
  'trail/': '',
  'other.json': 'O',
};

const store: ObjectStore = {
  list: async function* (bucket, prefix) {
    if (bucket === 'closed') throw Object.assign(new Error('Access Denied'), { name: 'AccessDenied' });
    for (const [key, text] of Object.entries(objects))
      if (key.startsWith(prefix)) yield { key, size: text.length };
  },
  read: async (_bucket, key) =>
    (async function* () {
      const text = objects[key];
      if (text === undefined) throw new Error('NoSuchKey');
      yield new TextEncoder().encode(text);
    })(),
};

const definition = (load: (name: string) => Promise<unknown> = () => Promise.resolve({})) =>
  objectStore({ name: 'x', scheme: 'x', description: '', sdk: 'the-sdk', connect: () => store }, load);

describe('object stores', () => {
  it('list what is below a prefix, in order, without folder marks', async () => {
    expect(await definition().list('x://bucket/trail/')).toEqual({
      inputs: [
        { path: 'x://bucket/trail/a.json', source: 'x', size: 1 },
        { path: 'x://bucket/trail/b.json', source: 'x', size: 1 },
      ],
      problems: [],
    });
  });

  it.each([
    ['x://bucket/nothing/', 'no-match'],
    ['x://', 'not-found'],
    ['x://closed/', 'no-permission'],
  ])('%s: %s', async (path, kind) => {
    const { inputs, problems } = await definition().list(path);
    expect(inputs).toEqual([]);
    expect(problems.map((problem) => problem.kind)).toEqual([kind]);
  });

  it('name the package to install when the SDK is missing', async () => {
    const missing = () => Promise.reject(Object.assign(new Error('x'), { code: 'ERR_MODULE_NOT_FOUND' }));
    const { problems } = await definition(missing).list('x://bucket/');
    expect(problems[0]).toMatchObject({ kind: 'not-installed' });
    expect(problems[0]?.detail).toContain('npm install the-sdk');
  });

  it('read an object, and fail as ReadError', async () => {
    const read = async (path: string): Promise<string> => {
      const parts: Buffer[] = [];
      for await (const chunk of definition().open({ path, source: 'x' }).stream()) parts.push(chunk);
      return Buffer.concat(parts).toString();
    };
    expect(await read('x://bucket/trail/a.json')).toBe('A');
    await expect(read('x://bucket/gone')).rejects.toMatchObject({ name: 'ReadError' });
  });
});
