import { realpathSync } from 'node:fs';
import { dirname, join, relative, sep } from 'node:path';
import { isObject, type Json } from '../core/leaf/canonical.ts';
import type { CompanionFile } from '../core/policy/layer.ts';
import type { Path } from '../core/policy/problem.ts';
import { fileFormat } from '../core/policy/shape/text/file.ts';
import { nearestFile } from './nearest-file.ts';
import type { Mistake, PolicySource } from './policy-source.ts';
import { readText } from './read-text.ts';

/** The files that a policy names, by the text that names them, and what is wrong with them. */
export interface Companions {
  readonly files: ReadonlyMap<string, CompanionFile>;
  readonly paths: readonly string[];
  readonly mistakes: readonly Mistake[];
}

/** Lists and plans may be long, but they are held in memory. */
const mostBytes = 64_000_000;

/**
 * Opens the files that a policy names, relative to where it lies itself. None may lie outside its folder, not even by a
 * symbolic link: what judges is what was reviewed beside it.
 */
export function openCompanions({ path, value, yaml }: PolicySource): Companions {
  const files = new Map<string, CompanionFile>();
  const mistakes: Mistake[] = [];
  const paths: string[] = [];
  for (const [place, named] of filesNamedIn(value)) {
    if (files.has(named) || fileFormat.read(named) !== null) continue;
    const whole = join(dirname(path), named);
    const read = isInside(whole, dirname(path))
      ? readText(whole, mostBytes)
      : { wrong: 'it lies outside the folder of this file' };
    if ('wrong' in read) {
      const at = yaml.placeOf(place, 'value');
      mistakes.push({ at, message: `\`${named}\`: ${read.wrong}`, suggestion: nearestFile(whole, named) });
      continue;
    }
    paths.push(whole);
    files.set(named, { name: named, text: read.text });
  }
  return { files, paths, mistakes };
}

/** Where a policy names files that it judges by; fixtures of its tests are opened by those who run them. */
function filesNamedIn(policy: Json): readonly (readonly [Path, string])[] {
  const entries = (path: readonly string[], key: string): Path[] =>
    Object.keys(object(at(policy, path))).map((id) => [...path, id, key]);
  const places: Path[] = [
    ['directory', 'accounts'],
    ['directory', 'people'],
    ...entries(['sets', 'addresses'], 'file'),
    ...entries(['baselines'], 'from'),
    ...entries(['exceptions'], 'declared'),
  ];
  return places.flatMap((place) => {
    const named = at(policy, place as string[]);
    return typeof named === 'string' ? [[place, named] as const] : [];
  });
}

function at(value: Json, path: readonly string[]): Json {
  return path.reduce<Json>(
    (found, step) => (Object.hasOwn(object(found), step) ? object(found)[step] : null) ?? null,
    value,
  );
}

function object(value: Json) {
  return isObject(value) ? value : {};
}

/** Whether a file lies below a folder when every link is followed; what is not there lies nowhere else. */
function isInside(path: string, folder: string): boolean {
  try {
    const way = relative(realpathSync(folder), realpathSync(path));
    return way !== '..' && !way.startsWith(`..${sep}`) && !/^([A-Za-z]:|[\\/])/.test(way);
  } catch {
    return true;
  }
}
