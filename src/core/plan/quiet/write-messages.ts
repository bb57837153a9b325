import { digestName } from '../../leaf/digest.ts';
import { type Severity, worse } from '../../policy/scale.ts';
import type { Bundle } from './bundle.ts';
import type { Digests } from './digests.ts';
import type { Lane, Overflow } from './lane.ts';
import { type Fate, fates as fateOrder, type Message, type Post } from './telling.ts';

/** Writes down what was sent, and what became of each decision: the best that any channel made of it. */
export function writeMessages(lanes: ReadonlyMap<string, Lane>, digests: Digests, fates: Map<string, Fate>): Post {
  const messages: Message[] = [];
  const better = (id: string, fate: Fate): void => {
    const before = fates.get(id) ?? 'recorded';
    if (fateOrder.indexOf(fate) < fateOrder.indexOf(before)) fates.set(id, fate);
  };
  for (const [channel, lane] of lanes) {
    for (const bundle of lane.bundles) {
      if (bundle.state === 'alert') messages.push(alertOf(channel, bundle));
      if (bundle.state === 'dropped') continue;
      for (const [index, id] of [...bundle.decisions, ...bundle.joined].entries())
        better(id, bundle.state === 'collapsed' ? 'collapsed' : index === 0 ? 'told' : 'joined');
    }
    messages.push(...lane.overflows.map((each) => overflowOf(channel, each)));
  }
  for (const { decisions } of digests.all) for (const id of decisions) better(id, 'digested');
  for (const { channel, at, decisions, names, checks, severity } of digests.all) {
    const counts = Object.fromEntries(fateOrder.map((fate) => [fate, 0])) as Record<Fate, number>;
    for (const id of decisions) counts[fates.get(id)!]++;
    const about = [...names].sort();
    messages.push({
      ...{ id: nameOf(channel, at, decisions[0]!, 'digest'), kind: 'digest', channel, at, severity, decisions },
      ...{ joined: [], about, checks: [...checks].sort(), counts },
    });
  }
  return { messages: messages.sort(inOrder), fates };
}

function alertOf(channel: string, bundle: Bundle): Message {
  const { first, severity, decisions, joined, names, checks } = bundle;
  const at = bundle.sent!;
  const about = [...names].sort();
  return {
    ...{ id: nameOf(channel, at, first.id, 'alert'), kind: 'alert', channel, at, severity, decisions, joined, about },
    ...{ checks: [...checks].sort(), counts: null },
  };
}

function overflowOf(channel: string, { at, bundles }: Overflow): Message {
  const severity = bundles.reduce<Severity>((worst, each) => worse(worst, each.severity), 'none');
  const sorted = (values: Iterable<string>): string[] => [...new Set(values)].sort();
  return {
    ...{ id: nameOf(channel, at, bundles[0]!.first.id, 'collapsed'), kind: 'collapsed', channel, at, severity },
    decisions: bundles.flatMap(({ decisions }) => decisions),
    joined: bundles.flatMap(({ joined }) => joined),
    about: sorted(bundles.flatMap(({ names }) => [...names])),
    checks: sorted(bundles.flatMap(({ checks }) => [...checks])),
    counts: null,
  };
}

function nameOf(channel: string, at: number, first: string, kind: string): string {
  return `msg_${digestName(JSON.stringify([channel, at, first, kind]))}`;
}

function inOrder(a: Message, b: Message): number {
  return a.at - b.at || (a.id < b.id ? -1 : 1);
}
