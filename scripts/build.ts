import { chmodSync, copyFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { build } from 'esbuild';
import { entryUrls, findEntries } from './entry-urls.ts';
import { writeNotices } from './write-notices.ts';

const root = join(import.meta.dirname, '..');
const dist = join(root, 'dist');
const src = join(root, 'src');

/** `npm run build`: bundles the program with what it depends on into dist, so that the published package has no dependency. */
rmSync(dist, { recursive: true, force: true });
const { metafile } = await build({
  absWorkingDir: root,
  entryPoints: { main: join(src, 'apps/cli/main.ts'), ...findEntries(src) },
  outdir: dist,
  bundle: true,
  splitting: true,
  metafile: true,
  format: 'esm',
  platform: 'node',
  mainFields: ['module', 'main'],
  target: 'node22.13',
  chunkNames: 'chunk-[hash]',
  legalComments: 'none',
  banner: { js: "import { createRequire as $require } from 'node:module'; const require = $require(import.meta.url);" },
  plugins: [entryUrls(src)],
});
writeFileSync(join(root, 'THIRD_PARTY_NOTICES'), writeNotices(root, Object.keys(metafile.inputs)));
copyFileSync(join(root, 'scripts/launcher.mjs'), join(dist, 'portcullis.js'));
chmodSync(join(dist, 'portcullis.js'), 0o755);
const bytes = Object.values(metafile.outputs).reduce((sum, output) => sum + output.bytes, 0);
process.stdout.write(`dist: ${Object.keys(metafile.outputs).length} bundles, ${bytes} bytes\n`);
