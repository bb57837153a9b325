import { globSync, readFileSync } from 'node:fs';
import { dirname, join, relative, resolve } from 'node:path';
import type { Plugin } from 'esbuild';

const url = /new URL\(\s*(['"])(\.[^'"]+\.ts)\1,\s*import\.meta\.url\s*\)/g;

/**
 * Finds the files of `src` that are started by address, not imported (`new URL('./worker.ts', import.meta.url)`): the
 * name of the bundle that each needs, and its absolute path. `sources/archive/worker.ts` becomes `sources-archive-worker`.
 */
export function findEntries(src: string): Readonly<Record<string, string>> {
  const files = globSync('**/*.ts', { cwd: src, exclude: ['**/*.test.ts'] }).map((file) => join(src, file));
  const targets = files.flatMap((file) =>
    [...readFileSync(file, 'utf8').matchAll(url)].map(([, , to]) => resolve(dirname(file), to!)),
  );
  return Object.fromEntries(targets.map((target) => [nameEntry(src, target), target]));
}

/** An esbuild plugin that makes such addresses name the bundles of `findEntries`. */
export function entryUrls(src: string): Plugin {
  const rename = (path: string, to: string) =>
    `new URL('./${nameEntry(src, resolve(dirname(path), to))}.js', import.meta.url)`;
  return {
    name: 'entry-urls',
    setup: (build) =>
      build.onLoad({ filter: /[\\/]src[\\/].*\.ts$/ }, ({ path }) => {
        const contents = readFileSync(path, 'utf8').replace(url, (_, _quote, to: string) => rename(path, to));
        return { contents, loader: 'ts' };
      }),
  };
}

function nameEntry(src: string, path: string): string {
  return relative(src, path)
    .replace(/\.ts$/, '')
    .replace(/[^\w-]+/g, '-');
}
