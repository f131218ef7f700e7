import type { ByteSource } from '../core/byte-source.ts';
import { ReadError } from '../core/byte-source.ts';
import type { Input, Listing, PathProblem, SourceDefinition } from './source.ts';

/** The two things that a hunt needs of an object store. */
export interface ObjectStore {
  /** Objects whose key begins with the prefix. */
  list(bucket: string, prefix: string): AsyncIterable<StoredObject>;
  read(bucket: string, key: string): Promise<AsyncIterable<Uint8Array>>;
}

export interface StoredObject {
  readonly key: string;
  readonly size?: number | undefined;
  /** The tag that changes with the content. */
  readonly version?: string | undefined;
}

export interface ObjectStoreOptions {
  readonly name: string;
  readonly scheme: string;
  readonly description: string;
  /** The npm package of the SDK. It is no dependency of ours: whoever wants this source installs it. */
  readonly sdk: string;
  /** Makes a client with the SDK's own configuration (environment, profile, metadata service). */
  connect(sdk: unknown): ObjectStore;
}

/** `scheme://bucket/key-or-prefix`: one object, or everything below a prefix. */
export function objectStore(
  options: ObjectStoreOptions,
  load: (name: string) => Promise<unknown> = (name) => import(name),
): SourceDefinition {
  let connected: Promise<ObjectStore> | undefined;
  const connect = (): Promise<ObjectStore> => {
    connected ??= load(options.sdk).then((sdk) => options.connect(sdk));
    return connected;
  };
  const prefix = `${options.scheme}://`;
  return {
    name: options.name,
    description: options.description,
    accepts: (path) => path.startsWith(prefix),
    list: async (path) => {
      const place = parse(path, prefix);
      if (place.bucket === '')
        return failed({ path, kind: 'not-found', detail: `expected ${prefix}BUCKET/PREFIX` });
      try {
        return await listObjects(await connect(), path, place, options.name, prefix);
      } catch (error) {
        return failed(problemOf(path, error, options.sdk));
      }
    },
    open: (input) => openObject(connect, input, prefix),
  };
}

interface Place {
  readonly bucket: string;
  readonly key: string;
}

function parse(path: string, prefix: string): Place {
  const [bucket = '', ...rest] = path.slice(prefix.length).split('/');
  return { bucket, key: rest.join('/') };
}

async function listObjects(
  store: ObjectStore,
  path: string,
  { bucket, key }: Place,
  source: string,
  prefix: string,
): Promise<Listing> {
  const inputs: Input[] = [];
  for await (const object of store.list(bucket, key)) {
    // A key that ends with a slash is the console's mark for a folder.
    if (object.key.endsWith('/')) continue;
    const { key: name, size, version } = object;
    inputs.push({
      path: `${prefix}${bucket}/${name}`,
      source,
      ...(size === undefined ? {} : { size }),
      ...(version === undefined ? {} : { version }),
    });
  }
  if (inputs.length === 0)
    return failed({ path, kind: 'no-match', detail: 'no object has this key or prefix' });
  return { inputs: inputs.toSorted((a, b) => (a.path < b.path ? -1 : 1)), problems: [] };
}

function openObject(connect: () => Promise<ObjectStore>, input: Input, prefix: string): ByteSource {
  const { bucket, key } = parse(input.path, prefix);
  const stream = async function* (): AsyncGenerator<Buffer> {
    try {
      const chunks = await (await connect()).read(bucket, key);
      for await (const chunk of chunks) yield Buffer.from(chunk.buffer, chunk.byteOffset, chunk.byteLength);
    } catch (error) {
      throw new ReadError(`${input.path} cannot be read`, { cause: error });
    }
  };
  return input.size === undefined ? { stream } : { size: input.size, stream };
}

function failed(problem: PathProblem): Listing {
  return { inputs: [], problems: [problem] };
}

function problemOf(path: string, error: unknown, sdk: string): PathProblem {
  const code = error instanceof Error && 'code' in error ? String(error.code) : '';
  if (code === 'ERR_MODULE_NOT_FOUND' || code === 'MODULE_NOT_FOUND') {
    return {
      path,
      kind: 'not-installed',
      detail: `this needs an SDK that is not installed; run: npm install ${sdk}`,
    };
  }
  const detail = error instanceof Error ? `${error.name}: ${error.message}` : String(error);
  return { path, kind: /denied|forbidden|unauthor/i.test(detail) ? 'no-permission' : 'unreadable', detail };
}
