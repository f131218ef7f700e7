import { type ObjectStore, objectStore } from './object-store.ts';
import type { SourceDefinition } from './source.ts';

/** What is used of `@aws-sdk/client-s3`. */
interface S3Sdk {
  readonly S3Client: new (options: object) => { send(command: object): Promise<unknown> };
  readonly ListObjectsV2Command: new (input: object) => object;
  readonly GetObjectCommand: new (input: object) => object;
}

interface Page {
  readonly Contents?: readonly { readonly Key?: string; readonly Size?: number; readonly ETag?: string }[];
  readonly NextContinuationToken?: string;
}

/** Amazon S3 and what speaks its protocol (AWS_ENDPOINT_URL_S3), with the SDK's own credentials chain. */
export const s3: SourceDefinition = objectStore({
  name: 's3',
  scheme: 's3',
  description: 's3://BUCKET/PREFIX, where @aws-sdk/client-s3 is installed',
  sdk: '@aws-sdk/client-s3',
  connect: (sdk) => connect(sdk as S3Sdk),
});

function connect({ S3Client, ListObjectsV2Command, GetObjectCommand }: S3Sdk): ObjectStore {
  const client = new S3Client({});
  return {
    list: async function* (bucket, prefix) {
      let token: string | undefined;
      do {
        const input = { Bucket: bucket, Prefix: prefix, ContinuationToken: token };
        const page = (await client.send(new ListObjectsV2Command(input))) as Page;
        for (const { Key: key, Size: size, ETag: version } of page.Contents ?? []) {
          if (key !== undefined) yield { key, size, version };
        }
        token = page.NextContinuationToken;
      } while (token !== undefined);
    },
    read: async (bucket, key) => {
      const answer = await client.send(new GetObjectCommand({ Bucket: bucket, Key: key }));
      return (answer as { Body: AsyncIterable<Uint8Array> }).Body;
    },
  };
}
