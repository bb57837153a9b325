import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';

interface Manifest {
  readonly name: string;
  readonly version: string;
  readonly license?: string;
}

const header = 'Portcullis contains the following packages, each under its own licence.\n';
const licence = /^(licen[cs]e|copying|notice)/i;
const packageOf = /^(.*node_modules\/(?:@[^/]+\/)?[^/]+)\//;

/**
 * Writes the text of THIRD_PARTY_NOTICES: name, version and licence of every package whose files are among `inputs`
 * (paths from `root`, as esbuild's metafile lists them). Throws on a package without a licence text.
 */
export function writeNotices(root: string, inputs: readonly string[]): string {
  const folders = new Set(inputs.flatMap((input) => packageOf.exec(input)?.[1] ?? []));
  return [header, ...[...folders].sort().map((folder) => writeNotice(join(root, folder)))].join('\n');
}

function writeNotice(folder: string): string {
  const { name, version, license } = JSON.parse(readFileSync(join(folder, 'package.json'), 'utf8')) as Manifest;
  const files = readdirSync(folder).filter((file) => licence.test(file));
  if (files.length === 0) throw new Error(`${name} ${version} has no licence text: it cannot be bundled`);
  const texts = files.map((file) => readFileSync(join(folder, file), 'utf8').trim());
  return `${'-'.repeat(80)}\n${name} ${version} (${license ?? 'see below'})\n\n${texts.join('\n\n')}\n`;
}
