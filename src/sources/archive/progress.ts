import type { ArchiveItem, ArchiveProgress } from './archive-item.ts';

/** Counts what was read. */
export interface Progress {
  readonly count: (items: readonly ArchiveItem[]) => void;
  /** Counts a file as done; now and then the figures to tell, else `null`. */
  readonly finishFile: (bytes: number) => ArchiveProgress | null;
  readonly tell: () => ArchiveProgress;
}

const filesPerTelling = 64;
const bytesPerTelling = 16 * 1024 * 1024;

/** Starts counting, with the figures known before. Told by files and bytes, not by a clock, so that runs are alike. */
export function startProgress(files: number, skipped: number): Progress {
  let [filesDone, bytes, records, toldFiles, toldBytes] = [0, 0, 0, 0, 0];
  const tell = (): ArchiveProgress => ({ kind: 'progress', files, filesDone, skipped, bytes, records });
  return {
    count: (items) => {
      for (const item of items) if (item.kind === 'record') records++;
    },
    finishFile: (stored) => {
      filesDone++;
      bytes += stored;
      if (filesDone - toldFiles < filesPerTelling && bytes - toldBytes < bytesPerTelling) return null;
      [toldFiles, toldBytes] = [filesDone, bytes];
      return tell();
    },
    tell,
  };
}
