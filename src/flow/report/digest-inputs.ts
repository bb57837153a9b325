import type { Spill } from '../../contracts/spill.ts';
import { changeOf } from '../load.ts';

/**
 * A digest of everything that was read about changes, in no order of files: SHA-256 over the sorted lines of change id
 * and SHA-256 of the change without how it was delivered. Copies and other cuts of the same records give the same.
 * `sha256` answers hexadecimal digits: the platform's is much faster than the core's.
 */
export function digestInputs(spill: Spill, sha256: (text: string) => string): string {
  const lines: string[] = [];
  for (const on of ['group', 'interface', 'list', 'vpc']) {
    for (const subject of spill.subjects(on)) {
      for (const each of spill.changesOf(subject)) {
        const { record, ...change } = changeOf(each);
        const { intake: _, ...head } = record;
        lines.push(`${each.id} ${sha256(JSON.stringify([head, change]))}`);
      }
    }
  }
  return `sha256:${sha256([...new Set(lines)].sort().join('\n'))}`;
}
