import { isBound } from './scope.ts';
import { isTest, type SourceFile } from './source-file.ts';
import { lineAt, type Node, readLiteral, readName, readTree, walk } from './syntax-tree.ts';

/** Names that reach out of a pure function, or that let one do so under another name. */
const outside = new Set([
  ...[
    'process',
    'console',
    'globalThis',
    'global',
    'window',
    'navigator',
    'performance',
    'crypto',
    'Buffer',
    'require',
  ],
  ...['fetch', 'XMLHttpRequest', 'WebSocket', 'EventSource', 'Worker', 'SharedArrayBuffer', 'Atomics'],
  ...['setTimeout', 'setInterval', 'setImmediate', 'queueMicrotask', 'Promise', 'AsyncIterable', 'AsyncIterator'],
  ...['AsyncGenerator', 'WeakRef', 'FinalizationRegistry', 'eval', 'Function', 'Temporal', '__dirname', '__filename'],
]);

/** What `flow` may not name: it has contracts for each of them. */
const outsideOfFlow = new Set([
  ...['setTimeout', 'setInterval', 'setImmediate', 'queueMicrotask', 'process', 'console', 'fetch', 'performance'],
  ...['globalThis', 'crypto', 'require'],
]);

/** Members whose answer depends on the machine's language or time zone, or that are another name for `for await`. */
const local =
  /^(toLocale\w*|localeCompare|asyncIterator|toDateString|toTimeString|getTimezoneOffset|getYear|[gs]et(FullYear|Month|Date|Day|Hours|Minutes|Seconds|Milliseconds))$/;

const zoneFile = 'src/core/leaf/zone.ts';

/** Says every place of core or flow that touches clock, randomness, network, process, language or time zone. */
export function findWorldBreaches(source: SourceFile): readonly string[] {
  const isCore = source.file.startsWith('src/core/');
  if (isTest(source.file) || !(isCore || source.file.startsWith('src/flow/'))) return [];
  const found: string[] = [];
  walk(readTree(source.file, source.text), (node, ancestors) => {
    const touched = isCore ? touchedByCore(node, ancestors, source.file) : touchedByFlow(node, ancestors);
    if (touched !== null) found.push(`${source.file}:${lineAt(source.text, node.start)} touches the world: ${touched}`);
  });
  return found;
}

function touchedByCore(node: Node, ancestors: readonly Node[], file: string): string | null {
  if (node.async === true) return 'async';
  if (node.type === 'AwaitExpression' || node.await === true) return 'await';
  if (node.type === 'ImportExpression') return 'import()';
  if (node.type === 'MetaProperty' && readName(node.meta) === 'import') return 'import.meta';
  const member = readMember(node) ?? readPatternKey(node, ancestors);
  if (member !== null && local.test(member)) return member;
  const name = readReference(node, ancestors);
  if (name === null) return null;
  if (name === 'Intl') return file === zoneFile ? null : name;
  return outside.has(name) ? name : findClockOrChance(name, ancestors);
}

function touchedByFlow(node: Node, ancestors: readonly Node[]): string | null {
  const name = readReference(node, ancestors);
  if (name === null) return null;
  return outsideOfFlow.has(name) ? name : findClockOrChance(name, ancestors);
}

/** `Date` may build an instant from an argument and compute; `Math` may compute. In any other use they can hide. */
function findClockOrChance(name: string, [parent]: readonly Node[]): string | null {
  if (name !== 'Date' && name !== 'Math') return null;
  if (parent?.type === 'TSTypeReference') return null;
  const member = parent === undefined || readName(parent.object) !== name ? null : readMember(parent);
  if (name === 'Math') return member === null ? 'Math under another name' : member === 'random' ? 'Math.random' : null;
  if (member === 'UTC' || member === 'parse') return null;
  if (member !== null) return `Date.${member}`;
  if (parent?.type === 'BinaryExpression' && parent.operator === 'instanceof') return null;
  if (parent?.type !== 'NewExpression' || readName(parent.callee) !== name) return 'Date under another name';
  const [first] = parent.arguments as Node[];
  return first === undefined || first.type === 'SpreadElement' ? 'new Date()' : null;
}

/** The member that an access names, by dot or by a literal in brackets. */
function readMember(node: Node): string | null {
  if (node.type !== 'MemberExpression') return null;
  return node.computed === true ? readLiteral(node.property) : readName(node.property);
}

/** The member that a destructuring names: `const { getHours } = date`. */
function readPatternKey(node: Node, [parent]: readonly Node[]): string | null {
  if (node.type !== 'Property' || parent?.type !== 'ObjectPattern') return null;
  return node.computed === true ? readLiteral(node.key) : (readName(node.key) ?? readLiteral(node.key));
}

/** The name of an identifier that stands for a variable which the file does not declare itself. */
function readReference(node: Node, ancestors: readonly Node[]): string | null {
  const name = readName(node);
  return name === null || isPart(node, ancestors[0]) || isBound(name, ancestors) ? null : name;
}

/** Tells a member, a key or the right side of a type's name from a variable. */
function isPart(node: Node, parent: Node | undefined): boolean {
  if (parent === undefined || parent.computed === true) return false;
  if (parent.type === 'MemberExpression') return parent.property === node;
  return (
    (parent.key === node && parent.shorthand !== true) || (parent.type === 'TSQualifiedName' && parent.right === node)
  );
}
