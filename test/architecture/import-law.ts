import { isRelative, readImports, resolveImport } from './read-imports.ts';
import { isTest, type SourceFile } from './source-file.ts';
import { lineAt, readTree } from './syntax-tree.ts';

/** Folders of core in story order: each may import itself and those to its left. */
export const storyOrder: readonly string[] = [
  'leaf',
  'net',
  'group',
  'trail',
  'change',
  'reach',
  'facts',
  'policy',
  'verdict',
  'plan',
  'alert',
  'ledger',
  'audit',
  'decide.ts',
  'decide-standing.ts',
];

const parts = ['core', 'contracts'];
const edges = ['settings', 'flow', 'sources', 'aws', 'channels', 'store'];

/** Which parts of src a part may import, itself apart. */
const mayImport: Readonly<Record<string, readonly string[]>> = {
  core: [],
  contracts: ['core'],
  settings: parts,
  flow: parts,
  sources: parts,
  aws: parts,
  channels: parts,
  store: parts,
  apps: [...parts, ...edges],
};

/** Parts that import neither a package nor a module of Node. */
const worldless = new Set(['core', 'contracts', 'flow']);

/** Says every import of a source file that the layout forbids; `packages` are those the root package.json names. */
export function findImportBreaches(source: SourceFile, packages: ReadonlySet<string>): readonly string[] {
  if (!source.file.startsWith('src/') || isTest(source.file)) return [];
  const place = findPlaceBreach(source.file);
  const imports = readImports(readTree(source.file, source.text));
  const breaches = imports.flatMap(({ specifier, offset }) => {
    const why = judge(source.file, specifier, packages);
    const at = `${source.file}:${lineAt(source.text, offset)}`;
    return why === null ? [] : [`${at} may not import \`${specifier ?? 'a computed name'}\`: ${why}`];
  });
  return place === null ? breaches : [place, ...breaches];
}

function findPlaceBreach(file: string): string | null {
  const [, part = '', folder = ''] = file.split('/');
  if (!Object.hasOwn(mayImport, part)) return `${file} stands in \`src/${part}\`, which the layout does not know`;
  if (part === 'core' && !storyOrder.includes(folder)) return `${file} stands in no folder of core's story`;
  return null;
}

function judge(file: string, specifier: string | null, packages: ReadonlySet<string>): string | null {
  const part = file.split('/')[1] ?? '';
  if (specifier === null) return 'what it names can only be known by running it';
  if (!isRelative(specifier)) return judgePackage(part, specifier, packages);
  const target = resolveImport(file, specifier);
  if (isTest(target)) return 'a test is nobody’s part';
  const [top, to = '', folder = ''] = target.split('/');
  if (top !== 'src') return 'src stands on itself alone';
  if (to !== part) return mayImport[part]?.includes(to) ? null : `${part} may not know ${to}`;
  return part === 'core' ? judgeStory(file.split('/')[2] ?? '', folder) : null;
}

function judgePackage(part: string, specifier: string, packages: ReadonlySet<string>): string | null {
  if (worldless.has(part)) return `${part} imports no package and no module of Node`;
  if (specifier.startsWith('node:')) return null;
  const name = specifier.split('/').slice(0, specifier.startsWith('@') ? 2 : 1);
  return packages.has(name.join('/')) ? null : 'the root package.json does not name it';
}

function judgeStory(from: string, to: string): string | null {
  const [left, right] = [storyOrder.indexOf(to), storyOrder.indexOf(from)];
  if (left < 0) return 'it stands in no folder of core’s story';
  return left <= right ? null : `${to} comes after ${from} in the story`;
}
