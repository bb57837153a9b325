import type { Head } from '../../core/ledger/entry.ts';
import { readAnchor } from '../../core/ledger/entry-anchor.ts';
import { Complaint } from './complaint.ts';

/** A value of `--anchor`. */
export function anchorOf(text: string): Head {
  const anchor = readAnchor(text);
  if (anchor !== null) return anchor;
  throw new Complaint(`expected \`shard:n:hash\` (as \`verify\` prints it) at \`--anchor\`, got \`${text}\``);
}
