import { createReadStream, readdirSync, statSync } from 'node:fs';
import { createServer, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { join, sep } from 'node:path';

/** A bucket on the loopback with the files of a folder: ListObjectsV2 with `/`, and GetObject. Nothing is checked. */
export interface S3StandIn {
  readonly port: number;
  /** How long each answer waits before it begins, in milliseconds. */
  wait: number;
  stop(): void;
}

/** Keys in the order of S3 (by UTF-8 bytes), a thousand in a page (S3 API reference, ListObjectsV2). */
const page = 1000;

/** Serves a folder as the bucket `logs`. */
export async function startS3StandIn(folder: string): Promise<S3StandIn> {
  const keys = readdirSync(folder, { recursive: true, encoding: 'utf8' })
    .filter((path) => statSync(join(folder, path)).isFile())
    .map((path) => path.split(sep).join('/'))
    .sort((a, b) => Buffer.compare(Buffer.from(a), Buffer.from(b)));
  const sizes = new Map(keys.map((key) => [key, statSync(join(folder, key)).size]));
  const server = createServer((request, response) => {
    const { pathname, searchParams } = new URL(request.url ?? '/', 'http://localhost');
    const key = decodeURIComponent(pathname).replace(/^\/logs\/?/, '');
    setTimeout(() => {
      if (key === '') sendList(response, searchParams);
      else sendObject(response, key);
    }, standIn.wait);
  });

  function sendObject(response: ServerResponse, key: string): void {
    const size = sizes.get(key);
    if (size === undefined) return void response.writeHead(404).end();
    response.writeHead(200, { 'content-length': size, 'last-modified': new Date(0).toUTCString() });
    createReadStream(join(folder, key)).pipe(response);
  }

  function sendList(response: ServerResponse, asked: URLSearchParams): void {
    const prefix = asked.get('prefix') ?? '';
    const all = listBelow(keys, prefix);
    const from = Number(asked.get('continuation-token') ?? 0);
    const part = all.slice(from, from + page);
    const next = from + page < all.length ? `<NextContinuationToken>${from + page}</NextContinuationToken>` : '';
    const each = part.map((key) =>
      key.endsWith('/')
        ? `<CommonPrefixes><Prefix>${key}</Prefix></CommonPrefixes>`
        : `<Contents><Key>${key}</Key><Size>${sizes.get(key)}</Size><ETag>"${key.length}-${sizes.get(key)}"</ETag></Contents>`,
    );
    const told = `<Name>logs</Name><IsTruncated>${next !== ''}</IsTruncated>${next}${each.join('')}`;
    response.writeHead(200, { 'content-type': 'application/xml' });
    response.end(`<?xml version="1.0"?><ListBucketResult>${told}</ListBucketResult>`);
  }

  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const standIn: S3StandIn = {
    port: (server.address() as AddressInfo).port,
    wait: 0,
    stop: () => {
      server.closeAllConnections();
      server.close();
    },
  };
  return standIn;
}

/** Keys just below a prefix, and (ending in `/`) the prefixes there, each once and in order. */
function listBelow(keys: readonly string[], prefix: string): readonly string[] {
  const below = keys.filter((key) => key.startsWith(prefix)).map((key) => key.slice(prefix.length));
  return [...new Set(below.map((rest) => prefix + (/^[^/]*\//.exec(rest)?.[0] ?? rest)))];
}
