import type { Decision } from '../../src/core/plan/decision.ts';
import type { Message } from '../../src/core/plan/quiet/telling.ts';
import { pagesUnder } from '../../src/flow/live/pages-under.ts';
import type { MessageRow } from '../../src/flow/live/post/post-rows.ts';
import { readRow, rowName } from '../../src/flow/live/tables.ts';
import type { Label } from '../../src/flow/read-labels.ts';
import type { Arrival, LiveStage } from './live-stage.ts';

/** A message, by the records that it tells. */
export interface Story {
  readonly id: string;
  readonly say: string;
  readonly records: readonly string[];
}

/** What people were told in a week. */
export interface ToldLive {
  /** Interruptions by something new: first messages, and those by something that got worse, came back or failed. */
  readonly messages: number;
  readonly anew: number;
  /** Interruptions by what is still open an hour, four hours and a day later. */
  readonly reminders: number;
  /** First messages, channel by channel. */
  readonly copies: number;
  readonly edits: number;
  readonly digests: number;
  /** Most digests that one channel got on one day. */
  readonly digestsADay: number;
  readonly incidents: number;
  readonly missed: readonly string[];
  readonly stories: readonly Story[];
}

/** Reads off what came to the channels of a week; the same to several of them counts once. */
export async function toldLive(stage: LiveStage, labels: readonly Label[]): Promise<ToldLive> {
  const rows = (await pagesUnder(stage.store, rowName('message', ''))).flatMap((row) => readRow('message', row) ?? []);
  const byId = new Map(rows.map((row) => [row.message.id, row]));
  const decisions = await decisionsOf(stage);
  const arrived = stage.arrivals.map((each) => ({ ...each, row: byId.get(each.delivery.alert.id)! }));
  const [digests, others] = [
    arrived.filter(({ row }) => row.message.kind === 'digest'),
    arrived.filter(({ row }) => row.message.kind !== 'digest'),
  ];
  const first = others.filter(({ delivery }) => delivery.what === 'first');
  const again = others.filter(({ delivery }) => delivery.what === 'again');
  const stories = new Map(first.map((each) => [sameOf(each.row), each.row.message]));
  const isOnce = (all: readonly (Arrival & { readonly row: MessageRow })[]): number =>
    new Set(all.map(({ row, delivery }) => `${sameOf(row)} ${delivery.interrupts}`)).size;
  const days = Map.groupBy(digests, ({ at, channel }) => `${channel} ${Math.floor(at / 86_400_000)}`);
  return {
    messages: stories.size,
    anew: isOnce(again.filter((each) => !isReminder(each))),
    reminders: isOnce(again.filter(isReminder)),
    ...{ copies: first.length, edits: others.filter(({ delivery }) => delivery.what === 'update').length },
    ...{ digests: digests.length, digestsADay: Math.max(0, ...[...days.values()].map(({ length }) => length)) },
    incidents: labels.length,
    missed: labels.filter((label) => !isCaught(label, first, decisions)).map(({ incident }) => incident),
    stories: storiesOf([...stories.values()], decisions),
  };
}

/** Messages by the records behind their decisions. */
export function storiesOf(
  messages: readonly Message[],
  decisions: ReadonlyMap<string, Pick<Decision, 'records' | 'say'>>,
): readonly Story[] {
  return messages.map(({ id, kind, about, decisions: first, joined }) => {
    const all = [...first, ...joined].flatMap((each) => decisions.get(each) ?? []);
    const records = [...new Set(all.flatMap((each) => each.records.map(({ eventId }) => eventId)))];
    return { id, say: `${kind} ${about.join(', ')}: ${all[0]?.say ?? 'of our own work'}`, records };
  });
}

/** The same to several channels. */
function sameOf({ message: { kind, decisions, about } }: MessageRow): string {
  return `${kind} ${decisions[0] ?? about.join(' ')}`;
}

function isReminder({ delivery }: Arrival): boolean {
  return delivery.news.some(({ say }) => /\bstill open\b/.test(say));
}

/** Caught: a message that interrupted holds a decision on a record of it that had the effect in question. */
function isCaught(
  { eventIds, expect }: Label,
  first: readonly { readonly row: MessageRow }[],
  decisions: ReadonlyMap<string, Decision>,
): boolean {
  const wanted = new Set(eventIds);
  const isEffective = ({ effects }: Decision): boolean => {
    const gains = effects.some((each) => each.gained.length > 0 || each.passing !== undefined);
    const loses = effects.some((each) => each.lost === null || each.lost.length > 0);
    return / lost /.test(expect) ? loses : / gained /.test(expect) ? gains : gains || loses;
  };
  return first.some(({ row: { message } }) =>
    [...message.decisions, ...message.joined]
      .flatMap((id) => decisions.get(id) ?? [])
      .some((each) => isEffective(each) && each.records.some(({ eventId }) => wanted.has(eventId))),
  );
}

async function decisionsOf({ store }: LiveStage): Promise<ReadonlyMap<string, Decision>> {
  const found = new Map<string, Decision>();
  for (let shard = 0; shard < store.shards; shard++)
    for await (const { header, body } of store.read(shard, 0)) {
      if (header.kind !== 'decided' || body === null) continue;
      const { decision } = JSON.parse(body) as { readonly decision: Decision };
      found.set(decision.id, decision);
    }
  return found;
}
