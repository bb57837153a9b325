import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';

interface Manifest {
  readonly name: string;
  readonly version: string;
  readonly license?: string;
}

const header = 'Portcullis contains the following packages, each under its own licence.\n';
const licence = /^(licen[cs]e|copying|notice)/i;
const section = /^#+ *licen[cs]e *\n([\s\S]*copyright[\s\S]*)/im;
const packageOf = /^(.*node_modules\/(?:@[^/]+\/)?[^/]+)\//;

/**
 * Writes the text of THIRD_PARTY_NOTICES: name, version and licence of every package whose files are among `inputs`
 * (paths from `root`, as esbuild's metafile lists them). Throws on a package without a licence text, unless its licence is
 * our own, whose text names nobody and travels with us.
 */
export function writeNotices(root: string, inputs: readonly string[]): string {
  const folders = new Set(inputs.flatMap((input) => packageOf.exec(input)?.[1] ?? []));
  return [header, ...[...folders].sort().map((folder) => writeNotice(join(root, folder)))].join('\n');
}

function writeNotice(folder: string): string {
  const { name, version, license } = JSON.parse(readFileSync(join(folder, 'package.json'), 'utf8')) as Manifest;
  const text = textsIn(folder) ?? (license === 'Apache-2.0' ? 'Its text is in the file LICENSE.' : null);
  if (text === null) throw new Error(`${name} ${version} has no licence text: it cannot be bundled`);
  return `${'-'.repeat(80)}\n${name} ${version} (${license ?? 'see below'})\n\n${text}\n`;
}

/** The licence texts of a package: its files, else what its README says under that heading. */
function textsIn(folder: string): string | null {
  const files = readdirSync(folder);
  const texts = files.filter((file) => licence.test(file));
  if (texts.length > 0) return texts.map((file) => readFileSync(join(folder, file), 'utf8').trim()).join('\n\n');
  const readme = files.find((file) => /^readme/i.test(file));
  const said = readme === undefined ? null : section.exec(readFileSync(join(folder, readme), 'utf8'));
  return said === null ? null : said[1]!.trim();
}
