import type { Archive } from './generate/generate-archive.ts';
import { generateArchive } from './generate/generate-archive.ts';
import { generateSingleFile } from './generate/single-file.ts';
import type { Programs } from './measure/bundle-programs.ts';
import { runProcess } from './measure/run-process.ts';

/** Peaks of resident memory in 10^6 bytes, the median of three runs; `null` where they cannot be measured. */
export interface Memory {
  /** A Node that does nothing. */
  readonly empty: number | null;
  readonly rows: readonly MemoryRow[];
}

/** Peaks on one archive, one thread, both tiers. */
export interface MemoryRow {
  readonly name: string;
  readonly gzBytes: number;
  readonly rawBytes: number;
  readonly files: number;
  /** The archive source alone. */
  readonly records: number | null;
  /** `scan` with all it decides, whose answer goes to a file. */
  readonly scan: number | null;
}

/** The small archive that memory is compared with, in megabytes of gzip, and the size of the single file, inflated. */
const [small, single] = [12, 50];

/** Measures memory on the small archive, on one large file and on archives of these sizes. */
export async function measureMemory(
  home: string,
  programs: Programs,
  how: { sizes: readonly number[]; tell: (what: string) => void },
): Promise<Memory> {
  const least = Math.min(small, ...how.sizes);
  const archives: Archive[] = [
    await generateArchive(home, least, 'usual'),
    generateSingleFile(home, least < small ? least : single),
  ];
  for (const size of how.sizes) if (size !== least) archives.push(await generateArchive(home, size, 'usual'));
  const rows: MemoryRow[] = [];
  for (const { name, folder, truth } of archives) {
    how.tell(`${name}: memory`);
    const { gzBytes, rawBytes, files } = truth;
    const records = await peakOf([process.execPath, programs.extract, folder, 'both', '1', '-']);
    const scan = await peakOf([process.execPath, programs.cli, 'scan', folder, '--threads', '1', '--no-cache']);
    rows.push({ name, gzBytes, rawBytes, files, records, scan });
  }
  return { empty: await peakOf([process.execPath, '-e', '0']), rows };
}

async function peakOf(command: readonly string[]): Promise<number | null> {
  const peaks: number[] = [];
  for (let run = 0; run < 3; run++) {
    const { peakMb } = await runProcess(command, { keep: false });
    if (peakMb === null) return null;
    peaks.push(peakMb);
  }
  return peaks.sort((a, b) => a - b)[1]!;
}
