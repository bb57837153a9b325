import { closeSync, createReadStream, openSync, readSync } from 'node:fs';
import { createGunzip } from 'node:zlib';
import { isGzip } from '../bytes/content-chunks.ts';
import { reusedChunks } from '../bytes/raw-chunks.ts';
import { release } from '../bytes/release.ts';
import type { Kernel } from '../kernel/kernel.ts';
import type { ReadLimits } from '../read-limits.ts';
import type { FastStep } from './fast-reader.ts';
import type { Wanted } from './wanted-hits.ts';
import { WindowSearch } from './window-search.ts';

/** Reads a file of any size through a window. Damage, bombs and anything unusual end in `slow`: that reader reports them. */
export async function* readWindows(
  path: string,
  limits: ReadLimits,
  { kernel, wanted }: { kernel: Kernel; wanted: Wanted },
): AsyncGenerator<FastStep> {
  const search = new WindowSearch(kernel, wanted, limits.maxUnit);
  let total = 0;
  try {
    for await (const chunk of isGzipFile(path) ? gunzip(path, limits.window) : reusedChunks(path)) {
      total += chunk.length;
      if (total > limits.maxInflated) return yield { kind: 'slow', after: search.told };
      for (let at = 0; at < chunk.length; at += limits.window) {
        const found = search.push(chunk.subarray(at, at + limits.window));
        if (found === null) return yield { kind: 'slow', after: search.told };
        if (found.length > 0) yield { kind: 'found', found };
      }
    }
  } catch (error) {
    if (!isDamage(error)) throw error;
    return yield { kind: 'slow', after: search.told };
  }
  const found = search.finish();
  yield found === null ? { kind: 'slow', after: search.told } : { kind: 'found', found };
}

function isGzipFile(path: string): boolean {
  const file = openSync(path, 'r');
  try {
    const head = Buffer.alloc(3);
    readSync(file, head, 0, 3, 0);
    return isGzip(head);
  } finally {
    closeSync(file);
  }
}

async function* gunzip(path: string, window: number): AsyncGenerator<Uint8Array> {
  const stored = createReadStream(path, { highWaterMark: 128 * 1024 });
  const inflate = createGunzip({ chunkSize: Math.max(64 * 1024, window) });
  stored.on('error', (error) => inflate.destroy(error));
  try {
    for await (const chunk of stored.pipe(inflate) as AsyncIterable<Uint8Array>) {
      yield chunk;
      release(chunk);
    }
  } finally {
    inflate.destroy();
    stored.destroy();
  }
}

function isDamage(error: unknown): boolean {
  return String((error as NodeJS.ErrnoException).code).startsWith('Z_');
}
