import { parseAst } from 'rolldown/parseAst';

/** A node of the ESTree with TypeScript's own nodes in it; `type` names the kind, the rest differs by kind. */
export interface Node {
  readonly type: string;
  readonly start: number;
  readonly [field: string]: unknown;
}

/** Visits every node below and including `node`, with the chain of its ancestors, nearest first. */
export type Visit = (node: Node, ancestors: readonly Node[]) => void;

/** Parses TypeScript with a real parser; throws on a syntax error, which is then the law's first finding. */
export function readTree(file: string, text: string): Node {
  return parseAst(text, { lang: 'ts', sourceType: 'module' }, file) as unknown as Node;
}

/** Walks a tree in the order of the text. */
export function walk(node: Node, visit: Visit, ancestors: readonly Node[] = []): void {
  visit(node, ancestors);
  const below = [node, ...ancestors];
  for (const value of Object.values(node)) {
    for (const child of Array.isArray(value) ? value : [value]) if (isNode(child)) walk(child, visit, below);
  }
}

/** Tells a node from a field's plain value. */
export function isNode(value: unknown): value is Node {
  return typeof value === 'object' && value !== null && typeof (value as { type?: unknown }).type === 'string';
}

/** The text of a string literal, or of a template without holes; `null` for anything else. */
export function readLiteral(value: unknown): string | null {
  if (!isNode(value)) return null;
  if (value.type === 'Literal') return typeof value.value === 'string' ? value.value : null;
  const quasis = value.type === 'TemplateLiteral' ? (value.quasis as { value: { cooked: string } }[]) : [];
  return quasis.length === 1 ? quasis[0]!.value.cooked : null;
}

/** The name of an identifier; `null` for anything else. */
export function readName(value: unknown): string | null {
  return isNode(value) && value.type === 'Identifier' ? (value.name as string) : null;
}

/** The line of a place in a text, from 1. */
export function lineAt(text: string, offset: number): number {
  return text.slice(0, offset).split('\n').length;
}
