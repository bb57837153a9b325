import { writeInstant } from '../../core/leaf/instant.ts';
import { inUtc } from '../../core/leaf/zone.ts';
import { readNews } from '../../core/plan/quiet/news.ts';
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

/** The end of the quiet hours that a channel has now; `null` when it has none. */
function quietFor({ clock, offsetOf = inUtc }: DrillParts, quiet: Due['quiet']): number | null {
  return quiet === null ? null : quietUntil(quiet.hours, quiet.zone, clock.now(), offsetOf);
}

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
  const quiet = new Map<string, number>();
  for (const [channel, each] of wanted) {
    const until = news.severity === 'critical' ? null : quietFor(parts, each.quiet);
    if (until !== null) quiet.set(channel, until);
  }
  const sayQuiet = (channel: string): string =>
    `\`${channel}\` has quiet hours until ${writeInstant(quiet.get(channel)!)}: it is told then`;
  const due = [...wanted.keys()].filter((each) => !quiet.has(each)).sort();
  for (const channel of [...quiet.keys()].sort())
    if (due.length > 0) await chain.skipped('told', sayQuiet(channel), channel);
    else await chain.failed('told', `${sayQuiet(channel)}; drill outside of them`, channel);
  const came = new Map<string, NonNullable<Came>>();
  await waitFor(parts, parts.settings.tell, async () => {
    for (const channel of due) {
      const known = came.get(channel) ?? (await cameAt(parts, made, decision.id, channel));
      if (known !== null) came.set(channel, known);
    }
    return came.size === due.length ? true : null;
  });
  for (const channel of due) {
    const known = came.get(channel) ?? null;
    if (known !== null && 'at' in known) await chain.passed('told', known.at, { on: channel });
    else await chain.failed('told', known?.why ?? (await whyUntold(parts, decision, channel)), channel);
  }
}

async function cameAt({ store }: DrillParts, { at }: Made, decision: string, channel: string): Promise<Came> {
  for (const row of await messagesOf({ store }, decision, channel)) {
    const { id } = row.message;
    const dead = readRow('dead', await store.row(rowName('dead', channel, id)));
    if (dead !== null && dead.at >= at)
      return { why: `\`${channel}\` took it no more: ${dead.why}; mend the channel, then: notify resend` };
    const sent = readRow('sent', await store.row(rowName('sent', id, channel)));
    const last = sent?.at !== null && sent?.at !== undefined && sent.at >= at ? sent.at : (sent?.last ?? null);
    if (last !== null && last >= at) return { at: last };
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
