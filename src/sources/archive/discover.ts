import { type Dirent, readdirSync, realpathSync, type Stats, statSync } from 'node:fs';
import { basename, join } from 'node:path';
import type { Instant } from '../../core/leaf/instant.ts';
import { describeFailure } from './bytes/damage.ts';
import { holdsNoRecords, slotOf } from './file-name.ts';

/** A file to read, or something in the way of reading one. Standard input is the file `-`. */
export type Discovered =
  | { readonly kind: 'file'; readonly file: string }
  | { readonly kind: 'obstacle'; readonly file: string; readonly reason: string };

/** How many entries there are below some paths, and how many files were left out because their name or date says that they hold no wanted record. */
export interface Count {
  readonly entries: number;
  readonly skipped: number;
}

/** A file delivered this long before a moment holds no record from after it, whatever the clocks. */
const clockMargin = 24 * 60 * 60 * 1000;

/**
 * Finds the files below the given paths, a folder at a time so that no list of all is ever held: in the order of the paths
 * given, and below each in plain code-unit order of the path. Each real folder is visited once, so links in a circle end; pipes,
 * devices and sockets are not opened. Files that are named are taken whatever their name.
 */
export function* discover(paths: readonly string[], since: Instant | null): Generator<Discovered> {
  yield* walkPaths(paths, { skipped: 0, since, seen: new Set() });
}

/** Goes through everything once, only to count it. */
export function countEntries(paths: readonly string[], since: Instant | null): Count {
  const walk: Walk = { skipped: 0, since, seen: new Set() };
  let entries = 0;
  for (const _ of walkPaths(paths, walk)) entries++;
  return { entries, skipped: walk.skipped };
}

interface Walk {
  skipped: number;
  readonly since: Instant | null;
  readonly seen: Set<string>;
}

function* walkPaths(paths: readonly string[], walk: Walk): Generator<Discovered> {
  for (const path of paths) {
    if (path === '-') yield { kind: 'file', file: '-' };
    else yield* visit(walk, path, true);
  }
}

function* visit(walk: Walk, path: string, named: boolean): Generator<Discovered> {
  const stats = attempt(() => statSync(path));
  if (typeof stats === 'string') yield { kind: 'obstacle', file: path, reason: stats };
  else if (stats.isDirectory()) yield* visitFolder(walk, path);
  else if (!stats.isFile()) yield { kind: 'obstacle', file: path, reason: `${describeSpecial(stats)}: not opened` };
  else if (!named && isLeftOut(walk, path)) walk.skipped++;
  else yield { kind: 'file', file: path };
}

function* visitFolder(walk: Walk, path: string): Generator<Discovered> {
  const listed = attempt(() => ({ real: realpathSync(path), children: readdirSync(path, { withFileTypes: true }) }));
  if (typeof listed === 'string') return yield { kind: 'obstacle', file: path, reason: listed };
  if (walk.seen.has(listed.real)) return;
  walk.seen.add(listed.real);
  for (const { entry } of listed.children.map(order).sort(byKey)) {
    const file = join(path, entry.name);
    if (entry.isDirectory() && isForeignFolder(entry.name)) walk.skipped++;
    else if (!entry.isFile()) yield* visit(walk, file, false);
    else if (isLeftOut(walk, file)) walk.skipped++;
    else yield { kind: 'file', file };
  }
}

/** A folder sorts as its files do, with the slash behind its name. */
function order(entry: Dirent): { entry: Dirent; key: string } {
  return { entry, key: entry.isDirectory() ? `${entry.name}/` : entry.name };
}

function byKey(left: { key: string }, right: { key: string }): number {
  return left.key < right.key ? -1 : left.key > right.key ? 1 : 0;
}

/** CloudTrail's neighbours in the same bucket, and version control (CloudTrail user guide, "Finding your CloudTrail log files"). */
function isForeignFolder(name: string): boolean {
  return name === 'CloudTrail-Digest' || name === 'CloudTrail-Insight' || name === '.git';
}

function isLeftOut(walk: Walk, file: string): boolean {
  if (holdsNoRecords(basename(file))) return true;
  const slot = walk.since === null ? null : slotOf(file);
  return slot !== null && walk.since !== null && slot + clockMargin < walk.since;
}

/** What `act` gives, or in words why the system refused it. */
function attempt<T extends object>(act: () => T): T | string {
  try {
    return act();
  } catch (error) {
    return describeFailure(error);
  }
}

function describeSpecial(stats: Stats): string {
  if (stats.isFIFO()) return 'a pipe, not a file';
  if (stats.isSocket()) return 'a socket, not a file';
  return 'a device, not a file';
}
