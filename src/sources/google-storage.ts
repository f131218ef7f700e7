import { type ObjectStore, objectStore } from './object-store.ts';
import type { SourceDefinition } from './source.ts';

/** What is used of `@google-cloud/storage`. */
interface StorageSdk {
  readonly Storage: new () => {
    bucket(name: string): {
      getFilesStream(
        options: object,
      ): AsyncIterable<{ name: string; metadata: { size?: string | number; etag?: string } }>;
      file(name: string): { createReadStream(options: object): AsyncIterable<Uint8Array> };
    };
  };
}

/** Google Cloud Storage with application default credentials. */
export const googleStorage: SourceDefinition = objectStore({
  name: 'google-storage',
  scheme: 'gs',
  description: 'gs://BUCKET/PREFIX, where @google-cloud/storage is installed',
  sdk: '@google-cloud/storage',
  connect: (sdk) => connect(sdk as StorageSdk),
});

function connect({ Storage }: StorageSdk): ObjectStore {
  const storage = new Storage();
  return {
    list: async function* (bucket, prefix) {
      for await (const { name, metadata } of storage.bucket(bucket).getFilesStream({ prefix })) {
        const { size, etag: version } = metadata;
        yield { key: name, size: size === undefined ? size : Number(size), version };
      }
    },
    // The bytes as they are stored: we inflate ourselves, so that damage is seen and caps hold.
    read: (bucket, key) =>
      Promise.resolve(storage.bucket(bucket).file(key).createReadStream({ decompress: false })),
  };
}
