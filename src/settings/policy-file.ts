import { realpathSync } from 'node:fs';
import { basename, dirname, join } from 'node:path';
import type { ChannelSettings } from '../contracts/channel-settings.ts';
import type { Instant } from '../core/leaf/instant.ts';
import type { CompanionFile, PolicyLayer } from '../core/policy/layer.ts';
import type { Policy } from '../core/policy/policy.ts';
import type { Problem } from '../core/policy/problem.ts';
import { readPolicy } from '../core/policy/read-policy.ts';
import { channelSettings } from './channel-settings.ts';
import { indexLines } from './line-index.ts';
import { nearestFile } from './nearest-file.ts';
import { type Companions, openCompanions } from './open-companions.ts';
import { orderLayers } from './order-layers.ts';
import { type Mistake, openSource, type PolicySource, packForm } from './policy-source.ts';
import { harmless, writeProblem } from './problem-block.ts';
import { findUnknownZones } from './zones.ts';

/** A policy as read from its files. Errors and warnings are blocks of lines, ready to be shown. */
export interface PolicyReading {
  /** `null` when there is any error. */
  readonly policy: Policy | null;
  readonly errors: readonly string[];
  readonly warnings: readonly string[];
  /** How its channels are reached. */
  readonly channels: readonly ChannelSettings[];
  /** Every file that was read: layers from the earliest, then the files that they name. */
  readonly files: readonly string[];
}

const mostBlocks = 50;

/**
 * Reads policy files as ordered layers, before them the packs that they use (`<pack>.yaml` in `packsFolder`). What is wrong is
 * told with file, line and column; a policy with any error is not used at all. `now`: exceptions that have ended by then are
 * warned of.
 */
export function readPolicyFiles(
  paths: readonly string[],
  packsFolder: string,
  now: Instant | null = null,
): PolicyReading {
  if (paths.length === 0) return refused([() => 'no policy file was named'], []);
  const opened = paths.map((path) => ({ path, source: openSource(path, nameOf(path, packsFolder)) }));
  const unread = opened.flatMap(({ path, source }) => ('wrong' in source ? [() => sayUnread(path, source.wrong)] : []));
  const sources = opened.flatMap(({ source }) => ('wrong' in source ? [] : [source]));
  const { layers, mistakes } = orderLayers(sources, packsFolder);
  const companions = layers.map(openCompanions);
  const files = [...layers.map(({ path }) => path), ...companions.flatMap((each) => each.paths)];
  const blocks = layers.flatMap((layer, n) =>
    inOrder([
      ...layer.mistakes,
      ...mistakes.filter(({ source }) => source === layer).map(({ mistake }) => mistake),
      ...companions[n]!.mistakes,
      ...findUnknownZones(layer),
    ]).map((mistake) => () => blockOf(layer, mistake)),
  );
  if (unread.length + blocks.length > 0) return refused([...unread, ...blocks], files);
  return judgeMeaning(layers, companions, { files, now });
}

function sayUnread(path: string, wrong: string): string {
  const near = wrong === 'no such file' ? nearestFile(path, path) : null;
  return harmless(`${path}: ${wrong}${near === null ? '' : `: did you mean \`${near}\`?`}`);
}

function judgeMeaning(
  layers: readonly PolicySource[],
  companions: readonly Companions[],
  { files, now }: { readonly files: readonly string[]; readonly now: Instant | null },
): PolicyReading {
  const { policy, problems } = readPolicy(
    layers.map((layer, n) => layerOf(layer, companions[n]!.files)),
    now,
  );
  const blocksOf = (level: Problem['level']) =>
    layers.flatMap((source, n) => {
      const own = problems.filter((each) => each.level === level && each.layer === n);
      const placeOf = (each: Problem) => source.yaml.placeOf(each.path, each.on).from;
      return own.toSorted((a, b) => placeOf(a) - placeOf(b)).map((each) => () => placed(source, companions[n]!, each));
    });
  const warnings = limited(blocksOf('warning'), 'warning');
  const errors = limited(blocksOf('error'), 'problem');
  const channels = errors.length > 0 ? [] : channelSettings(layers);
  return { policy: errors.length > 0 ? null : policy, errors, warnings, channels, files };
}

/** A problem in a file that the policy names (`lists/partners.txt:3: …`) is shown where it is, and who names it is said. */
function placed(source: PolicySource, { files }: Companions, problem: Problem): string {
  const at = source.yaml.placeOf(problem.path, problem.on);
  const [, name = '', line = '', why = ''] = /^(.+?):(\d+): (.*)$/s.exec(problem.message) ?? [];
  const file = files.get(name);
  if (file === undefined) return blockOf(source, { ...problem, at });
  const lines = indexLines(file.text);
  const whole = lines.lineAt(Number(line));
  const text = file.text.slice(whole.from, whole.to);
  const begin = whole.from + Math.max(0, text.search(/\S/));
  const message = `${why} (named at ${source.name}:${source.lines.placeOf(at.from).line})`;
  const place = { from: begin, to: begin + text.trim().length };
  const shown = join(dirname(source.name), name).replaceAll('\\', '/');
  return writeProblem({ name: shown, source: lines, at: place, message, suggestion: problem.suggestion, hidden: [] });
}

function layerOf({ name, value, yaml, lines }: PolicySource, files: ReadonlyMap<string, CompanionFile>): PolicyLayer {
  return { name, value, files, lineOf: (path) => lines.placeOf(yaml.placeOf(path, 'key').from).line };
}

function blockOf({ name, lines, hidden }: PolicySource, { at, message, suggestion }: Mistake): string {
  return writeProblem({ name, source: lines, at, message, suggestion, hidden });
}

function inOrder<T extends Mistake>(mistakes: readonly T[]): readonly T[] {
  return [...mistakes].sort((a, b) => a.at.from - b.at.from);
}

function refused(errors: readonly Block[], files: readonly string[]): PolicyReading {
  return { policy: null, errors: limited(errors, 'problem'), warnings: [], channels: [], files };
}

/** A block that is written only when it is shown. */
type Block = () => string;

/** The first of many: who mends them sees the others next. */
function limited(blocks: readonly Block[], noun: string): readonly string[] {
  const more = blocks.length - mostBlocks;
  const shown = blocks.slice(0, mostBlocks).map((write) => write());
  return more <= 0 ? shown : [...shown, `… and ${more} more ${noun}${more === 1 ? '' : 's'}`];
}

/** A pack is named as one names it in `use`, wherever the program is installed; another file by its path as given. */
function nameOf(path: string, packsFolder: string): string {
  const name = basename(path, '.yaml');
  return packForm.test(name) && isSameFolder(dirname(path), packsFolder) ? name : path.replaceAll('\\', '/');
}

function isSameFolder(one: string, other: string): boolean {
  try {
    return realpathSync(one) === realpathSync(other);
  } catch {
    return false;
  }
}
