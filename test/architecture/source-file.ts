import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';

/** A file of the tree: its path from the root with forward slashes, and its text. */
export interface SourceFile {
  readonly file: string;
  readonly text: string;
}

const code = /\.(ts|mts|mjs|js)$/;
const skipped = new Set(['node_modules', 'dist', '.git', '.cache', 'coverage', 'week']);

/** Every code file below the named folders of `root`, sorted by path; AssemblyScript (`.as.ts`) is another language. */
export function readSources(root: string, folders: readonly string[]): readonly SourceFile[] {
  const files = folders.flatMap((folder) => listCode(root, folder)).sort();
  return files.map((file) => ({ file, text: readFileSync(join(root, file), 'utf8') }));
}

/** A test, which may know the world that its subject may not. */
export function isTest(file: string): boolean {
  return /\.test\.m?[jt]s$/.test(file);
}

function listCode(root: string, folder: string): string[] {
  return listFiles(root, folder).filter((file) => code.test(file) && !file.endsWith('.as.ts'));
}

/** Every file below a folder of `root`, leaving out what is installed or generated; none where there is no such folder. */
export function listFiles(root: string, folder: string): string[] {
  const entries = readFolder(join(root, folder)).filter((entry) => !skipped.has(entry.name));
  return entries.flatMap((entry) => {
    const path = folder === '' ? entry.name : `${folder}/${entry.name}`;
    return entry.isDirectory() ? listFiles(root, path) : [path];
  });
}

function readFolder(path: string) {
  try {
    return readdirSync(path, { withFileTypes: true });
  } catch {
    return [];
  }
}
