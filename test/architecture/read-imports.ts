import { posix } from 'node:path';
import { isNode, type Node, readLiteral, readName, walk } from './syntax-tree.ts';

/** Something a file asks for: by `import`, `import type`, re-export, `import()`, `import('…').T` or `require`. */
export interface Import {
  /** As written; `null` where it is computed, so that nobody can tell what it is. */
  readonly specifier: string | null;
  readonly offset: number;
}

/** Every way in which a file reaches for another, types included. */
export function readImports(tree: Node): readonly Import[] {
  const found: Import[] = [];
  walk(tree, (node) => {
    const source = readSource(node);
    if (source !== undefined) found.push({ specifier: readLiteral(source), offset: node.start });
  });
  return found;
}

/** Resolves a relative specifier to a path from the root; a package's or `node:` name is returned as it is. */
export function resolveImport(file: string, specifier: string): string {
  return isRelative(specifier) ? posix.join(posix.dirname(file), specifier) : specifier;
}

/** Tells a path from the name of a package. */
export function isRelative(specifier: string): boolean {
  return /^\.{0,2}\//.test(specifier) || specifier === '.' || specifier === '..';
}

/** The node that says where from; `undefined` when the node asks for nothing. */
function readSource(node: Node): unknown {
  switch (node.type) {
    case 'ImportDeclaration':
    case 'ExportAllDeclaration':
    case 'ImportExpression':
    case 'TSImportType':
      return node.source;
    case 'ExportNamedDeclaration':
      return isNode(node.source) ? node.source : undefined;
    case 'TSExternalModuleReference':
      return node.expression;
    case 'CallExpression':
      return isRequire(node) ? ((node.arguments as unknown[])[0] ?? null) : undefined;
    default:
      return undefined;
  }
}

function isRequire(call: Node): boolean {
  const callee = call.callee;
  if (readName(callee) === 'require') return true;
  return isNode(callee) && callee.type === 'MemberExpression' && readName(callee.object) === 'require';
}
