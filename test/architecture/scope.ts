import { isNode, type Node, readName } from './syntax-tree.ts';

/** Tells whether a name is a file's own at some place: one of the scopes around it declares it. */
export function isBound(name: string, ancestors: readonly Node[]): boolean {
  return ancestors.some((scope) => declaredIn(scope).some((pattern) => binds(pattern, name)));
}

/** The patterns (names, or destructurings) that a node brings into scope for what is below it. */
function declaredIn(scope: Node): readonly unknown[] {
  switch (scope.type) {
    case 'Program':
    case 'BlockStatement':
    case 'StaticBlock':
      return (scope.body as Node[]).flatMap(declaredBy);
    case 'SwitchCase':
      return (scope.consequent as Node[]).flatMap(declaredBy);
    case 'ForStatement':
      return declaredBy(scope.init);
    case 'ForOfStatement':
    case 'ForInStatement':
      return declaredBy(scope.left);
    case 'CatchClause':
      return [scope.param];
    default:
      return [...(Array.isArray(scope.params) ? scope.params : []), isFunctionExpression(scope) ? scope.id : null];
  }
}

function declaredBy(statement: unknown): readonly unknown[] {
  if (!isNode(statement)) return [];
  if (statement.type === 'ExportNamedDeclaration') return declaredBy(statement.declaration);
  if (statement.type === 'VariableDeclaration') return (statement.declarations as Node[]).map((one) => one.id);
  if (statement.type === 'ImportDeclaration') return (statement.specifiers as Node[]).map((one) => one.local);
  return /^(Function|Class|TS\w+)Declaration$/.test(statement.type) ? [statement.id] : [];
}

function isFunctionExpression(node: Node): boolean {
  return node.type === 'FunctionExpression' || node.type === 'ClassExpression';
}

function binds(pattern: unknown, name: string): boolean {
  if (!isNode(pattern)) return false;
  switch (pattern.type) {
    case 'ObjectPattern':
      return (pattern.properties as Node[]).some((one) => binds(one.type === 'Property' ? one.value : one, name));
    case 'ArrayPattern':
      return (pattern.elements as unknown[]).some((one) => binds(one, name));
    case 'AssignmentPattern':
      return binds(pattern.left, name);
    case 'RestElement':
      return binds(pattern.argument, name);
    default:
      return readName(pattern) === name;
  }
}
