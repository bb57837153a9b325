import { isTest, type SourceFile } from './source-file.ts';
import { lineAt, type Node, readLiteral, readName, readTree, walk } from './syntax-tree.ts';

/** Lines a file may have: a reader should hold it in the head. */
const longest = { source: 300, test: 500 };

/** Tables of data that hold nothing else, and so may be longer. */
export const tables: ReadonlySet<string> = new Set([]);

const banned = new Set(['util', 'helper', 'common', 'shared', 'misc', 'manager', 'base', 'data', 'info']);
const kebab = /^[a-z0-9]+(-[a-z0-9]+)*(\.[a-z0-9]+(-[a-z0-9]+)*)*$/;
const runner = new Set(['it', 'test', 'describe']);

/** Says what is wrong with a file's size, name, exports and left-overs. */
export function findFileBreaches(source: SourceFile): readonly string[] {
  const tree = readTree(source.file, source.text);
  return [
    ...findSizeBreaches(source),
    ...findNameBreaches(source.file),
    ...findExportBreaches(source, tree),
    ...(isTest(source.file) ? findLeftOvers(source, tree) : []),
  ];
}

function findSizeBreaches({ file, text }: SourceFile): readonly string[] {
  const most = isTest(file) ? longest.test : longest.source;
  const lines = text.split('\n').length - (text.endsWith('\n') ? 1 : 0);
  return lines <= most || tables.has(file) ? [] : [`${file} has ${lines} lines: at most ${most}`];
}

function findNameBreaches(file: string): readonly string[] {
  return file.split('/').flatMap((name) => {
    if (!kebab.test(name.replace(/^\./, ''))) return [`${file}: \`${name}\` is not in kebab-case`];
    const word = name.split(/[-.]/).find((part) => banned.has(part) || banned.has(part.replace(/s$/, '')));
    return word === undefined ? [] : [`${file}: \`${word}\` names no idea`];
  });
}

/** A default export has as many names as it has importers. Tools that ask for one in their config get it. */
function findExportBreaches({ file, text }: SourceFile, tree: Node): readonly string[] {
  if (file.endsWith('.config.ts')) return [];
  const found: string[] = [];
  walk(tree, (node) => {
    const name = node.type === 'ExportSpecifier' ? (readName(node.exported) ?? readLiteral(node.exported)) : null;
    if (node.type !== 'ExportDefaultDeclaration' && name !== 'default') return;
    found.push(`${file}:${lineAt(text, node.start)} exports a default: give it a name`);
  });
  return found;
}

/** Tests that do not run, or that keep others from running. */
function findLeftOvers({ file, text }: SourceFile, tree: Node): readonly string[] {
  const found: string[] = [];
  walk(tree, (node) => {
    if (node.type !== 'MemberExpression') return;
    const [on, act] = [readName(node.object), readName(node.property) ?? readLiteral(node.property)];
    if (on === null || !runner.has(on) || !/^(skip|only|todo|fails)$/.test(act ?? '')) return;
    found.push(`${file}:${lineAt(text, node.start)} leaves \`${on}.${act}\` behind`);
  });
  return found;
}
