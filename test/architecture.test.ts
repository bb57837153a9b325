import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { findFileBreaches, tables } from './architecture/file-law.ts';
import { findImportBreaches } from './architecture/import-law.ts';
import { listFiles, readSources } from './architecture/source-file.ts';
import { findWorldBreaches } from './architecture/world-law.ts';

const root = join(import.meta.dirname, '..');
const manifest = JSON.parse(readFileSync(join(root, 'package.json'), 'utf8')) as Record<string, object | undefined>;
const packages = new Set(Object.keys({ ...manifest.dependencies, ...manifest.devDependencies }));
const product = readSources(root, ['src']);
const everything = readSources(root, ['']);

describe('the layout is a law', () => {
  it('a file of src imports only what its place allows, types included', () => {
    expect(product.flatMap((source) => findImportBreaches(source, packages))).toEqual([]);
  });

  it('core and flow touch no clock, randomness, network, process, language or time zone', () => {
    expect(product.flatMap(findWorldBreaches)).toEqual([]);
  });

  it('every file is short, named after its idea, exports names and leaves no test behind', () => {
    expect(everything.flatMap(findFileBreaches)).toEqual([]);
  });

  it('core/leaf is no drawer: it holds at most instant, zone, canonical and digest', () => {
    const files = listFiles(root, 'src/core/leaf').filter((file) => !file.endsWith('.test.ts'));
    const four = ['instant', 'zone', 'canonical', 'digest'].map((name) => `src/core/leaf/${name}.ts`);
    expect(files.filter((file) => !four.includes(file))).toEqual([]);
  });

  it('a file excused from the size law exists', () => {
    const files = new Set(everything.map((source) => source.file));
    expect([...tables].filter((file) => !files.has(file))).toEqual([]);
  });
});
