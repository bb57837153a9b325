import { readdirSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { holdsNoRecords } from '../archive/file-name.ts';

/** A file as it stands now. */
export interface FileNow {
  readonly path: string;
  /** The same while a file is renamed; its path where the system has no such thing. */
  readonly id: string;
  readonly size: number;
  /** Milliseconds. */
  readonly modified: number;
}

/** Names that writers give to what they have not finished. */
const unfinished = /(\.(tmp|temp|part|partial|swp|crdownload)|~)$/i;

/** The files below a folder in the order of their paths; links are not followed, what cannot be looked at is passed over. Throws for the folder itself. */
export function listFiles(folder: string): readonly FileNow[] {
  const files: FileNow[] = [];
  const walk = (path: string): void => {
    for (const entry of readdirSync(path, { withFileTypes: true }).sort((a, b) => (a.name < b.name ? -1 : 1))) {
      const inner = join(path, entry.name);
      if (entry.isDirectory()) {
        if (entry.name !== 'CloudTrail-Digest' && entry.name !== 'CloudTrail-Insight' && !entry.name.startsWith('.'))
          quietly(() => walk(inner));
      } else if (entry.isFile() && !holdsNoRecords(entry.name) && !unfinished.test(entry.name)) {
        quietly(() => files.push(lookAt(inner)));
      }
    }
  };
  walk(folder);
  return files;
}

function lookAt(path: string): FileNow {
  const { dev, ino, size, mtimeNs } = statSync(path, { bigint: true });
  return {
    path,
    id: ino === 0n ? path : `${dev}:${ino}`,
    size: Number(size),
    modified: Number(mtimeNs / 1_000_000n),
  };
}

/** Files vanish while a folder is looked through. */
function quietly(act: () => unknown): void {
  try {
    act();
  } catch {
    return;
  }
}
