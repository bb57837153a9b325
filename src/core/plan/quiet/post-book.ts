import type { Instant } from '../../leaf/instant.ts';
import { type Severity, worse } from '../../policy/scale.ts';
import type { Bundle } from './bundle.ts';
import type { Digests } from './digests.ts';
import type { ChannelEvent } from './lanes.ts';
import { messageId } from './message-id.ts';
import { type Fate, fates as fateOrder, type Message, type Post } from './telling.ts';

/** What a bundle came to: the newest of it, and all decisions in it. */
interface Kept {
  readonly channel: string;
  bundle: Bundle;
  readonly decisions: string[];
  readonly joined: string[];
}

/** Gathers what lanes send, for all of an archive at once. */
export class PostBook {
  readonly #kept = new Map<string, Kept>();
  readonly #overflows: { readonly channel: string; readonly id: string; readonly at: Instant; readonly of: Kept[] }[] =
    [];

  take(events: readonly ChannelEvent[]): void {
    for (const event of events) {
      if (event.kind === 'muted') continue;
      if (event.kind === 'overflow') {
        const { channel, id, overflow } = event;
        const of = overflow.bundles.map((bundle) => this.#keep(channel, bundle));
        this.#overflows.push({ channel, id, at: overflow.at, of });
        continue;
      }
      const kept = this.#keep(event.channel, event.bundle);
      if (event.kind === 'added') (event.joins ? kept.joined : kept.decisions).push(event.decision);
    }
  }

  /** Writes down what was sent, and what became of each decision: the best that any channel made of it. */
  write(digests: Digests, fates: Map<string, Fate>): Post {
    const messages: Message[] = [];
    const better = (id: string, fate: Fate): void => {
      const before = fates.get(id) ?? 'recorded';
      if (fateOrder.indexOf(fate) < fateOrder.indexOf(before)) fates.set(id, fate);
    };
    for (const kept of this.#kept.values()) {
      const { state } = kept.bundle;
      if (state === 'alert') messages.push(alertOf(kept));
      if (state === 'dropped') continue;
      for (const [index, id] of [...kept.decisions, ...kept.joined].entries())
        better(id, state === 'collapsed' ? 'collapsed' : index === 0 ? 'told' : 'joined');
    }
    for (const { channel, id, at, of } of this.#overflows) messages.push(overflowOf(channel, id, at, of));
    for (const { decisions } of digests.all) for (const id of decisions) better(id, 'digested');
    for (const { channel, at, decisions, names, checks, severity } of digests.all) {
      const counts = Object.fromEntries(fateOrder.map((fate) => [fate, 0])) as Record<Fate, number>;
      for (const id of decisions) counts[fates.get(id)!]++;
      const about = [...names].sort();
      messages.push({
        ...{ id: messageId(channel, at, decisions[0]!, 'digest'), kind: 'digest', channel, at, severity, decisions },
        ...{ joined: [], about, checks: [...checks].sort(), counts },
      });
    }
    return { messages: messages.sort(inOrder), fates };
  }

  #keep(channel: string, bundle: Bundle): Kept {
    const name = `${bundle.key} ${channel}`;
    const kept = this.#kept.get(name) ?? { channel, bundle, decisions: [], joined: [] };
    kept.bundle = bundle;
    this.#kept.set(name, kept);
    return kept;
  }
}

function alertOf({ channel, bundle, decisions, joined }: Kept): Message {
  const { severity, names, checks } = bundle;
  return {
    ...{ id: bundle.message!, kind: 'alert', channel, at: bundle.sent!, severity, decisions, joined },
    ...{ about: [...names].sort(), checks: [...checks].sort(), counts: null },
  };
}

function overflowOf(channel: string, id: string, at: Instant, of: readonly Kept[]): Message {
  const severity = of.reduce<Severity>((worst, { bundle }) => worse(worst, bundle.severity), 'none');
  const sorted = (values: Iterable<string>): string[] => [...new Set(values)].sort();
  return {
    ...{ id, kind: 'collapsed', channel, at, severity },
    decisions: of.flatMap(({ decisions }) => decisions),
    joined: of.flatMap(({ joined }) => joined),
    about: sorted(of.flatMap(({ bundle }) => [...bundle.names])),
    checks: sorted(of.flatMap(({ bundle }) => [...bundle.checks])),
    counts: null,
  };
}

function inOrder(a: Message, b: Message): number {
  return a.at - b.at || (a.id < b.id ? -1 : 1);
}
