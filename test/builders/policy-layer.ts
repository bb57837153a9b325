import type { Json } from '../../src/core/leaf/canonical.ts';
import type { PolicyLayer } from '../../src/core/policy/layer.ts';
import type { Path } from '../../src/core/policy/problem.ts';

/** A layer of a policy from a plain value and the texts of its files; a path's line is its place among all keys of the value. */
export function policyLayer(
  value: Json,
  files: Readonly<Record<string, string>> = {},
  name = 'portcullis.yaml',
): PolicyLayer {
  const lines = new Map<string, number>();
  const walk = (found: Json | undefined, path: Path): void => {
    lines.set(JSON.stringify(path), lines.size);
    if (typeof found !== 'object' || found === null) return;
    for (const [key, held] of Object.entries(found))
      walk(held as Json, [...path, Array.isArray(found) ? Number(key) : key]);
  };
  walk(value, []);
  const lineOf = (path: Path): number =>
    lines.get(JSON.stringify(path)) ?? (path.length === 0 ? 1 : lineOf(path.slice(0, -1)));
  return {
    ...{ name, value, lineOf },
    files: new Map(Object.entries(files).map(([key, text]) => [key, { name: key, text }])),
  };
}
