import { passes, type Trouble, troubleOf } from '../aws/trouble.ts';
import { inOrder } from './in-order.ts';
import type { ListedObject, ListedPage, S3Calls } from './s3-calls.ts';

/** An object that may hold records, or a prefix that could not be listed. */
export type Listed =
  | { readonly kind: 'object'; readonly object: ListedObject }
  | { readonly kind: 'obstacle'; readonly prefix: string; readonly trouble: Trouble };

/** What is listed. */
export interface Listing {
  readonly calls: S3Calls;
  readonly bucket: string;
  /** Whether there is any sense in listing a prefix. */
  readonly wants: (prefix: string) => boolean;
}

/** Prefixes beside each other that are listed at once, on each level. */
const ahead = 8;

type Page =
  | { readonly kind: 'page'; readonly page: ListedPage }
  | { readonly kind: 'failed'; readonly trouble: Trouble };

/**
 * Lists what stands below a prefix in the order of S3's keys, level by level, so that what is not wanted is never listed;
 * neighbours (days, above all) are listed at once. Memory: a few pages. What cannot be listed is told and passed over.
 */
export async function* listLogs(listing: Listing, prefix: string): AsyncGenerator<Listed> {
  yield* walk(listing, prefix, await firstPage(listing, prefix, null));
}

async function* walk(listing: Listing, prefix: string, first: Page): AsyncGenerator<Listed> {
  for (let page = first; ; ) {
    if (page.kind === 'failed') return yield { kind: 'obstacle', prefix, trouble: page.trouble };
    const { objects, prefixes, next } = page.page;
    const following = next === null ? null : firstPage(listing, prefix, next);
    const below = inOrder(prefixes.filter(listing.wants), (each) => firstPage(listing, each, null), {
      ...{ most: ahead, heaviest: ahead },
      weight: () => 1,
    });
    let at = 0;
    for await (const { task, result } of below) {
      for (; at < objects.length && before(objects[at]!.key, task); at++)
        yield { kind: 'object', object: objects[at]! };
      yield* walk(listing, task, result);
    }
    for (; at < objects.length; at++) yield { kind: 'object', object: objects[at]! };
    if (following === null) return;
    page = await following;
  }
}

async function firstPage({ calls, bucket }: Listing, prefix: string, next: string | null): Promise<Page> {
  for (let attempt = 1; ; attempt++) {
    try {
      return { kind: 'page', page: await calls.list(bucket, prefix, next) };
    } catch (error) {
      const trouble = troubleOf(error, `s3:ListBucket on s3://${bucket}/${prefix}`);
      if (attempt >= 3 || !passes(trouble)) return { kind: 'failed', trouble };
    }
  }
}

/** S3 lists in the order of UTF-8. */
function before(one: string, other: string): boolean {
  return Buffer.compare(Buffer.from(one), Buffer.from(other)) < 0;
}
