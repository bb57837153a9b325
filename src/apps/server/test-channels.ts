import type { Delivered } from '../../contracts/channel.ts';
import type { ChannelSettings } from '../../contracts/channel-settings.ts';
import { writeNotice } from '../../core/alert/write-notice.ts';
import { messageId } from '../../core/plan/quiet/message-id.ts';
import { peopleWords } from '../../core/plan/quiet/people-channels.ts';
import type { Message } from '../../core/plan/quiet/telling.ts';
import type { Route } from '../../core/policy/policy.ts';
import { sayError } from './back-off.ts';
import type { OpenedChannels } from './open-channels.ts';

/** What a channel said to a marked test message. */
export interface ChannelTested {
  readonly channel: string;
  readonly kind: ChannelSettings['kind'] | null;
  /** Ids of the routes that lead there, by `to`, `escalate_to` or as a fallback. */
  readonly routes: readonly string[];
  /** `took`: it took it. `unconfirmed`: it did, and those whom it would reach have not said that they want that. */
  readonly outcome: 'took' | 'unconfirmed' | 'later' | 'refused';
  readonly why: string | null;
  readonly milliseconds: number;
}

/** How long a channel may take, in milliseconds. */
const patience = 20_000;

/** The channels of routes, with the routes that lead to each; owners and actors are not among them: who that is depends on the change. */
export function channelsOf(
  routes: readonly Route[],
  settings: readonly ChannelSettings[],
): ReadonlyMap<string, readonly string[]> {
  const found = new Map<string, string[]>();
  const add = (name: string, route: string): void => {
    if (peopleWords.includes(name) || found.get(name)?.includes(route) === true) return;
    found.set(name, [...(found.get(name) ?? []), route]);
    const fallback = settings.find((each) => each.name === name)?.fallback ?? null;
    if (fallback !== null) add(fallback, route);
  };
  for (const { escalateTo, id, to } of routes) for (const name of [...to, ...escalateTo]) add(name, id);
  return found;
}

/** Sends a message that is marked as a test to a channel, and tells what came back; nothing is written anywhere. */
export async function testChannel(
  channels: Pick<OpenedChannels, 'reach'>,
  {
    channel,
    routes,
    settings,
    by,
    now,
  }: {
    readonly channel: string;
    readonly routes: readonly string[];
    readonly settings: readonly ChannelSettings[];
    readonly by: string;
    readonly now: () => number;
  },
): Promise<ChannelTested> {
  const own = settings.find(({ name }) => name === channel) ?? null;
  const [at, began] = [now(), performance.now()];
  const signal = AbortSignal.timeout(patience);
  const told = { channel, kind: own?.kind ?? null, routes };
  const end = (outcome: ChannelTested['outcome'], why: string | null): ChannelTested => {
    return { ...told, outcome, why, milliseconds: Math.round(performance.now() - began) };
  };
  const said = await deliver(channels, { channel, route: routes.join(', '), by, at, signal });
  if (said.kind !== 'done') return end(said.kind, said.why);
  const reached = channels.reach(channel);
  const missing = reached.kind === 'reached' ? ((await reached.channel.unreached?.(signal, at)) ?? null) : null;
  if (missing !== null) return end('unconfirmed', missing);
  return end('took', said.but ?? null);
}

async function deliver(
  { reach }: Pick<OpenedChannels, 'reach'>,
  { channel, route, by, at, signal }: { channel: string; route: string; by: string; at: number; signal: AbortSignal },
): Promise<Delivered> {
  const reached = reach(channel);
  if (reached.kind === 'unreachable') return { kind: 'refused', why: reached.why, whole: false };
  const id = messageId(channel, at, `test ${by}`, 'notice');
  const message: Message = {
    ...{ id, kind: 'notice', channel, at, severity: 'low', decisions: [], joined: [] },
    ...{ about: [], checks: [], counts: null },
  };
  const row = {
    ...{ message, key: `portcullis:${id}`, revision: 0, interrupts: 1, incidents: [], notes: [] },
    ...{ updatedAt: at, acknowledged: null, escalation: null },
  };
  const detail = { by, channel, ...(route === '' ? {} : { route }) };
  const alert = writeNotice(row, { why: 'test', about: `channel/${channel}`, detail }, at);
  try {
    return await reached.channel.deliver(
      { alert, what: 'first', news: [], ref: null, repeated: false, interrupts: 1, now: at },
      signal,
    );
  } catch (error) {
    return { kind: 'later', why: `a fault of ours: ${sayError(error)}`, after: null, maybe: true };
  }
}
