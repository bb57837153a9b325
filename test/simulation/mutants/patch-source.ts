import { readFileSync } from 'node:fs';
import { registerHooks } from 'node:module';
import { join } from 'node:path';
import type { Patch } from '../mutation.ts';

/** From now on a file of the product is loaded with a line of it replaced; the file itself stays as it is. */
export function patchSource(patch: Patch): void {
  registerHooks({
    load(url, context, nextLoad) {
      const loaded = nextLoad(url, context);
      if (!url.endsWith(`/src/${patch.file}`)) return loaded;
      return { ...loaded, source: patched(patch, String(Buffer.from(loaded.source as Uint8Array))) };
    },
  });
}

/** Throws where a file of the product does not hold what a patch replaces: a mutant that cannot be made has not died. */
export function checkPatch(patch: Patch): void {
  patched(patch, readFileSync(join(import.meta.dirname, '../../../src', patch.file), 'utf8'));
}

function patched({ file, find, put }: Patch, source: string): string {
  const parts = source.split(find);
  if (parts.length !== 2) throw new Error(`expected \`${find}\` once in ${file}, found it ${parts.length - 1} times`);
  return parts.join(put);
}
