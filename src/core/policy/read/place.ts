import type { Json } from '../../leaf/canonical.ts';
import type { Said } from '../join.ts';
import type { CompanionFile, PolicyLayer } from '../layer.ts';
import type { Path } from '../problem.ts';
import type { Spot } from '../tell.ts';
import { textAt } from './plain-value.ts';

/** Where something stands in the words of verdicts: `portcullis.yaml:24`. */
export function placeOf(layers: readonly PolicyLayer[], { layer, path }: Spot): string {
  const found = layers[layer];
  return found === undefined ? '' : `${found.name}:${found.lineOf(path)}`;
}

/** Tells layers that are packs, `databases@1`, from files of the organisation's own. */
export function isPack(layers: readonly PolicyLayer[], layer: number): boolean {
  return /^[a-z0-9][a-z0-9._-]*@\d+$/i.test(layers[layer]?.name ?? '');
}

/** The file that something names under a key; `null` when it names none, or it could not be opened. */
export function companionOf(layers: readonly PolicyLayer[], said: Said, ...path: Path): CompanionFile | null {
  const named = textAt(said.value, ...path);
  return named === null ? null : (layers[said.layer]?.files.get(named) ?? null);
}

/** JSON as written in a file, or what is wrong with it. */
export function readJson(text: string): { readonly json: Json } | { readonly misread: string } {
  try {
    return { json: JSON.parse(text.replace(/^\uFEFF/, '')) as Json };
  } catch {
    return { misread: 'expected JSON, and it cannot be read as JSON' };
  }
}
