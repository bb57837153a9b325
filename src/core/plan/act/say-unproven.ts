import type { Instant } from '../../leaf/instant.ts';
import { saySpan } from '../../policy/span.ts';

/** What is known of whether people would hear of what is done. */
export interface Proof {
  /** When a drill passed last; `null` = never. */
  readonly passedAt: Instant | null;
  /** Whether somebody confirmed that a channel reaches them. */
  readonly confirmed: boolean;
}

/** Why nothing but a canary may be acted upon yet; `null` when it is proven that people hear of it. */
export function sayUnproven({ confirmed, passedAt }: Proof, within: number, now: Instant): string | null {
  const isFresh = passedAt !== null && now - passedAt <= within;
  if (isFresh && confirmed) return null;
  const drill = isFresh
    ? null
    : passedAt === null
      ? 'no drill has passed yet'
      : `no drill has passed within ${saySpan(within)}`;
  const recipient = confirmed ? null : 'nobody has confirmed that a channel reaches them';
  const next = [drill === null ? null : '`drill`', recipient === null ? null : '`notify confirm`'];
  const said = [drill, recipient].filter((each) => each !== null).join(', and ');
  return `only the canary is acted upon so far: ${said} (${next.filter((each) => each !== null).join(', ')})`;
}
