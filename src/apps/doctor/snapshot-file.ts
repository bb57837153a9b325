import {
  appendFileSync,
  closeSync,
  existsSync,
  fsyncSync,
  openSync,
  readFileSync,
  renameSync,
  rmSync,
  writeSync,
} from 'node:fs';
import type { SiteShown } from '../../aws/inspect/collect-site.ts';
import { type Instant, readInstant, writeInstant } from '../../core/leaf/instant.ts';
import type { Site } from '../../core/plan/act/intent.ts';

/** A snapshot that is being written: a line for each account and region beside the file, which is made of them in the end. */
export interface SnapshotFile {
  /** When it was begun: what changed since then may be in it, or not. */
  readonly takenAt: Instant;
  /** Accounts and regions that an earlier run has read already. */
  readonly done: ReadonlySet<string>;
  keep(part: SiteShown): void;
  /** Writes the file, whole or not at all; `whole`: nothing is left to do, so that a next run begins anew. */
  finish(whole: boolean): void;
}

/** A snapshot of parts that are further apart tells of no moment at all. */
const oldest = 12 * 3_600_000;

/** The name under which a part is known. */
export function nameOf({ account, region }: Site): string {
  return `${account} ${region}`;
}

/** Whether a run that was broken off can go on; `null` when there is none, or it is too old. */
export function begunAt(file: string, now: Instant): Instant | null {
  const begun = readBegun(partialOf(file));
  return begun !== null && now - begun <= oldest && begun <= now ? begun : null;
}

/** Opens the file beside which parts are kept; `fresh`: whatever an earlier run left is forgotten. */
export function openSnapshotFile(file: string, now: Instant, fresh: boolean): SnapshotFile {
  const partial = partialOf(file);
  const begun = fresh ? null : begunAt(file, now);
  const lines = begun === null ? new Map<string, string>() : readParts(partial);
  const takenAt = begun ?? now;
  writeWhole(
    partial,
    [JSON.stringify({ takenAt: writeInstant(takenAt) }), ...lines.values()].map((line) => `${line}\n`),
  );
  return {
    takenAt,
    done: new Set(lines.keys()),
    keep: (part) => {
      const line = JSON.stringify(part);
      appendFileSync(partial, `${line}\n`, { flush: true });
      lines.set(nameOf(part), line);
    },
    finish: (whole) => {
      const parts = [...lines].sort(([a], [b]) => (a < b ? -1 : 1)).map(([, line]) => line);
      const texts = parts.map((line, at) => `${at === 0 ? '' : ',\n'}${line}`);
      writeWhole(file, [`{"takenAt":"${writeInstant(takenAt)}","accounts":[\n`, ...texts, '\n]}\n']);
      if (whole) rmSync(partial);
    },
  };
}

function partialOf(file: string): string {
  return `${file}.partial`;
}

/** Under another name until it is on the disk: who reads it meanwhile sees the old one. Only its owner may read it. */
function writeWhole(file: string, texts: readonly string[]): void {
  const made = `${file}.new`;
  const handle = openSync(made, 'w', 0o600);
  for (const text of texts) writeSync(handle, text);
  fsyncSync(handle);
  closeSync(handle);
  renameSync(made, file);
}

function readBegun(partial: string): Instant | null {
  if (!existsSync(partial)) return null;
  const [first = ''] = readFileSync(partial, 'utf8').split('\n', 1);
  return readInstant((readLine(first) as { readonly takenAt?: string } | null)?.takenAt ?? '');
}

/** A line that was not finished is none. */
function readParts(partial: string): Map<string, string> {
  const parts = new Map<string, string>();
  for (const line of readFileSync(partial, 'utf8').split('\n').slice(1)) {
    const part = readLine(line) as Partial<Site> | null;
    if (part?.account !== undefined && part.region !== undefined) parts.set(nameOf(part as Site), line);
  }
  return parts;
}

function readLine(line: string): unknown {
  try {
    return JSON.parse(line);
  } catch {
    return null;
  }
}
