import { type Instant, writeInstant } from '../../core/leaf/instant.ts';
import { inUtc } from '../../core/leaf/zone.ts';
import { type News, readNews } from '../../core/plan/quiet/news.ts';
import { type Due, dueChannels } from '../../core/plan/quiet/wants.ts';
import { quietUntil } from '../../core/policy/day-times.ts';
import { pagesUnder } from '../live/pages-under.ts';
import { deliverKind } from '../live/post/messages-due.ts';
import { mutesOf, readMutes } from '../live/post/mutes.ts';
import type { MessageRow } from '../live/post/post-rows.ts';
import { readRow, rowName } from '../live/tables.ts';
import type { Chain } from './chain.ts';
import type { DrillParts } from './drill-parts.ts';
import type { DecidedDrill } from './follow-record.ts';
import type { Made } from './made.ts';
import { waitFor } from './wait-for.ts';

/** How a message came at a channel; `null`: it is still to come. */
type Came = { readonly at: number } | { readonly why: string } | null;

/** Waits until each channel that is due took the message of the drill. */
export async function followTells(parts: DrillParts, made: Made, { decision }: DecidedDrill, chain: Chain) {
  const { checks, notify } = parts.policy();
  if (notify.length === 0) {
    await chain.skipped('told', 'the policy tells nobody: it has no `notify`');
    return;
  }
  const news = readNews(decision, { checks });
  const wanted = dueChannels(news, notify);
  if (wanted.size === 0) {
    await chain.failed('told', 'no route of the policy tells of it at once: look at `min` and `where` under `notify`');
    return;
  }
  const quiet = quietChannels(parts, news, wanted);
  const due = [...wanted.keys()].filter((each) => !quiet.has(each)).sort();
  for (const [channel, until] of [...quiet].sort(([a], [b]) => (a < b ? -1 : 1))) {
    const say = `\`${channel}\` has quiet hours until ${writeInstant(until)}: it is told then`;
    if (due.length > 0) await chain.skipped('told', say, channel);
    else await chain.failed('told', `${say}; drill outside of them`, channel);
  }
  const came = await allCome(parts, made, decision.id, due);
  for (const channel of due) {
    const known = came.get(channel) ?? null;
    if (known !== null && 'at' in known) await chain.passed('told', known.at, { on: channel });
    else await chain.failed('told', known?.why ?? (await whyUntold(parts, decision, channel)), channel);
  }
}

/** Channels that are not told now, with the end of their quiet hours. */
function quietChannels(
  { clock, offsetOf = inUtc }: DrillParts,
  { severity }: News,
  wanted: ReadonlyMap<string, Due>,
): ReadonlyMap<string, Instant> {
  const quiet = new Map<string, Instant>();
  for (const [channel, { quiet: kept }] of wanted) {
    if (severity === 'critical' || kept === null) continue;
    const until = quietUntil(kept.hours, kept.zone, clock.now(), offsetOf);
    if (until !== null) quiet.set(channel, until);
  }
  return quiet;
}

/** Waits until the message came, or cannot come, at each of these channels; those where it is still to come are left out. */
async function allCome(
  parts: DrillParts,
  made: Made,
  decision: string,
  channels: readonly string[],
): Promise<ReadonlyMap<string, NonNullable<Came>>> {
  const came = new Map<string, NonNullable<Came>>();
  await waitFor(parts, parts.settings.tell, async () => {
    for (const channel of channels) {
      const known = came.get(channel) ?? (await cameAt(parts, made, decision, channel));
      if (known !== null) came.set(channel, known);
    }
    return came.size === channels.length ? true : null;
  });
  return came;
}

async function cameAt({ store }: DrillParts, { at }: Made, decision: string, channel: string): Promise<Came> {
  for (const row of await messagesOf({ store }, decision, channel)) {
    const { id } = row.message;
    const dead = readRow('dead', await store.row(rowName('dead', channel, id)));
    if (dead !== null && dead.at >= at)
      return { why: `\`${channel}\` took it no more: ${dead.why}; mend the channel, then: notify resend` };
    const sent = readRow('sent', await store.row(rowName('sent', id, channel)));
    const times = [sent?.at ?? null, sent?.last ?? null].filter((each) => each !== null && each >= at);
    if (times[0] != null) return { at: times[0] };
  }
  return null;
}

async function messagesOf({ store }: Pick<DrillParts, 'store'>, decision: string, channel: string) {
  const found: MessageRow[] = [];
  for (const mention of await pagesUnder(store, rowName('mention', decision, ''))) {
    const name = readRow('mention', mention)?.message ?? '';
    const row = readRow('message', await store.row(rowName('message', name)));
    if (row?.message.channel === channel) found.push(row);
  }
  return found;
}

async function whyUntold(parts: DrillParts, decision: DecidedDrill['decision'], channel: string): Promise<string> {
  const { clock, settings, signal, store } = parts;
  const [message] = await messagesOf(parts, decision.id, channel);
  if (signal?.aborted === true) return 'called off before the channel took it';
  const span = `within ${Math.round(settings.tell / 1000)} s`;
  if (message === undefined) {
    const muted = Object.values(mutesOf(decision, await readMutes(store), clock.now())).flat();
    if (muted.length > 0)
      return `nobody is told: ${[...new Set(muted)].join(', ')} keeps it back; \`mutes\` tells who wanted that`;
    return `no message for \`${channel}\` was made ${span}: does \`serve\` run with the channels of this policy?`;
  }
  const { id } = message.message;
  const sent = readRow('sent', await store.row(rowName('sent', id, channel)));
  const said = (await whyLast(parts, channel, message)) ?? 'nothing was heard of it';
  const since = sent?.since === null || sent === null ? '' : `, tried since ${writeInstant(sent.since)}`;
  return `\`${channel}\` did not take it ${span}${since}: ${said}; look at the channel, \`notify test\` tries it alone`;
}

/** Why the newest attempt at a message failed. */
async function whyLast(
  { store }: DrillParts,
  channel: string,
  { message, revision }: MessageRow,
): Promise<string | null> {
  for (let each = revision; each >= 0; each--) {
    const task = await store.task(`${deliverKind(channel)}/${message.id}/${each}`);
    if (task !== null && task.why !== null) return task.why;
  }
  return null;
}
