import { mkdirSync, mkdtempSync, rmSync, utimesSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { onTestFinished } from 'vitest';
import type { Unreadable } from '../../src/core/trail/record.ts';
import type { ArchiveItem, ArchiveProgress, FoundRecord } from '../../src/sources/archive/archive-item.ts';
import type { ArchiveOptions } from '../../src/sources/archive/archive-options.ts';
import { openArchive } from '../../src/sources/archive/open-archive.ts';
import { wantedCalls } from './sample-records.ts';

/** A folder of files for one test, removed after it. Files look an hour old, so that a sidecar may remember them. */
export function makeArchive(files: Readonly<Record<string, string | Uint8Array>>): string {
  const folder = mkdtempSync(join(tmpdir(), 'portcullis-archive-'));
  onTestFinished(() => rmSync(folder, { recursive: true, force: true }));
  for (const [name, content] of Object.entries(files)) writeOld(join(folder, name), content);
  return folder;
}

/** Writes a file that looks an hour old. */
export function writeOld(file: string, content: string | Uint8Array): void {
  mkdirSync(dirname(file), { recursive: true });
  writeFileSync(file, content);
  const hourAgo = new Date(Date.now() - 3_600_000);
  utimesSync(file, hourAgo, hourAgo);
}

/** All that a reading yields, sorted out by kind; files are told relative to the folder. */
export interface Reading {
  readonly records: readonly FoundRecord[];
  readonly unreadable: readonly Unreadable[];
  readonly notices: readonly string[];
  readonly progress: ArchiveProgress;
  /** Records and unreadable parts in order, as `<file>#<number> <call or reason>`. */
  readonly lines: readonly string[];
}

/** Reads the paths as the options say, else in this thread and without a sidecar. */
export async function readAll(
  folder: string,
  options: Partial<ArchiveOptions> = {},
  paths: readonly string[] = [folder],
): Promise<Reading> {
  const items: ArchiveItem[] = [];
  for await (const batch of openArchive(paths, { calls: wantedCalls, threads: 1, sidecar: null, ...options }))
    items.push(...batch);
  const of = <K extends ArchiveItem['kind']>(kind: K): Extract<ArchiveItem, { kind: K }>[] =>
    items.filter((item) => item.kind === kind) as Extract<ArchiveItem, { kind: K }>[];
  return {
    records: of('record'),
    unreadable: of('unreadable'),
    notices: of('notice').map((notice) => notice.text),
    progress: of('progress').at(-1)!,
    lines: items.flatMap((item) => describe(item, folder)),
  };
}

function describe(item: ArchiveItem, folder: string): string[] {
  if (item.kind !== 'record' && item.kind !== 'unreadable') return [];
  const place = `${item.place.file.replace(`${folder}/`, '')}#${item.place.number ?? '-'}`;
  return [`${place} ${item.kind === 'record' ? (item.json as { eventName: string }).eventName : item.reason}`];
}

/** The content of a log file as CloudTrail writes it. */
export function logText(records: readonly unknown[]): string {
  return JSON.stringify({ Records: records });
}
