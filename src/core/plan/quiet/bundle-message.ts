import type { Instant } from '../../leaf/instant.ts';
import { type Severity, worse } from '../../policy/scale.ts';
import type { Bundle } from './bundle.ts';
import type { Message } from './telling.ts';

/** A message that tells of bundles; `decisions`: those that it is sent for. */
export function messageOf(
  channel: string,
  id: string,
  at: Instant,
  decisions: readonly string[],
  of: readonly Bundle[],
  kind: 'alert' | 'collapsed',
): Message {
  return { id, kind, channel, at, decisions, joined: [], counts: null, ...sayingOf(of) };
}

/** What a message says of itself, by what is in it: how bad it is, what it is about, and which checks object. */
export function sayingOf(of: readonly Bundle[]): Pick<Message, 'severity' | 'about' | 'checks'> {
  const sorted = (pick: (each: Bundle) => Iterable<string>): string[] => {
    return [...new Set(of.flatMap((each) => [...pick(each)]))].sort();
  };
  const severity = of.reduce<Severity>((worst, each) => worse(worst, each.severity), 'none');
  return { severity, about: sorted(({ names }) => names), checks: sorted(({ checks }) => checks) };
}
