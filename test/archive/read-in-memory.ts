import { searchWhole } from '../../src/sources/archive/fast/search-whole.ts';
import { startWanted, type Wanted } from '../../src/sources/archive/fast/wanted-hits.ts';
import { WindowSearch } from '../../src/sources/archive/fast/window-search.ts';
import type { Found } from '../../src/sources/archive/found.ts';
import type { Kernel } from '../../src/sources/archive/kernel/kernel.ts';
import { startPlainKernel } from '../../src/sources/archive/kernel/plain-kernel.ts';
import { startWasmKernel } from '../../src/sources/archive/kernel/wasm-kernel.ts';
import { usualLimits } from '../../src/sources/archive/read-limits.ts';
import { readSlowly } from '../../src/sources/archive/read-slowly.ts';
import { wantedCalls } from './sample-records.ts';

/** One way to read content; `slow` counts how often it had to leave the rest to the slow reader. */
export interface Extractor {
  readonly name: string;
  readonly read: (content: Buffer) => Promise<readonly Found[]>;
  slow: number;
}

const limits = { ...usualLimits, calls: wantedCalls };

/** Every way to read: both kernels, in one piece and through windows down to 70 bytes, and the slow reader alone. */
export function startExtractors(): readonly Extractor[] {
  const kernels = [startWasmKernel(), startPlainKernel()].filter((kernel) => kernel !== null);
  const fast = kernels.flatMap((kernel) => {
    const wanted = startWanted(kernel, wantedCalls);
    return [whole(kernel, wanted), ...[70, 128, 333, 1000].map((window) => windows(kernel, wanted, window))];
  });
  return [...fast, { name: 'slow', slow: 0, read: (content) => slowly(content, 0) }];
}

function whole(kernel: Kernel, wanted: Wanted): Extractor {
  const extractor: Extractor = {
    name: `${kernel.name}, whole`,
    slow: 0,
    read: async (content) => {
      const bytes = kernel.room(content.length);
      const end = kernel.base + content.length;
      bytes.set(content, kernel.base);
      bytes.fill(0, end, end + 128);
      const found = searchWhole(kernel, bytes, content.length, wanted);
      if (found === null) extractor.slow++;
      return found ?? slowly(content, 0);
    },
  };
  return extractor;
}

function windows(kernel: Kernel, wanted: Wanted, window: number): Extractor {
  const extractor: Extractor = {
    name: `${kernel.name}, window ${window}`,
    slow: 0,
    read: async (content) => {
      const search = new WindowSearch(kernel, wanted, limits.maxUnit);
      const all: Found[] = [];
      for (let at = 0; at <= content.length; at += window) {
        const found = at < content.length ? search.push(content.subarray(at, at + window)) : [];
        const rest = at + window > content.length && found !== null ? search.finish() : [];
        all.push(...(found ?? []), ...(rest ?? []));
        if (found !== null && rest !== null) continue;
        extractor.slow++;
        return [...all, ...(await slowly(content, search.told))];
      }
      return all;
    },
  };
  return extractor;
}

async function slowly(content: Buffer, after: number): Promise<readonly Found[]> {
  const all: Found[] = [];
  for await (const found of readSlowly(() => chunks(content), limits, after)) all.push(...found);
  return all;
}

async function* chunks(content: Buffer): AsyncGenerator<Uint8Array> {
  for (let at = 0; at < content.length; at += 4096) yield content.subarray(at, at + 4096);
}
