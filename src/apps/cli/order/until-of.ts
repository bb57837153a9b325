import type { Instant } from '../../../core/leaf/instant.ts';
import { readSpan } from '../../../core/policy/span.ts';
import { Complaint } from '../complaint.ts';
import type { Options } from '../options.ts';
import { readWhen } from '../when.ts';
import { spanOf } from './undo.ts';

/** An end, as `--until 2026-01-31` or `--for 2d` give it. A day that is named lasts to its end. */
export function untilOf({ for: span, until }: Pick<Options, 'for' | 'until'>, now: Instant): Instant {
  if (span !== undefined && until !== undefined) throw new Complaint('expected one of `--until` and `--for`, got both');
  if (span !== undefined) return now + spanOf(span);
  if (until === undefined) throw new Complaint('expected an end: `--until 2026-01-31`, or `--for 2d`');
  const after = readSpan(until);
  const at = after === null ? readWhen(until, now, 'last') : now + after;
  if (at !== null) return at;
  throw new Complaint(`expected a time such as 2026-01-31 or 2026-01-31T17:00Z at \`--until\`, got \`${until}\``);
}
