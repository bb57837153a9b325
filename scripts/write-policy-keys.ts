import type { Shape } from '../src/core/policy/shape/shape.ts';

const intro = `# Keys of a policy

Every key that a policy file may have, and what it takes. This page is written by \`npm run docs\` from the one description
that files are checked by; \`portcullis policy schema\` prints the same as JSON Schema for editors. How to write a policy:
[policy.md](policy.md).

A \`?\` at its end marks what may be left out, \`[]\` each element of a list. \`<name>\` stands for names of your own.
`;

/** Writes the text of docs/policy-keys.md from the shape of a policy. */
export function writePolicyKeys(shape: Shape): string {
  const rows = rowsOf(shape, '', new Map());
  const sections = Map.groupBy(rows, ({ path }) => /^[^.?[]+/.exec(path)![0]);
  const parts = [...sections].map(([name, own]) => {
    const lines = own.map(({ path, takes, say }) => `| \`${path}\` | ${cell(takes)} | ${cell(say)} |\n`);
    return `## ${name}\n\n| key | takes | what it is for |\n| --- | --- | --- |\n${lines.join('')}`;
  });
  return [intro, ...parts].join('\n');
}

interface Row {
  readonly path: string;
  readonly takes: string;
  readonly say: string;
}

/**
 * The rows below a shape; what a map, list or map per environment holds is told in its place. `told` has where the keys
 * of an object were told first: there, and only there.
 */
function rowsOf(shape: Shape, path: string, told: Map<unknown, string>): readonly Row[] {
  switch (shape.kind) {
    case 'object':
      return Object.entries(shape.keys).flatMap(([name, { shape: own, required, say }]) => {
        const at = `${path === '' ? '' : `${path}.`}${name}`;
        const keys = own.kind === 'object' && Object.keys(own.keys).length > 3 ? JSON.stringify(own.keys) : null;
        const before = keys === null ? undefined : told.get(keys);
        if (keys !== null && before === undefined) told.set(keys, at);
        const row = {
          path: `${at}${required ? '' : '?'}`,
          takes: before === undefined ? takes(own) : `as \`${before}\``,
          say,
        };
        return before === undefined ? [row, ...rowsOf(own, at, told)] : [row];
      });
    case 'cases':
      return [
        ...new Map(
          [...rowsOf(shape.lacks, path, told), ...rowsOf(shape.has, path, told)].map((row) => [row.path, row]),
        ).values(),
      ];
    case 'map':
      return rowsOf(shape.of, `${path}.<name>`, told);
    case 'list':
      return rowsOf(shape.of, `${path}[]`, told);
    case 'per-environment':
      return rowsOf(shape.of, `${path}.<environment>`, told);
    default:
      return [];
  }
}

function takes(shape: Shape): string {
  switch (shape.kind) {
    case 'object':
      return shape.pick === null ? 'a map' : `a map with ${shape.pick} of its keys`;
    case 'cases':
      return 'a map';
    case 'map':
      return shape.say;
    case 'per-environment':
      return `${shape.plain ? `${takes(shape.of)}, or ` : ''}for each environment, and \`else\`: ${takes(shape.of)}`;
    case 'list':
      return `a list: ${takes(shape.of)}`;
    case 'words':
      return shape.words.map((word) => `\`${word}\``).join(', ');
    case 'text':
      return shape.format.say;
    case 'integer':
      return shape.min === shape.max ? `\`${shape.min}\`` : `a whole number from ${shape.min} to ${shape.max}`;
    case 'boolean':
      return '`true` or `false`';
  }
}

function cell(text: string): string {
  return text.replaceAll('|', '\\|');
}
