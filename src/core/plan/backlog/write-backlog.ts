import type { Backlog } from './backlog.ts';

/** Writes a backlog as a file that people review: an entry a line. */
export function writeBacklog({ taken, policy, entries }: Backlog): string {
  const head = { $schema: 'portcullis:backlog:1', taken, policy };
  const lines = entries.map((entry) => `    ${JSON.stringify(entry)}`);
  const open = JSON.stringify(head, null, 2).slice(0, -2);
  return `${open},\n  "entries": [${lines.length === 0 ? '' : `\n${lines.join(',\n')}\n  `}]\n}\n`;
}
