import type { Instant } from '../../core/leaf/instant.ts';
import type { AwsAccess } from '../aws/access.ts';
import { clientSettings } from '../aws/client-settings.ts';

/** An object as a listing shows it. */
export interface ListedObject {
  readonly key: string;
  readonly size: number;
  /** Changes with the content. */
  readonly tag: string;
}

/** A page of a listing: objects and, one level down, the prefixes of others; both in the order of S3. */
export interface ListedPage {
  readonly objects: readonly ListedObject[];
  readonly prefixes: readonly string[];
  /** Asks for the page after it. */
  readonly next: string | null;
}

/** What is asked of S3: reads only. Each throws what the SDK throws. */
export interface S3Calls {
  list(bucket: string, prefix: string, next: string | null): Promise<ListedPage>;
  /** The bytes as stored; `modified` is when the object was written. */
  get(
    bucket: string,
    key: string,
  ): Promise<{
    readonly bytes: AsyncIterable<Uint8Array>;
    readonly size: number | null;
    readonly modified: Instant | null;
  }>;
  close(): void;
}

/** An answer, or the next piece of one, may take so long. */
const patience = 60_000;

/** S3 of the real SDK, loaded at the first call. A bucket elsewhere is followed to its region. */
export function createS3Calls(access: AwsAccess): S3Calls {
  let started: Promise<Started> | null = null;
  const start = (): Promise<Started> => {
    started ??= startClient(access);
    return started;
  };
  return {
    async list(bucket, prefix, next) {
      const { client, ListObjectsV2Command } = await start();
      const page = await client.send(
        new ListObjectsV2Command({
          ...{ Bucket: bucket, Prefix: prefix, Delimiter: '/' },
          ...(next === null ? {} : { ContinuationToken: next }),
        }),
      );
      return {
        objects: (page.Contents ?? []).flatMap(({ Key, Size, ETag, LastModified }) =>
          Key === undefined ? [] : [{ key: Key, size: Size ?? 0, tag: ETag ?? String(LastModified?.getTime()) }],
        ),
        prefixes: (page.CommonPrefixes ?? []).flatMap(({ Prefix }) => Prefix ?? []),
        next: page.IsTruncated ? (page.NextContinuationToken ?? null) : null,
      };
    },
    async get(bucket, key) {
      const { client, GetObjectCommand } = await start();
      const { Body, ContentLength, LastModified } = await client.send(
        new GetObjectCommand({ Bucket: bucket, Key: key }),
      );
      return {
        bytes: (Body ?? []) as AsyncIterable<Uint8Array>,
        size: ContentLength ?? null,
        modified: LastModified?.getTime() ?? null,
      };
    },
    close() {
      void started?.then(
        ({ client }) => client.destroy(),
        () => {},
      );
    },
  };
}

type Started = Awaited<ReturnType<typeof startClient>>;

async function startClient(access: AwsAccess) {
  const { S3Client, ListObjectsV2Command, GetObjectCommand } = await import('@aws-sdk/client-s3');
  const named = access.endpoint ?? process.env.AWS_ENDPOINT_URL_S3 ?? process.env.AWS_ENDPOINT_URL;
  const client = new S3Client({
    ...clientSettings(access, patience),
    maxAttempts: 5,
    followRegionRedirects: true,
    // Stand-ins of S3 have no names for buckets.
    forcePathStyle: named !== undefined && named !== '',
  });
  return { client, ListObjectsV2Command, GetObjectCommand };
}
