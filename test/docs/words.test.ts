import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { isTest, readSources } from '../architecture/source-file.ts';
import { isNode, type Node, readName, readTree } from '../architecture/syntax-tree.ts';

const root = join(import.meta.dirname, '..', '..');
const sources = readSources(root, ['src/core']).filter(({ file }) => !isTest(file));
const rows = readFileSync(join(root, 'docs', 'words.md'), 'utf8')
  .split('\n')
  .filter((line) => /^\| (?!word |---)/.test(line))
  .map((line) => line.split('|').map((cell) => cell.trim()));
const defined = rows.flatMap(([, , , types = '']) => [...types.matchAll(/`(\w+)`/g)].map(([, name]) => name!));

/** The types that a file declares and exports: interfaces, aliases, classes. */
function readTypes(file: string, text: string): readonly string[] {
  return (readTree(file, text).body as Node[]).flatMap((statement) => {
    const made = statement.type === 'ExportNamedDeclaration' ? statement.declaration : null;
    if (!isNode(made) || !/^(TSInterface|TSTypeAlias|Class)Declaration$/.test(made.type)) return [];
    return readName(made.id) ?? [];
  });
}

const exported = sources.flatMap(({ file, text }) => readTypes(file, text).map((name) => ({ file, name })));

describe('docs/words.md', () => {
  it('defines every type that core exports', () => {
    const known = new Set(defined);
    expect(exported.filter(({ name }) => !known.has(name)).map(({ file, name }) => `${name} of ${file}`)).toEqual([]);
  });

  it('names no type that core does not export', () => {
    const names = new Set(exported.map(({ name }) => name));
    expect(defined.filter((name) => !names.has(name))).toEqual([]);
  });

  it('one word has one meaning: no word or type is defined twice, no two files export a type of one name', () => {
    const twice = (all: readonly (string | undefined)[]) => all.filter((one, at) => all.indexOf(one) !== at);
    expect(twice(rows.map(([, word]) => word))).toEqual([]);
    expect(twice(defined)).toEqual([]);
    expect(twice(exported.map(({ name }) => name))).toEqual([]);
  });
});
