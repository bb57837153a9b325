import { rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { build } from 'esbuild';
import { entryUrls, findEntries } from '../../scripts/entry-urls.ts';
import type { readOurs } from '../contenders/our-reader.ts';

/** Our programs as they ship. */
export interface Programs {
  /** Paths of what whole processes run. */
  readonly cli: string;
  readonly extract: string;
  /** The archive source in this process, its threads bundled too. */
  readonly readOurs: typeof readOurs;
}

/** Bundles the CLI and the bare archive source below `home` in the way that `npm run build` does, so that a start costs what users pay. */
export async function bundlePrograms(home: string): Promise<Programs> {
  const root = join(import.meta.dirname, '../..');
  const src = join(root, 'src');
  const outdir = join(home, 'programs');
  rmSync(outdir, { recursive: true, force: true });
  await build({
    absWorkingDir: root,
    entryPoints: {
      cli: join(src, 'apps/cli/main.ts'),
      extract: join(root, 'bench/children/extract.ts'),
      reader: join(root, 'bench/contenders/our-reader.ts'),
      ...findEntries(src),
    },
    outdir,
    bundle: true,
    splitting: true,
    format: 'esm',
    platform: 'node',
    mainFields: ['module', 'main'],
    target: 'node22.13',
    legalComments: 'none',
    logLevel: 'error',
    banner: {
      js: "import { createRequire as $require } from 'node:module'; const require = $require(import.meta.url);",
    },
    plugins: [entryUrls(src)],
  });
  writeFileSync(join(outdir, 'package.json'), '{"name":"portcullis","version":"0.0.0","type":"module"}\n');
  const reader = (await import(pathToFileURL(join(outdir, 'reader.js')).href)) as { readOurs: typeof readOurs };
  return { readOurs: reader.readOurs, cli: join(outdir, 'cli.js'), extract: join(outdir, 'extract.js') };
}
