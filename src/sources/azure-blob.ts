import { type ObjectStore, objectStore } from './object-store.ts';
import type { SourceDefinition } from './source.ts';

/** What is used of `@azure/storage-blob`. */
interface BlobSdk {
  readonly BlobServiceClient: { fromConnectionString(text: string): BlobService };
}

interface BlobService {
  getContainerClient(name: string): {
    listBlobsFlat(
      options: object,
    ): AsyncIterable<{ name: string; properties: { contentLength?: number; etag?: string } }>;
    getBlobClient(name: string): { download(): Promise<{ readableStreamBody?: AsyncIterable<Uint8Array> }> };
  };
}

/** Azure Blob Storage; the account comes from AZURE_STORAGE_CONNECTION_STRING, as for the Azure CLI. */
export const azureBlob: SourceDefinition = objectStore({
  name: 'azure-blob',
  scheme: 'az',
  description: 'az://CONTAINER/PREFIX, where @azure/storage-blob is installed',
  sdk: '@azure/storage-blob',
  connect: (sdk) => connect(sdk as BlobSdk),
});

function connect({ BlobServiceClient }: BlobSdk): ObjectStore {
  const text = process.env['AZURE_STORAGE_CONNECTION_STRING'];
  if (text === undefined || text === '') {
    throw new Error('set AZURE_STORAGE_CONNECTION_STRING to the connection string of the storage account');
  }
  const service = BlobServiceClient.fromConnectionString(text);
  return {
    list: async function* (container, prefix) {
      for await (const { name, properties } of service
        .getContainerClient(container)
        .listBlobsFlat({ prefix })) {
        const { contentLength: size, etag: version } = properties;
        yield { key: name, size, version };
      }
    },
    read: async (container, key) => {
      const { readableStreamBody } = await service
        .getContainerClient(container)
        .getBlobClient(key)
        .download();
      if (!readableStreamBody) throw new Error('the service sent no body');
      return readableStreamBody;
    },
  };
}
