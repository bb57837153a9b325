import { passes, type Trouble, troubleOf } from '../aws/trouble.ts';
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

/** Pages that are listed and not walked yet, all levels together, and what they may hold. */
const [mostPages, mostKeys] = [512, 50_000];

type Page =
  | { readonly kind: 'page'; readonly page: ListedPage }
  | { readonly kind: 'failed'; readonly trouble: Trouble };

/**
 * Lists what stands below a prefix in the order of S3's keys, level by level, so that what is not wanted is never listed.
 * All that is known to be needed is listed at once, on every level, as far as memory has room: a bucket of many accounts and
 * regions is a tree of many small listings. What cannot be listed is told and passed over.
 */
export async function* listLogs(listing: Listing, prefix: string): AsyncGenerator<Listed> {
  const pages = startListing(listing);
  try {
    yield* walk(listing, pages, prefix, await pages.first(prefix));
  } finally {
    pages.stop();
  }
}

/** First pages of prefixes, listed before anybody asks for them. */
interface Ahead {
  first(prefix: string): Promise<Page>;
  /** Lists what will be walked next, in that order. */
  start(prefixes: readonly string[]): void;
  /** Nobody asks any more. */
  stop(): void;
}

function startListing(listing: Listing): Ahead {
  const started = new Map<string, Promise<Page>>();
  const held = new Map<string, number>();
  let [keys, stopped] = [0, false];

  async function list(prefix: string): Promise<Page> {
    const found = await firstPage(listing, prefix, null);
    if (found.kind === 'failed') return found;
    if (started.has(prefix)) {
      const own = found.page.objects.length + found.page.prefixes.length;
      held.set(prefix, own);
      keys += own;
    }
    start(found.page.prefixes.filter(listing.wants));
    return found;
  }

  function start(prefixes: readonly string[]): void {
    for (const each of prefixes) {
      if (stopped || started.size >= mostPages || keys >= mostKeys) return;
      if (!started.has(each)) started.set(each, list(each));
    }
  }

  return {
    start,
    stop: () => {
      stopped = true;
    },
    first: (prefix) => {
      const known = started.get(prefix);
      started.delete(prefix);
      keys -= held.get(prefix) ?? 0;
      held.delete(prefix);
      return known ?? list(prefix);
    },
  };
}

async function* walk(listing: Listing, pages: Ahead, prefix: string, first: Page): AsyncGenerator<Listed> {
  for (let page = first; ; ) {
    if (page.kind === 'failed') return yield { kind: 'obstacle', prefix, trouble: page.trouble };
    const { objects, prefixes, next } = page.page;
    const following = next === null ? null : firstPage(listing, prefix, next);
    const wanted = prefixes.filter(listing.wants);
    let at = 0;
    for (const [place, each] of wanted.entries()) {
      for (; at < objects.length && before(objects[at]!.key, each); at++)
        yield { kind: 'object', object: objects[at]! };
      const own = pages.first(each);
      pages.start(wanted.slice(place + 1));
      yield* walk(listing, pages, each, await own);
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
