import type { ChannelParts } from '../../channels/channel-parts.ts';
import { forActor } from '../../channels/for-actor.ts';
import { openChannel } from '../../channels/index.ts';
import type { Channel } from '../../contracts/channel.ts';
import type { ChannelKind, ChannelSettings } from '../../contracts/channel-settings.ts';
import { actorOf, peopleWords, routeWord } from '../../core/plan/quiet/people-channels.ts';
import { findPerson } from '../../core/policy/find-person.ts';
import type { Policy, Route } from '../../core/policy/policy.ts';
import type { Reached } from '../../flow/live/post/deliver-parts.ts';
import { noticeChannels } from '../../flow/live/post/hear-notice.ts';

/** The channels of the policy in force. */
export interface OpenedChannels {
  /** By name, or `owner:<name>` and `actor:<name>`: whoever that is in the directory. What settings changed is opened anew. */
  reach(name: string): Reached;
  /** Whether there is any. */
  isAny(): boolean;
  /** The names of all of them. */
  names(): readonly string[];
  close(): void;
}

/** What channels are opened by: asked anew each time, so that another policy is heeded at once. */
export interface ChannelsFrom {
  readonly settings: () => readonly ChannelSettings[];
  readonly policy: () => Pick<Policy, 'directory' | 'notify'>;
  readonly parts: ChannelParts;
  /** The least time between two deliveries, where it is another than the usual one of the kind. */
  readonly every?: number;
}

/**
 * Milliseconds. Sources: docs.slack.dev, "Rate limits" (a message a second for each channel); learn.microsoft.com,
 * "Create Incoming Webhooks" (more than four requests a second are throttled).
 */
const usualEvery: Readonly<Partial<Record<ChannelKind, number>>> = { slack: 1000, teams: 250 };

/** Opens channels when they are first needed. */
export function openChannels({ settings, policy, parts, every }: ChannelsFrom): OpenedChannels {
  const opened = new Map<string, { readonly by: string; readonly channel: Channel }>();

  function open(wanted: ChannelSettings): Channel {
    const by = JSON.stringify(wanted);
    const known = opened.get(wanted.name);
    if (known?.by === by) return known.channel;
    known?.channel.close?.();
    const channel = openChannel(wanted, parts);
    opened.set(wanted.name, { by, channel });
    return channel;
  }

  return {
    isAny: () => settings().length > 0,
    names: () => settings().map(({ name }) => name),
    reach: (name) => {
      const all = settings();
      const { directory, notify } = policy();
      const found = all.find((each) => each.name === name) ?? personSettings(name, all, { directory, notify });
      const isActor = actorOf(name) !== null;
      // What somebody is told of their own change is told to nobody else.
      if (typeof found === 'string')
        return { kind: 'unreachable', why: found, fallback: isActor ? null : elseOf(notify, all) };
      const pause = every ?? usualEvery[found.kind] ?? 0;
      const channel = open(found);
      if (isActor) return { kind: 'reached', channel: forActor(channel), fallback: null, every: pause };
      return { kind: 'reached', channel, fallback: found.fallback, every: pause };
    },
    close: () => {
      for (const { channel } of opened.values()) channel.close?.();
      opened.clear();
    },
  };
}

/**
 * How an owner, or whoever made a change, is reached: directly in Slack where an app is there for it and the directory tells who that is, else by mail
 * through the first channel that mails; or why that is not possible.
 */
export function personSettings(
  name: string,
  all: readonly ChannelSettings[],
  { directory, notify }: Pick<Policy, 'directory' | 'notify'>,
): ChannelSettings | string {
  if (!peopleWords.includes(routeWord(name)))
    return `\`${name}\` is no channel of the policy any more: write it, or route elsewhere`;
  const word = name.slice(name.indexOf(':') + 1);
  const person = findPerson(directory, word);
  if (person === null) return `the directory knows nobody named \`${word}\`: add a row to its people`;
  const fallback = elseOf(notify, all);
  const { mail, slack } = person;
  for (const each of all) {
    if (each.kind === 'slack' && each.channel !== null && slack !== null)
      return { ...each, name, channel: slack, fallback };
  }
  for (const each of all) {
    if ((each.kind === 'smtp' || each.kind === 'ses') && mail !== null) return { ...each, name, to: [mail], fallback };
  }
  const lack = mail === null && slack === null ? 'no address' : 'an address, but no channel of the policy leads there';
  return `the directory has ${lack} for \`${word}\`: \`slack\` needs a channel with an app's token, \`mail\` one of kind smtp or ses`;
}

/** Where what does not reach an owner goes: to the first channel that is told everything. */
function elseOf(notify: readonly Route[], all: readonly ChannelSettings[]): string | null {
  const [first] = noticeChannels(notify, 'critical');
  return first ?? all[0]?.name ?? null;
}
