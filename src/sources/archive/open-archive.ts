import type { ArchiveItem } from './archive-item.ts';
import type { ArchiveOptions } from './archive-options.ts';
import { countEntries, discover } from './discover.ts';
import { itemOf } from './item-of.ts';
import { startProgress } from './progress.ts';
import { usualLimits } from './read-limits.ts';
import { readEntries } from './run/read-entries.ts';
import { startReadingHere } from './run/read-here.ts';
import { startReadingThreaded } from './run/read-threaded.ts';
import { openSidecar } from './sidecar/open-sidecar.ts';

/**
 * Reads everything below the paths (files, folders, `-` for standard input) and yields the records of the wanted calls, what could
 * not be read and why, notices and progress, in batches. The order is that of the paths, then of the records in a file, and the
 * same whatever the number of threads. Nothing is silent and nothing throws; memory does not grow with the archive.
 */
export async function* openArchive(paths: readonly string[], options: ArchiveOptions): AsyncGenerator<ArchiveItem[]> {
  const since = options.since ?? null;
  const { entries, skipped } = countEntries(paths, since);
  const limits = {
    ...usualLimits,
    calls: options.calls,
    maxInflated: options.maxInflated ?? usualLimits.maxInflated,
    window: options.window ?? usualLimits.window,
    wholeFile: options.wholeFile ?? usualLimits.wholeFile,
  };
  const threads = Math.min(options.threads, Math.ceil(entries / 8));
  const plain = options.plainJavaScript ?? false;
  const here = startReadingHere(limits, plain);
  // Standard input can be read in this thread only.
  const read = threads <= 1 || paths.includes('-') ? here : startReadingThreaded(threads, limits, plain);
  const sidecar = options.sidecar === null ? null : await openSidecar(options.sidecar, options.calls);
  const progress = startProgress(entries, skipped);
  try {
    for await (const part of readEntries(discover(paths, since), { read, here, sidecar })) {
      const items = [
        ...part.found.map((found) => itemOf(found, part.entry.file)),
        ...(sidecar?.takeNotices() ?? []).map((text) => notice(sidecar!.file, text)),
      ];
      progress.count(items);
      const told = part.ended === null ? null : progress.finishFile(part.ended.bytes);
      if (told !== null) items.push(told);
      if (items.length > 0) yield items;
    }
  } finally {
    sidecar?.close();
  }
  yield [...(sidecar?.takeNotices() ?? []).map((text) => notice(sidecar!.file, text)), progress.tell()];
}

function notice(file: string, text: string): ArchiveItem {
  return { kind: 'notice', place: { file, number: null }, text };
}
