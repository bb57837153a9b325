import { registerHooks } from 'node:module';
import type { Patch } from '../mutation.ts';

/** From now on a file of the product is loaded with a line of it replaced; the file itself stays as it is. */
export function patchSource({ file, find, put }: Patch): void {
  registerHooks({
    load(url, context, nextLoad) {
      const loaded = nextLoad(url, context);
      if (!url.endsWith(`/src/${file}`)) return loaded;
      const parts = String(Buffer.from(loaded.source as Uint8Array)).split(find);
      if (parts.length !== 2)
        throw new Error(`expected \`${find}\` once in ${file}, found it ${parts.length - 1} times`);
      return { ...loaded, source: parts.join(put) };
    },
  });
}
